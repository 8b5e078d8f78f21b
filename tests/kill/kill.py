#!/usr/bin/env python3
"""Kills the server in the middle of its work, again and again, and asks the phones what they heard.

Usage: kill.py PROGRAM [KILLS] [--day] [--seed N] [--speed X] [--keep FOLDER]

Two processes of PROGRAM: the phone network, which is never killed and writes its own journal, and the server, which gets
SIGKILL KILLS times (20) and is started again.
  - Without --day: a busy house, and kills that are aimed at each stretch between two steps of a send (aimed.py).
  - With --day: a clinic's day with every kind of person, and kills at moments drawn from the seed (day.py).
Prints counts, and one line a violation; exits 1 if there is any. Both processes have the same clock, X times as fast as
a watch (10; with --day 180).
"""
import argparse
import pathlib
import sys
import tempfile

import aimed
import day


def main():
    words = argparse.ArgumentParser(description="Kills the server in the middle of its work, and asks the phones.")
    words.add_argument("program")
    words.add_argument("kills", type=int, nargs="?", default=20)
    words.add_argument("--day", action="store_true")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--speed", type=int)
    words.add_argument("--keep", type=pathlib.Path)
    given = words.parse_args()
    program = str(pathlib.Path(given.program).resolve())
    speed = given.speed or (180 if given.day else 10)
    with tempfile.TemporaryDirectory(prefix="courtesy-kill-") as temporary:
        folder = given.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"seed {given.seed}, {given.kills} kills, time x{speed}", flush=True)
        faults = (day if given.day else aimed).run(program, folder, given.kills, given.seed, speed)
    for fault in faults:
        print("VIOLATION:", fault)
    print("no violation" if not faults else f"{len(faults)} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
