"""A clinic's day (sample/) with every kind of person, in which the server is killed at moments drawn from the seed.

After the day:
  - no phone rang, and no text was delivered, more often than there were reminders for it;
  - every reminder that was due has an ending, and whoever was told nothing is on the staff's list.
The same seed kills at the same moments of the day; what the machine does in between is its own.
"""
import collections
import datetime
import random

from house import ROOT, UTC, House

DAY = "2026-06-09"
BEGIN = datetime.datetime(2026, 6, 9, 12, 30, tzinfo=UTC)  # 08:30 in New York
FIRST_KILL = datetime.datetime(2026, 6, 9, 12, 50, tzinfo=UTC)
LAST_KILL = datetime.datetime(2026, 6, 9, 21, 45, tzinfo=UTC)
END = datetime.datetime(2026, 6, 9, 23, 30, tzinfo=UTC)  # after the last look-ups


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
    day.configure(["+1617555*"])
    day.add_rule("--channel", "call", "--days-before", "1")
    day.add_rule("--channel", "text", "--before", "2h")
    # Two of fifty who opt out in a day stop everything, as they should; that is not what is looked at here.
    people = (ROOT / "sample" / "phones.toml").read_text().replace('"opts-out"', '"ignores"')
    (day.folder / "people.toml").write_text(people)
    day.start_phones("--numbers", str(day.folder / "people.toml"))
    day.start_server()
    day.wait_for_server()
    taken = day.import_calendar((ROOT / "sample" / "clinic.ics").read_bytes())
    print(f"{taken['added']} appointments taken in")
    for number, (moment, away) in enumerate(moments(chance, kills, day.speed), 1):
        day.sleep_until(moment)
        day.kill_server()
        day.sleep_until(moment + away)
        day.start_server()
        day.wait_for_server()
    day.sleep_until(END)


def check_phones(day, rows, fault):
    """By the network's own journal: nobody was contacted more often than there were reminders."""
    entries = day.journal_entries()
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
    rows = day.rows()
    rings, texts = check_phones(day, rows, faults.append)
    due = check_endings(day, rows, faults.append)
    failed, listed = check_staff(day, rows, due, faults.append)
    stopped = rows.execute("SELECT stopped_why FROM account WHERE stopped_at IS NOT NULL").fetchall()
    for row in stopped:
        faults.append(f"the failsafe has stopped everything: {row[0]}")
    states = collections.Counter(row["state"] for row in due)
    attempts = collections.Counter(row[0] for row in rows.execute("SELECT state FROM attempt"))
    doubts = rows.execute("SELECT COUNT(*) FROM ledger WHERE kind = 'reconciled' AND code = 'restart'").fetchone()[0]
    print(f"{len(due)} reminders were due: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    print("attempts: " + ", ".join(f"{count} {state}" for state, count in sorted(attempts.items())))
    print(f"{rings} rings and {texts} texts by the phones' journal; {doubts} attempts in"
          f" doubt at a restart; {failed} reminders reached nobody, {listed} people on the staff's list")
    if rings == 0 or doubts + len(due) == 0:
        faults.append("nothing happened that could have gone wrong: the day was not played")
    return faults


def run(program, folder, kills, seed, speed):
    """Prints counts; returns what should not have happened."""
    day = House(program, folder, speed, seed, BEGIN)
    try:
        play(day, kills, random.Random(seed))
        return check(day)
    finally:
        day.stop()
