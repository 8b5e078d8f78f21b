#!/usr/bin/env python3
"""Checks src/ against src/layers.txt: who includes whom, and what pure rooms may not touch.

Prints one line a fault, `file:line: what`, and exits 1 if there is any.
Found are: a forbidden edge, a cycle in the map, a file in no room, and clock, chance, file, socket,
environment or thread in a room marked @pure (its tests may do as they like).
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
IMPURE = re.compile(
    r"_clock::now|\bgetenv\b|\bsleep_for\b|\bsleep_until\b|\b[io]?fstream\b|\bstd::j?thread\b|\bstd::mutex\b"
    r"|\brandom_device\b|\bstd::rand\b|\bfopen\b|\bsocket\s*\(|<filesystem>|<thread>|<mutex>|<fstream>|<random>")


def read_layers():
    uses, in_tests, pure, faults = {}, {}, set(), []
    for number, line in enumerate((SRC / "layers.txt").read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        head, _, tail = line.partition(":")
        room, *marks = head.split()
        tail, _, tests = tail.partition("; tests:")
        uses[room] = tail.split()
        in_tests[room] = tests.split()
        if "@pure" in marks:
            pure.add(room)
        for used in uses[room] + in_tests[room]:
            if used not in uses:
                faults.append(f"src/layers.txt:{number}: {room} uses {used}, which is not above it: no cycles, in order")
    return uses, in_tests, pure, faults


def room_of(path, rooms):
    """The longest room that the path lies in: store/sqlite before store."""
    inside = [room for room in rooms if path.startswith(room + "/")]
    return max(inside, key=len, default=None)


def main():
    uses, in_tests, pure, faults = read_layers()
    for path in sorted(SRC.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        name = path.relative_to(SRC).as_posix()
        room = room_of(name, uses)
        if room is None:
            faults.append(f"src/{name}:1: in no room of src/layers.txt")
            continue
        is_test = name.endswith("_test.cpp") or path.name.startswith("test_")
        allowed = uses[room] + (in_tests[room] if is_test else [])
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := INCLUDE.match(line):
                other = room_of(match.group(1), uses)
                if other is None:
                    faults.append(f"src/{name}:{number}: includes \"{match.group(1)}\", which is in no room")
                elif other != room and other not in allowed:
                    faults.append(f"src/{name}:{number}: {room} may not include {other} (src/layers.txt)")
            code = line.split("//")[0]
            if room in pure and not name.endswith("_test.cpp") and IMPURE.search(code):
                faults.append(f"src/{name}:{number}: impure in a pure room: {code.strip()}")
    print("\n".join(faults) if faults else f"layers: {len(uses)} rooms, no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
