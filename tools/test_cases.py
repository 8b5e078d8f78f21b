#!/usr/bin/env python3
"""Compares the test cases written in src/ with those that a test program holds; a linker drops cases without a word.

Usage: test_cases.py PROGRAM
Prints one line a file that differs, and exits 1 if there is any, or if no case is found at all.
"""
import collections
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

SRC = pathlib.Path(__file__).resolve().parent.parent / "src"
CASE = re.compile(r"^\s*TEST_CASE(_FIXTURE)?\(", re.MULTILINE)


def written():
    count = collections.Counter()
    for path in SRC.rglob("*.cpp"):
        if cases := len(CASE.findall(path.read_text())):
            count[path.relative_to(SRC).as_posix()] = cases
    return count


def held(program):
    listed = subprocess.run([program, "--list-test-cases", "--reporters=xml"], check=True, capture_output=True, text=True)
    cases = xml.fromstring(listed.stdout).iter("TestCase")
    return collections.Counter(case.get("filename").split("src/", 1)[-1] for case in cases)


def main():
    in_sources, in_program = written(), held(sys.argv[1])
    faults = [f"src/{name}: {in_sources[name]} test cases written, {in_program[name]} in {sys.argv[1]}"
              for name in sorted(in_sources | in_program) if in_sources[name] != in_program[name]]
    total = in_program.total()
    print("\n".join(faults) if faults else f"test cases: {total} written, {total} in {sys.argv[1]}")
    return 1 if faults or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
