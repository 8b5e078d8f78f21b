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
import sys

import aimed
import day
from house import folder_for, usage, verdict


def main():
    words = usage("Kills the server in the middle of its work, and asks the phones.", speed=None)
    words.add_argument("kills", type=int, nargs="?", default=20)
    words.add_argument("--day", action="store_true")
    given = words.parse_args()
    speed = given.speed or (180 if given.day else 10)
    with folder_for(given.keep) as folder:
        print(f"seed {given.seed}, {given.kills} kills, time x{speed}", flush=True)
        return verdict((day if given.day else aimed).run(given.program, folder, given.kills, given.seed, speed))


if __name__ == "__main__":
    sys.exit(main())
