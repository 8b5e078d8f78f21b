#!/usr/bin/env python3
"""Counts the lines and branches of the decision code that its own rooms' tests take.

Usage: cover.py BUILD ROOM...
BUILD is a tree configured with COURTESY_COVER, with test_ROOM for each room (and test_vectors) built. A room is judged
by its own tests alone: the vectors are tests of `schedule`. Branches that only an exception takes are not counted, nor
those of an INVARIANT (its other side ends the program) and of planted() (a constant but in a build of its own).
Prints a table, then each branch not taken and each line not run; exits 1 if there is any.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLOSING = re.compile(r"[\s)\]};,]*")
NO_DECISION = re.compile(r"\bINVARIANT\(|\bplanted\(")
PROGRAMS = {"schedule": ["test_schedule", "test_vectors"]}


def run_tests(build, room):
    for old in build.rglob("*.gcda"):
        old.unlink()
    for program in PROGRAMS.get(room, [f"test_{room}"]):
        done = subprocess.run([build / program, "--minimal"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{program} fails:\n{done.stdout}{done.stderr}")


def counts_of(build, source):
    """What gcov says of one source file: its functions' lines, with their branches."""
    name = source.relative_to(ROOT).as_posix()
    room = source.relative_to(ROOT / "src").parts[0]
    counted = build / f"CMakeFiles/room_{room}.dir/{name}.gcda"
    if not counted.exists():
        sys.exit(f"{name}: no counts in {counted}; the tests do not link it")
    printed = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", counted],
                             check=True, capture_output=True, text=True, cwd=build)
    for file in json.loads(printed.stdout)["files"]:
        if pathlib.Path(build, file["file"]).resolve() == source:
            return file["lines"]
    return []


def measure(build, source):
    """Lines run, lines, branches taken, branches, and (line, what) for each that is missing."""
    text = source.read_text().splitlines()
    counts, faults, taken, total = {}, [], 0, 0
    for line in counts_of(build, source):
        number = line["line_number"]
        # No decision is written at a closing bracket: what gcov counts there is the end of variables.
        if CLOSING.fullmatch(text[number - 1]):
            continue
        counts[number] = max(counts.get(number, 0), line["count"])
        branches = [] if NO_DECISION.search(text[number - 1]) else decisions(line["branches"])
        total += len(branches)
        taken += sum(branch["count"] > 0 for branch in branches)
        missing = [str(place + 1) for place, branch in enumerate(branches) if branch["count"] == 0]
        if missing and line["count"] > 0:
            faults.append((number, f"branch {', '.join(missing)} of {len(branches)} not taken"))
    faults += [(number, "never run") for number, count in counts.items() if count == 0]
    return {"run": sum(count > 0 for count in counts.values()), "lines": len(counts), "taken": taken,
            "branches": total, "faults": sorted(faults)}


def decisions(branches):
    """The branches of a line but for those that calls make, which either return or throw.

    gcov lists the two of a fork one after the other. A fork that was never reached while its line was, is reached by an
    exception alone, or lies behind a branch that is missing itself.
    """
    if not any(branch["throw"] for branch in branches) and (len(branches) % 2 or max(
            (branch["count"] for branch in branches), default=0) == 0):
        return branches
    kept = []
    for pair in zip(branches[::2], branches[1::2]):
        if not any(branch["throw"] for branch in pair) and any(branch["count"] for branch in pair):
            kept += pair
    return kept


def share(part, whole):
    return f"{part:5} of {whole:5}  {100 * part / whole if whole else 100:6.2f} %"


def main():
    build, rooms = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    measured = {}
    for room in rooms:
        run_tests(build, room)
        for source in sorted((ROOT / "src" / room).rglob("*.cpp")):
            if not source.name.endswith("_test.cpp"):
                measured[source.relative_to(ROOT).as_posix()] = measure(build, source)
    print(f"{'':34}{'lines run':^24}  {'branches taken':^24}")
    for name, of in measured.items():
        print(f"{name:34}{share(of['run'], of['lines'])}  {share(of['taken'], of['branches'])}")
    total = {key: sum(of[key] for of in measured.values()) for key in ("run", "lines", "taken", "branches")}
    print(f"{'all':34}{share(total['run'], total['lines'])}  {share(total['taken'], total['branches'])}")
    for name, of in measured.items():
        text = (ROOT / name).read_text().splitlines()
        for number, what in of["faults"]:
            print(f"{name}:{number}: {what}: {text[number - 1].strip()}")
    return 1 if any(of["faults"] for of in measured.values()) or total["branches"] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
