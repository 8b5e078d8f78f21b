#!/usr/bin/env python3
"""Kills the server in the middle of its work, again and again, and asks the phones what they heard.

Usage: kill.py PROGRAM [KILLS] [--seed N] [--speed X] [--keep FOLDER]

Plays a clinic's day (sample/) with two processes of PROGRAM: the phone network, which is never killed and writes its
own journal, and the server, which gets SIGKILL at KILLS moments (20) drawn from the seed and is started again. After
the day:
  - no phone rang, and no text was delivered, more often than there were reminders for it;
  - every reminder that was due has an ending, and whoever was told nothing is on the staff's list.
Prints counts, and one line a violation; exits 1 if there is any. Both processes have the same clock, X (180) times as
fast as a watch. The same seed kills at the same moments of the day; what the machine does in between is its own.
"""
import argparse
import collections
import datetime
import json
import pathlib
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DAY = "2026-06-09"
UTC = datetime.timezone.utc
BEGIN = datetime.datetime(2026, 6, 9, 12, 30, tzinfo=UTC)  # 08:30 in New York
FIRST_KILL = datetime.datetime(2026, 6, 9, 12, 50, tzinfo=UTC)
LAST_KILL = datetime.datetime(2026, 6, 9, 21, 45, tzinfo=UTC)
END = datetime.datetime(2026, 6, 9, 23, 30, tzinfo=UTC)  # after the last look-ups
SID = "AC00000000000000000000000000000001"
TOKEN = "a token of the phone network alone"
CALLER = "+16175550198"


def instant(moment):
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Day:
    """The two processes, their files, and the clock that they share."""

    def __init__(self, program, folder, speed, seed):
        self.program, self.folder, self.speed, self.seed = program, folder, speed, seed
        self.page, self.phones_port = free_port(), free_port()
        self.database = folder / "courtesy.db"
        self.journal = folder / "journal.jsonl"
        self.server = self.phones = None
        self.began = None

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"kill.py: courtesy {' '.join(words[:2])} failed: {done.stderr.strip()}")

    def configure(self):
        token = self.folder / "token"
        token.touch(mode=0o600)
        token.write_text(TOKEN + "\n")
        (self.folder / "courtesy.toml").write_text(
            f'database = "courtesy.db"\npublic_url = "http://127.0.0.1:{self.page}"\nallow_list = ["+1617555*"]\n'
            f'[listen]\nport = {self.page}\n'
            f'[twilio]\nbase_url = "http://127.0.0.1:{self.phones_port}"\naccount_sid = "{SID}"\n'
            'auth_token_file = "token"\n')
        database = ["--database", str(self.database)]
        self.run("account", "create", *database, "--name", "Harbour Physiotherapy", "--zone", "America/New_York",
                 "--country", "US", "--caller-number", CALLER, "--callback-number", "+16175550199")
        self.run("rule", "add", *database, "--channel", "call", "--days-before", "1")
        self.run("rule", "add", *database, "--channel", "text", "--before", "2h")

    def clock_words(self):
        return ["--time", f"x{self.speed}", "--start", instant(BEGIN), "--since", instant(self.began)]

    def start_phones(self):
        self.began = datetime.datetime.now(UTC)
        url = f"http://127.0.0.1:{self.page}/twilio"
        self.phones = subprocess.Popen(
            [self.program, "phones", "--port", str(self.phones_port), "--account", SID, "--token", TOKEN,
             "--numbers", str(ROOT / "sample" / "phones.toml"), "--seed", str(self.seed),
             "--journal", str(self.journal), "--own", f"{CALLER}={url}/text/incoming,{url}/call/incoming",
             *self.clock_words()],
            stdout=(self.folder / "phones.log").open("a"), stderr=subprocess.STDOUT)

    def start_server(self):
        self.server = subprocess.Popen(
            [self.program, "serve", "--config", str(self.folder / "courtesy.toml"), *self.clock_words()],
            stdout=(self.folder / "server.log").open("a"), stderr=subprocess.STDOUT)

    def wait_for_server(self):
        for _ in range(400):
            try:
                self.ask("GET", "/session")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.server.poll() is not None:
                    break
                time.sleep(0.05)
        sys.exit(f"kill.py: the server does not answer; see {self.folder / 'server.log'} (--keep FOLDER keeps it)")

    def kill_server(self):
        self.server.kill()
        self.server.wait()

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.page}/api/v1{path}", data=body, method=method)
        request.add_header("X-Courtesy", "kill.py")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def import_calendar(self):
        calendar = (ROOT / "sample" / "clinic.ics").read_bytes()
        return self.ask("POST", "/imports?name=clinic.ics&dry_run=false&consent_who=Pat+Harbour"
                                "&consent_when=2026-06-01&consent_how=registration+form", calendar)

    def sleep_until(self, moment):
        passed = (moment - BEGIN).total_seconds() / self.speed
        wait = self.began.timestamp() + passed - time.time()
        if wait > 0:
            time.sleep(wait)

    def stop(self):
        for process in (self.server, self.phones):
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    print("a process did not end at SIGTERM within 30 s")


def moments(chance, count, speed):
    """A third of them anywhere in the day, a third while the calls of a half hour go on, a third while they are being
    placed; with how long the server then is away."""
    drawn = []
    span = (LAST_KILL - FIRST_KILL).total_seconds()
    for n in range(count):
        seconds = chance.uniform(0, span)
        if n % 3 > 0:
            half_hour = (seconds // 1800) * 1800 + 600  # FIRST_KILL is ten minutes before one
            seconds = min(half_hour + chance.uniform(0, 90 if n % 3 == 1 else 8), span)
        away = chance.choice([0.0, 0.1, 0.5, 1.0, 3.0]) * speed
        drawn.append((FIRST_KILL + datetime.timedelta(seconds=seconds), datetime.timedelta(seconds=away)))
    return sorted(drawn)


def play(day, kills, chance):
    day.configure()
    day.start_phones()
    day.start_server()
    day.wait_for_server()
    taken = day.import_calendar()
    print(f"{taken['added']} appointments taken in")
    for number, (moment, away) in enumerate(moments(chance, kills, day.speed), 1):
        day.sleep_until(moment)
        day.kill_server()
        day.sleep_until(moment + away)
        day.start_server()
        day.wait_for_server()
    day.sleep_until(END)


def ask_database(day):
    rows = sqlite3.connect(f"file:{day.database}?mode=ro", uri=True)
    rows.row_factory = sqlite3.Row
    return rows


def check_phones(day, rows, fault):
    """By the network's own journal: nobody was contacted more often than there were reminders."""
    entries = [json.loads(line) for line in day.journal.read_text().splitlines()]
    rings, rung = collections.Counter(), {}
    for entry in entries:
        if entry["what"] == "ring":
            rings[entry["to"]] += 1
            rung.setdefault(entry["sid"], 0)
            rung[entry["sid"]] += 1
    calls = dict(rows.execute(
        "SELECT recipient, COUNT(DISTINCT appointment || '/' || rule || '/' || start) FROM attempt"
        " WHERE channel = 'call' GROUP BY recipient").fetchall())
    for number, count in sorted(rings.items()):
        if count > calls.get(number, 0):
            fault(f"{number} rang {count} times for {calls.get(number, 0)} reminders")
    for sid, count in rung.items():
        if count > 1:
            fault(f"the call {sid} rang {count} times")
    delivered = collections.Counter((e["to"], e.get("text", "")) for e in entries if e["what"] == "text_delivered")
    texts = collections.Counter()
    for row in rows.execute("SELECT DISTINCT recipient, text, appointment, rule, start FROM attempt WHERE channel = 'text'"):
        texts[row["recipient"], row["text"]] += 1
    reminders = {key: count for key, count in delivered.items() if key in texts}
    for (number, text), count in sorted(reminders.items()):
        if count > texts[number, text]:
            fault(f"{number} was written {count} times for {texts[number, text]} reminders: {text}")
    return sum(rings.values()), sum(reminders.values())


def check_endings(day, rows, fault):
    """Every reminder that was due has ended, and whoever was told nothing is on the staff's list."""
    now = int(END.timestamp() * 1000)
    due = rows.execute("SELECT * FROM reminder WHERE send_at <= ? ORDER BY appointment, rule", (now,)).fetchall()
    for row in due:
        if row["state"] in ("waiting", "intended"):
            fault(f"appointment {row['appointment']}: its {row['channel']} reminder is still {row['state']}")
    for row in rows.execute("SELECT account, attempt, appointment, channel, state FROM attempt WHERE state IN"
                            " ('intended', 'accepted', 'ringing', 'in_progress', 'unknown') ORDER BY attempt"):
        settled = rows.execute("SELECT 1 FROM reminder WHERE account = ? AND appointment = ? AND channel = ? AND state"
                               " IN ('failed', 'held')", (row["account"], row["appointment"], row["channel"])).fetchone()
        if not settled:
            fault(f"attempt {row['attempt']} (a {row['channel']}) is still {row['state']}")
    return due


def check_staff(day, rows, due, fault):
    listed = {line["appointment"] for date in (DAY, "2026-06-10") for line in day.ask("GET", f"/day?date={date}")["ring_by_hand"]}
    failed = {row["appointment"] for row in due if row["state"] in ("failed", "held")}
    for row in rows.execute("SELECT appointment, told, answer, booking, instant FROM appointment"):
        nothing = row["appointment"] in failed and row["told"] != "told" and row["answer"] == "none"
        ahead = row["instant"] > END.timestamp() * 1000 and row["booking"] == "booked"
        waiting = rows.execute("SELECT 1 FROM reminder WHERE appointment = ? AND state = 'waiting'",
                               (row["appointment"],)).fetchone()
        if nothing and ahead and not waiting and row["appointment"] not in listed:
            fault(f"appointment {row['appointment']} was told nothing, and the staff's list does not have it")
    return len(failed), len(listed)


def check(day):
    faults = []
    rows = ask_database(day)
    rings, texts = check_phones(day, rows, faults.append)
    due = check_endings(day, rows, faults.append)
    failed, listed = check_staff(day, rows, due, faults.append)
    stopped = rows.execute("SELECT stopped_why FROM account WHERE stopped_at IS NOT NULL").fetchall()
    for row in stopped:
        faults.append(f"the failsafe has stopped everything: {row[0]}")
    states = collections.Counter(row["state"] for row in due)
    attempts = collections.Counter(row[0] for row in rows.execute("SELECT state FROM attempt"))
    doubts = rows.execute("SELECT COUNT(*) FROM ledger WHERE kind = 'reconciled' AND code = 'restart'").fetchone()[0]
    lives = rows.execute("SELECT epoch FROM node").fetchone()[0]
    print(f"{len(due)} reminders were due: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    print("attempts: " + ", ".join(f"{count} {state}" for state, count in sorted(attempts.items())))
    print(f"{rings} rings and {texts} texts by the phones' journal; {lives} lives of the server, {doubts} attempts in"
          f" doubt at a restart; {failed} reminders reached nobody, {listed} people on the staff's list")
    if rings == 0 or doubts + len(due) == 0:
        faults.append("nothing happened that could have gone wrong: the day was not played")
    return faults


def main():
    words = argparse.ArgumentParser(description="Kills the server in the middle of its work, and asks the phones.")
    words.add_argument("program")
    words.add_argument("kills", type=int, nargs="?", default=20)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--speed", type=int, default=180)
    words.add_argument("--keep", type=pathlib.Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="courtesy-kill-") as temporary:
        folder = given.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"seed {given.seed}, {given.kills} kills, time x{given.speed}")
        day = Day(str(pathlib.Path(given.program).resolve()), folder, given.speed, given.seed)
        try:
            play(day, given.kills, random.Random(given.seed))
            faults = check(day)
        finally:
            day.stop()
    for fault in faults:
        print("VIOLATION:", fault)
    print("no violation" if not faults else f"{len(faults)} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
