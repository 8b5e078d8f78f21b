#!/usr/bin/env python3
"""A mutation test: breaks the decision code in one small way after another, and sees whether its rooms' tests notice.

Usage: mutate.py BUILD [N] [--seed S] [--only PART] [--again]
BUILD is a tree with test_ROOM for each room (and test_vectors) built. Without N every mutant is tried; with N that many,
drawn by the seed. --only tries files whose path holds PART; --again tries only what survived the last run.

A mutant is one file with one change (tools/mutants.py), compiled alone and linked with the objects of the room's test
program. It is killed when a test fails, crashes, or takes many times its usual processor time. Each that survives is
printed; those in tools/mutate_known.txt are explained there. Exits 1 when more than 2 % survive unexplained (of a few
drawn, more than one), or when an explanation is of a mutant that is not there or that a test kills.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as xml

import mutants

ROOT = pathlib.Path(__file__).resolve().parent.parent
KNOWN = ROOT / "tools/mutate_known.txt"
ROOMS = ("interlock", "queue", "schedule")
PROGRAMS = {"schedule": ("test_schedule", "test_vectors")}
JOBS = 2
ALLOWED = 0.02
SLOW_CASE = 0.05  # seconds; such a test is asked when the quick ones have seen nothing
MEMORY = 2 << 30
NICE = os.environ.get("COURTESY_NICE", "10")  # beside other work
TOO_LONG = -24  # SIGXCPU, by which the kernel ends what has used up its seconds
# The same cases in every run; a counterexample need not be made smaller to be one.
ENVIRONMENT = os.environ | {"RC_PARAMS": "seed=20260101 noshrink=1"}


@dataclasses.dataclass(frozen=True)
class Stage:
    """Some tests of a program, and the processor seconds that they may take."""
    program: str
    arguments: tuple
    seconds: int


@dataclasses.dataclass(frozen=True)
class Verdict:
    mutant: mutants.Mutant
    end: str  # invalid, killed, slow, survived


def run(command, cwd, seconds):
    """The exit status; above 0 or below. Others' load does not count, so the wall's clock is only the last resort."""
    limits = ["prlimit", f"--cpu={seconds}:{seconds + 1}", f"--as={MEMORY}", "--core=0", "nice", "-n", NICE]
    try:
        return subprocess.run([*limits, *command], cwd=cwd, env=ENVIRONMENT, timeout=60 + 20 * seconds,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired:
        return TOO_LONG


class House:
    """What was built, how, and what its tests do when nothing is broken."""

    def __init__(self, build):
        self.build = build.resolve()
        commands = json.loads((self.build / "compile_commands.json").read_text())
        self.compiled = {pathlib.Path(one["file"]).as_posix(): one["command"] for one in commands}
        self.links = {}
        self.stages = {}

    def compile_command(self, path, *rest):
        words = [word for word in shlex.split(self.compiled[(ROOT / path).as_posix()])
                 if not word.startswith(("-W", "-O", "-g")) and not word.endswith("ccache")]
        del words[words.index("-o"):]
        return words + ["-O0", "-w", *rest]

    def link_command(self, program, path, mutated, output):
        if program not in self.links:
            listed = subprocess.run(["ninja", "-C", self.build, "-t", "commands", program], check=True,
                                    capture_output=True, text=True).stdout
            self.links[program] = shlex.split(listed.splitlines()[-1].removeprefix(": && ").removesuffix(" && :"))
        words = [mutated if word.endswith(f"/{path}.o") else word for word in self.links[program]]
        words[words.index("-o") + 1] = output
        return words + ["-Wl,--strip-all"]

    def stages_of(self, room):
        """The quick tests, the slow ones, and the vectors; each has passed."""
        if room not in self.stages:
            programs = PROGRAMS.get(room, (f"test_{room}",))
            self.stages[room] = [stage for program in programs for stage in self.split(program)]
        return self.stages[room]

    def split(self, program):
        ran = subprocess.run([self.build / program, "--duration", "--reporters=xml"], capture_output=True, text=True,
                             env=ENVIRONMENT)
        if ran.returncode != 0:
            sys.exit(f"mutate: {program} fails before anything is broken:\n{ran.stdout}{ran.stderr}")
        took = {case.get("name"): float(case.find("OverallResultsAsserts").get("duration"))
                for case in xml.fromstring(ran.stdout[ran.stdout.index("<?xml"):]).iter("TestCase")}
        # A comma parts doctest's filters; what stands for any one character is as good.
        slow = ",".join(name.replace(",", "?") for name, seconds in took.items() if seconds > SLOW_CASE)
        quick_seconds = 1 + round(5 * sum(seconds for seconds in took.values() if seconds <= SLOW_CASE))
        seconds = round(5 + 10 * sum(took.values()))
        if not slow:
            return [Stage(program, (), quick_seconds)]
        return [Stage(program, (f"--test-case-exclude={slow}",), quick_seconds),
                Stage(program, (f"--test-case={slow}",), seconds)]


class Headers:
    """What a file includes, compiled in advance, for as long as mutants of it are tried: most of the work."""

    def __init__(self, house, sources, folder, waiting):
        self.house, self.sources, self.folder = house, sources, folder
        self.waiting = collections.Counter(mutant.path for mutant in waiting)
        self.worth_it = {path for path, count in self.waiting.items() if count > 3}
        self.locks = {path: threading.Lock() for path in self.waiting}

    def options_for(self, path):
        if path not in self.worth_it:
            return []
        header = self.folder / (path.replace("/", "_") + ".h")
        compiled = header.with_suffix(".h.gch")
        with self.locks[path]:
            if not compiled.exists():
                header.write_text("".join(line for line in self.sources[path].splitlines(True)
                                          if line.startswith("#include")))
                run(self.house.compile_command(path, "-x", "c++-header", str(header), "-o", str(compiled)),
                    self.house.build, 120)
        return ["-include", str(header)]

    def done_with(self, path):
        with self.locks[path]:
            self.waiting[path] -= 1
            if self.waiting[path] == 0:
                for made in self.folder.glob(path.replace("/", "_") + ".h*"):
                    made.unlink()


def judge(house, headers, mutant, source, folder):
    broken = folder / pathlib.Path(mutant.path).name
    broken.write_text(source[:mutant.start] + mutant.put + source[mutant.end:])
    objects, program = str(folder / "mutant.o"), str(folder / "mutant")
    compile_command = house.compile_command(mutant.path, *headers.options_for(mutant.path), "-o", objects, "-c", str(broken))
    if run(compile_command, house.build, 120) != 0:
        return Verdict(mutant, "invalid")
    linked = None
    for stage in house.stages_of(mutant.path.split("/")[1]):
        if stage.program != linked:
            linked = stage.program
            subprocess.run(house.link_command(linked, mutant.path, objects, program), cwd=house.build, check=True)
        status = run([program, "--abort-after=1", "--minimal", *stage.arguments], house.build, stage.seconds)
        if status in (TOO_LONG, -9):
            return Verdict(mutant, "slow")
        if status != 0:
            return Verdict(mutant, "killed")
    return Verdict(mutant, "survived")


def lines_of(source, mutant):
    """The lines that the mutant changes, before and after, on one line each."""
    first = source.rfind("\n", 0, mutant.start) + 1
    last = source.find("\n", mutant.end)
    flat = re.compile(r"\s+")
    before = flat.sub(" ", source[first:last]).strip()
    after = flat.sub(" ", source[first:mutant.start] + mutant.put + source[mutant.end:last]).strip()
    return before, after


def explained():
    """(file, before, after) -> reason, from blocks of a path, `- before`, `+ after`, `= reason` and more of it."""
    found = {}
    for block in re.split(r"\n\s*\n", KNOWN.read_text() if KNOWN.exists() else ""):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        if len(lines) < 4 or [line[:2] for line in lines[1:4]] != ["- ", "+ ", "= "]:
            sys.exit(f"{KNOWN.name}: a path, `- before`, `+ after`, `= reason` are wanted here:\n{block}")
        found[lines[0], lines[1][2:], lines[2][2:]] = " ".join(line[2:] for line in lines[3:])
    return found


class Report:
    def __init__(self, sources, known, found):
        self.sources, self.known, self.found = sources, known, found
        self.count = dict.fromkeys(("invalid", "killed", "slow", "survived"), 0)
        self.kinds, self.unexplained, self.stale, self.survivors = {}, 0, [], []
        self.lock = threading.Lock()

    def judged(self):
        return sum(self.count.values()) - self.count["invalid"]

    def take(self, verdict):
        mutant, source = verdict.mutant, self.sources[verdict.mutant.path]
        before, after = lines_of(source, mutant)
        reason = self.known.get((mutant.path, before, after))
        with self.lock:
            self.count[verdict.end] += 1
            if (done := sum(self.count.values())) % 50 == 0:
                print(f"{done} of {self.found}", file=sys.stderr, flush=True)
            if verdict.end == "invalid":
                return
            self.kinds[mutant.kind] = self.kinds.get(mutant.kind, 0) + 1
            if verdict.end == "survived":
                self.survivors.append(dataclasses.asdict(mutant))
                self.unexplained += reason is None
                number = source.count("\n", 0, mutant.start) + 1
                print(f"{mutant.path}:{number}: survived ({mutant.kind})\n- {before}\n+ {after}\n= {reason or '?'}\n",
                      flush=True)
            elif reason is not None:
                self.stale.append(f"{KNOWN.name}: a test kills what is explained there: {mutant.path}: {after}")

    def print_end(self):
        judged, survived = self.judged(), self.count["survived"]
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.kinds.items()))
        print(f"mutants: {judged} tried ({self.count['invalid']} others do not compile): {kinds}")
        print(f"killed: {self.count['killed']} by a test, {self.count['slow']} by taking for ever")
        print(f"survived: {survived} ({100 * survived / max(judged, 1):.1f} %), of them {survived - self.unexplained} "
              f"explained; unexplained {self.unexplained} ({100 * self.unexplained / max(judged, 1):.1f} %)")


def options():
    parser = argparse.ArgumentParser(prog="./dev mutate")
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("count", type=int, nargs="?", help="how many, drawn by the seed; without it all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of the path")
    parser.add_argument("--again", action="store_true", help="only what survived last time")
    return parser.parse_args()


def chosen_of(chosen, sources, last):
    """The mutants to try, file by file."""
    found = [mutant for path, source in sources.items() if chosen.only in path for mutant in mutants.find(path, source)]
    if chosen.again:
        survived = {tuple(one.values()) for one in json.loads(last.read_text())}
        found = [mutant for mutant in found if dataclasses.astuple(mutant) in survived]
    if chosen.count is not None:
        print(f"seed {chosen.seed}")
        drawn = set(random.Random(chosen.seed).sample(range(len(found)), min(chosen.count, len(found))))
        found = [mutant for place, mutant in enumerate(found) if place in drawn]
    return found


def unknown_of(known, sources):
    """The explanations of what is no mutant of any file."""
    there = {(path, *lines_of(source, mutant)) for path, source in sources.items()
             for mutant in mutants.find(path, source)}
    return [f"{KNOWN.name}: no such mutant: {path}: {after}" for path, before, after in sorted(set(known) - there)]


def try_all(house, found, sources, folder, report):
    waiting, lock = iter(found), threading.Lock()
    headers = Headers(house, sources, folder, found)

    def work(place):
        while True:
            with lock:
                mutant = next(waiting, None)
            if mutant is None:
                return
            report.take(judge(house, headers, mutant, sources[mutant.path], place))
            headers.done_with(mutant.path)

    places = [folder / str(job) for job in range(JOBS)]
    for place in places:
        place.mkdir()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(work, places))


def main():
    chosen = options()
    sources = {path.relative_to(ROOT).as_posix(): path.read_text() for room in ROOMS
               for path in sorted((ROOT / "src" / room).rglob("*.cpp")) if not path.name.endswith("_test.cpp")}
    folder = chosen.build.resolve() / "mutants"
    folder.mkdir(exist_ok=True)
    last = folder / "survivors.json"
    found, known = chosen_of(chosen, sources, last), explained()
    house, report = House(chosen.build), Report(sources, known, len(found))
    for room in sorted({mutant.path.split("/")[1] for mutant in found}):
        house.stages_of(room)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try_all(house, found, sources, pathlib.Path(place), report)
    last.write_text(json.dumps(report.survivors))
    report.print_end()
    faults = report.stale + unknown_of(known, sources)
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults or report.judged() == 0 or report.unexplained > max(1, ALLOWED * report.judged()) else 0


if __name__ == "__main__":
    sys.exit(main())
