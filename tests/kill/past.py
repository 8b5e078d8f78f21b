#!/usr/bin/env python3
"""Three nodes of one house, whose PostgreSQL comes back as it was some seconds ago; the phones are asked.

Usage: past.py PROGRAM POSTGRES COMMAND [--seconds N] [--seed N] [--speed X] [--keep FOLDER]

`COMMAND copy` keeps the server's data as it is, `COMMAND back` puts that in its place, as a replica that was late and is promoted.
Between the two nodes send for N seconds. Afterwards, by the network's journal:
  released  something was sent after the server came back: nothing may, until a person has looked
  unknown   a contact of which neither an attempt nor what the nodes wrote down from memory says anything
"""
import collections
import subprocess
import sys
import time

import aimed
from house import folder_for, usage, verdict
from nodes import SharedHouse

SENDS = ("call_accepted", "text_accepted")


def contacts(house):
    return [entry for entry in house.journal_entries() if entry["what"] in SENDS and entry["from"] == aimed.CALLER]


def play(house, seconds, command):
    aimed.open_busy(house)
    count = aimed.LOAD * (seconds + 60)  # more than will be sent: something is due all the time
    house.import_calendar(aimed.calendar(count, house.speed))
    house.sleep_until(aimed.first_due(count, house.speed))
    time.sleep(3)
    run(command, "copy")
    time.sleep(seconds)
    run(command, "back")
    back = len(contacts(house))
    for _ in range(300):
        if any("older than" in why for why in stops(house)):
            break
        time.sleep(0.1)
    time.sleep(8)
    return back


def run(command, word):
    subprocess.run(["bash", "-c", f"{command} {word}"], check=True, stdout=subprocess.DEVNULL)


def stops(house):
    return [row["why"] for row in house.rows().execute("SELECT why FROM stop")]


def check(house, back):
    rows = house.rows()
    faults = []
    if not any("older than" in why for why in stops(house)):
        faults.append("THE HOUSE GOES ON: nobody has noticed")
    sent = collections.Counter(entry["to"] for entry in contacts(house))
    if len(contacts(house)) > back:
        faults.append(f"RELEASED: {len(contacts(house)) - back} contacts after the server came back")
    known = collections.Counter()
    for row in rows.execute("SELECT recipient FROM attempt WHERE account = 1 AND state <> 'not_sent'"):
        known["+" + str(row["recipient"]).lstrip("+")] += 1
    for row in rows.execute("SELECT c.number FROM ledger l JOIN client c ON c.account = l.account AND c.client = l.client"
                            " WHERE l.account = 1 AND l.kind = 'error' AND l.code = 'record_lost'"):
        known["+" + str(row["number"]).lstrip("+")] += 1
    lost = rows.execute("SELECT COUNT(*) AS n FROM ledger WHERE account = 1 AND code = 'record_lost' AND kind = 'error'").fetchone()["n"]
    held = rows.execute("SELECT COUNT(*) AS n FROM reminder WHERE account = 1 AND reason = 'record_lost'").fetchone()["n"]
    for number, count in sent.items():
        if count > known[number]:
            faults.append(f"UNKNOWN: {number} had {count} contacts, of which {known[number]} are on record")
        if count > 1:
            faults.append(f"DOUBLED: {number} had {count} contacts for one reminder")
    print(f"{sum(sent.values())} contacts by the network's journal; {lost} that the database had lost are on record, {held} reminders are held for it")
    if lost == 0:
        faults.append("nothing was lost: it was not tried")
    return faults


def main():
    words = usage("Lets the database of several nodes come back in the past.", "postgres", "command")
    words.add_argument("--seconds", type=int, default=5)
    given = words.parse_args()
    with folder_for(given.keep) as folder:
        house = SharedHouse(given.program, folder, given.speed, given.seed, aimed.BEGIN, given.postgres, False)
        try:
            faults = check(house, play(house, given.seconds, given.command))
        finally:
            house.stop()
    return verdict(faults)


if __name__ == "__main__":
    sys.exit(main())
