"""A busy house, in which the server is killed between two given steps of a send.

A send has four stretches in which the server can die. Where an attempt stood is told by what is on disk and by what the
phone network saw, never by what the server says of itself:
  look->intent    the reminder was due and still waits on disk, while the server's writer held the database's lock
  intent->send    the intent is on disk; no request has reached the network, nor does one afterwards
  send->answer    the request has reached the network (in its journal); its answer had not left
  answer->record  the answer had left; on disk is no ending
Each kill is aimed at the stretch that has had the fewest: the aim watches the database (a reading connection), its lock,
and the journal, and kills the moment it sees what it waits for. A kill counts for its aim when an attempt stood there in
fact, and else for where one did stand. Afterwards, by the network's journal:
  doubled   a person had more than one call or text for one reminder
  without an end  a reminder that was due still waits, or is under way, when all has had the time to end
  vanished  a reminder that was due reached nobody, and no person was told so nor will another reminder of it go out; or
            it is said to have reached somebody and did not
"""
import collections
import datetime
import fcntl
import os
import random
import signal
import struct
import time

from house import CALLER, UTC, House

BEGIN = datetime.datetime(2026, 6, 9, 14, 0, tzinfo=UTC)  # 10:00 in New York, a Tuesday
NEW_YORK = datetime.timedelta(hours=-4)
LOAD = 8  # reminders that fall due in a second of a watch
DELAY = 0.2  # seconds of a watch from a request to its answer
STRETCHES = ("look->intent", "intent->send", "send->answer", "answer->record")
LONGEST_AIM = 5.0  # seconds of a watch
SMALL_STEP = 0.0002
# A text whose receipt was lost while the server was dead is asked for after an hour: that is not waited for.
UNDER_WAY = "(state IN ('intended', 'ringing', 'in_progress', 'unknown') OR (state = 'accepted' AND channel = 'call'))"
MIX = '[mix]\nconfirms = 60\nvoicemail = 25\nno-answer = 10\nhears-again = 5\n'
PEOPLE = (("call", "+1212555", datetime.timedelta(days=1)), ("text", "+1646555", datetime.timedelta(hours=27)))


def open_busy(house):
    """A house used to many contacts, which calls the day before and writes before that; phones of every kind."""
    (house.folder / "people.toml").write_text(MIX)
    house.configure(["+1212555*", "+1646555*"], "[pace]\ncalls_per_second = 8\ntexts_per_second = 8\n")
    house.add_rule("--channel", "call", "--days-before", "1")
    house.add_rule("--channel", "text", "--before", "27h")
    house.add_history(10_000)
    house.start_phones("--numbers", str(house.folder / "people.toml"), "--delay", f"{int(DELAY * house.speed * 1000)}ms",
                       "--calls-per-second", "0")
    house.start_server()
    house.wait_for_server()


def most_kills(kills):
    """Not every aim hits, least of all between an intent and its send: few are begun anew until each stretch has its share."""
    return max(2 * kills, 40)


def first_due(count, speed):
    """The import takes its time: 5 ms each, and ten seconds."""
    return BEGIN + datetime.timedelta(seconds=speed * (10 + count / 200))


def calendar(count, speed):
    """Every second client is rung the day before, the others are written 27 hours before: all of it due in a row."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kill//EN", "METHOD:PUBLISH"]
    for i in range(count):
        _, prefix, ahead = PEOPLE[i % 2]
        start = first_due(count, speed) + datetime.timedelta(seconds=i * speed / LOAD) + ahead + NEW_YORK
        lines += ["BEGIN:VEVENT", f"UID:{i}@kill.example", "DTSTAMP:20260601T120000Z",
                  f"DTSTART;TZID=America/New_York:{start:%Y%m%dT%H%M%S}", "DURATION:PT30M",
                  f"SUMMARY:Client {i} {prefix}{i // 2:04d}", "END:VEVENT"]
    return "\r\n".join(lines + ["END:VCALENDAR", ""]).encode()


class Journal:
    """The network's journal, read as it grows: what it was asked and what it answered, by number."""

    def __init__(self, path):
        self.file = path.open("rb")
        self.rest = b""
        self.requests, self.responses, self.late = {}, {}, []

    def read(self):
        """New requests and responses to a POST that makes a call or a text, as (what, number)."""
        lines = (self.rest + self.file.read()).split(b"\n")
        self.rest = lines.pop()
        news = []
        for line in lines:
            if b'"what":"request"' not in line and b'"what":"response"' not in line:
                continue
            if b'/Calls.json"' not in line and b'/Messages.json"' not in line:
                continue
            number = line.split(b'"to":"')[1].split(b'"')[0].decode() if b'"to":"' in line else ""
            is_request = b'"what":"request"' in line
            if is_request and b'"detail":"POST"' not in line:
                continue
            if not is_request and b'"detail":"201"' not in line:
                continue
            (self.requests if is_request else self.responses)[number] = time.monotonic()
            news.append(("request" if is_request else "response", number))
        return news


class Lock:
    """Who holds the database's write lock: byte 120 of the shared memory file (SQLite's wal.c, WAL_WRITE_LOCK)."""

    def __init__(self, database):
        self.file = os.open(f"{database}-shm", os.O_RDWR)

    def holder(self):
        asked = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 120, 1, 0)
        kind, _, _, _, pid = struct.unpack("hhqqi", fcntl.fcntl(self.file, fcntl.F_GETLK, asked)[:28])
        return 0 if kind == fcntl.F_UNLCK else pid

    def close(self):
        os.close(self.file)


def go_on(seconds):
    """Shorter than a sleep can be."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


class Aim:
    """Watches one life of the server."""

    def __init__(self, house, journal, chance):
        self.house, self.journal, self.chance = house, journal, chance
        self.rows = house.rows()
        self.lock = Lock(house.database)
        self.looking = set()  # reminders that were due when the lock was seen held, just before the kill

    def close(self):
        self.rows.close()
        self.lock.close()

    def at(self, stretch):
        """Kills when an attempt seems to stand in the stretch, or after a while anyway."""
        ends = time.monotonic() + LONGEST_AIM
        seen = {"look->intent": self.sees_look, "intent->send": self.sees_intent, "send->answer": self.sees_request,
                "answer->record": self.sees_answer}[stretch]()
        while not next(seen) and time.monotonic() < ends:
            pass
        self.house.kill_server()

    def due_now(self):
        now = int(self.house.now().timestamp() * 1000)
        return {row[0] for row in self.rows.execute(
            "SELECT appointment FROM reminder WHERE account = 1 AND state = 'waiting' AND look_at <= ?", (now,))}

    def sees_look(self):
        while True:
            self.looking = set()
            if self.lock.holder() == self.house.server.pid:
                self.looking = self.due_now()
            yield bool(self.looking) and self.lock.holder() == self.house.server.pid

    def sees_intent(self):
        """While its writer holds the lock the server goes on in small steps only: it stands still when the intent appears."""
        newest = lambda: self.rows.execute("SELECT MAX(attempt) FROM attempt WHERE account = 1").fetchone()[0]
        known = newest()
        server = self.house.server
        while True:
            while self.lock.holder() == server.pid:
                server.send_signal(signal.SIGCONT)
                go_on(SMALL_STEP)
                server.send_signal(signal.SIGSTOP)
            found = newest() != known
            if not found:
                server.send_signal(signal.SIGCONT)
            yield found

    def sees_request(self):
        while not any(what == "request" for what, _ in self.journal.read()):
            yield False
        time.sleep(self.chance.uniform(0, DELAY * 0.8))
        yield True

    def sees_answer(self):
        """The server stands still while the answer comes: on a busy machine it would be quicker than the eye."""
        while not any(what == "request" for what, _ in self.journal.read()):
            yield False
        self.house.server.send_signal(signal.SIGSTOP)
        while not any(what == "response" for what, _ in self.journal.read()):
            yield False
        if self.chance.random() < 0.5:  # it gets some way with it, or none
            self.house.server.send_signal(signal.SIGCONT)
            go_on(self.chance.uniform(0, 0.0005))
        yield True


def where_they_stood(house, journal, looking, epoch):
    """After a death: the stretch of each reminder that stood in one, by appointment."""
    journal.read()
    answered = set(journal.responses)
    time.sleep(0.06)  # what was on its way arrives now, and is in the journal before its delay
    journal.read()
    rows = house.rows()
    stood = {}
    for row in rows.execute("SELECT appointment, recipient FROM attempt WHERE account = 1 AND state = 'intended'"
                            " AND epoch = ? ORDER BY attempt", (epoch,)):
        number = row["recipient"]
        stretch = ("intent->send" if number not in journal.requests else
                   "send->answer" if number not in answered else "answer->record")
        stood[row["appointment"]] = stretch
    for row in rows.execute("SELECT appointment FROM reminder WHERE account = 1 AND state = 'waiting'"):
        if row["appointment"] in looking:
            stood[row["appointment"]] = "look->intent"
    rows.close()
    return stood


def epoch_of(house):
    rows = house.rows()
    epoch = rows.execute("SELECT MAX(epoch) FROM node").fetchone()[0]
    rows.close()
    return epoch


class Toll:
    """What was hit: kills by stretch, and which appointments stood where."""

    def __init__(self):
        self.kills = collections.Counter()
        self.aimed = collections.Counter()
        self.stood = collections.defaultdict(set)

    def take(self, aim, stood):
        self.aimed[aim] += 1
        counts = collections.Counter(stood.values())
        where = aim if counts[aim] else counts.most_common(1)[0][0] if counts else "elsewhere"
        self.kills[where] += 1
        for appointment, stretch in stood.items():
            self.stood[stretch].add(appointment)


def kill_all(house, kills, chance):
    journal, toll = Journal(house.journal), Toll()
    needed = max(1, kills // 10)
    number = 0
    while number < kills or (min(toll.kills[s] for s in STRETCHES) < needed and number < most_kills(kills)):
        number += 1
        stretch = min(STRETCHES, key=lambda s: (toll.kills[s], toll.aimed[s]))
        aim = Aim(house, journal, chance)
        epoch = epoch_of(house)
        time.sleep(chance.uniform(0, 0.6))
        journal.read()
        aim.at(stretch)
        aim.close()
        stood = where_they_stood(house, journal, aim.looking if stretch == "look->intent" else set(), epoch)
        toll.take(stretch, stood)
        time.sleep(chance.choice([0.0, 0.0, 0.1, 0.5]))
        house.start_server()
        house.wait_for_server()
        for why in house.stopped():
            raise SystemExit(f"kill.py: after {number} kills everything is stopped, and nothing more can be hit: {why}")
        if number % 20 == 0:
            print(f"{number} kills: " + ", ".join(f"{toll.kills[s]} {s}" for s in STRETCHES), flush=True)
    return toll, needed


def wait_until_settled(house, until):
    """Until nothing that was due or intended by then waits or is under way; at most the last look-ups' time."""
    ends = house.now() + datetime.timedelta(minutes=30)
    question = ("SELECT (SELECT COUNT(*) FROM reminder WHERE account = 1 AND send_at <= ? AND state = 'waiting') +"
                f" (SELECT COUNT(*) FROM attempt WHERE account = 1 AND intended_at <= ? AND {UNDER_WAY})")
    while house.now() < ends:
        rows = house.rows()
        open_ones = rows.execute(question, (until, until)).fetchone()[0]
        rows.close()
        if open_ones == 0:
            return
        time.sleep(0.5)


def contacts(house):
    """By the journal, how often each number was rung or written; calls that the network took and never rang too."""
    contacts = collections.Counter()
    for entry in house.journal_entries():
        if entry["what"] in ("call_accepted", "text_accepted") and entry["from"] == CALLER:
            contacts[entry["to"]] += 1
    rang = collections.Counter(e["to"] for e in house.journal_entries() if e["what"] == "ring")
    return collections.Counter({number: max(count, rang[number]) for number, count in contacts.items()})


def staff_list(house):
    """Whom staff are to ring by the page, asked of the server; of how many appointments, and the seconds that it took."""
    begins = time.monotonic()
    pages = [house.ask("GET", f"/day?date={BEGIN + datetime.timedelta(days=ahead):%Y-%m-%d}") for ahead in (0, 1, 2)]
    took = time.monotonic() - begins
    listed = {line["appointment"] for page in pages for line in page["ring_by_hand"]}
    return listed, sum(len(page["appointments"]) for page in pages), took


class Reckoning:
    """Each reminder that was due, what the house says became of it, and what the network knows."""

    def __init__(self, house, until):
        self.reached = contacts(house)
        self.by_hand, self.page_size, self.page_took = staff_list(house)
        rows = house.rows()
        self.due = rows.execute(
            "SELECT r.appointment, r.channel, r.state, r.reason, c.number,"
            " EXISTS (SELECT 1 FROM reminder o WHERE o.account = 1 AND o.appointment = r.appointment AND o.send_at > ?"
            " AND o.state = 'waiting') AS another,"
            " (SELECT t.state FROM attempt t WHERE t.account = 1 AND t.appointment = r.appointment ORDER BY t.n DESC LIMIT 1)"
            " AS attempt, EXISTS (SELECT 1 FROM attempt t WHERE t.account = 1 AND t.appointment = r.appointment"
            " AND t.look_at IS NOT NULL) AS asked_for FROM reminder r JOIN appointment a USING (account, appointment) JOIN client c USING (account, client)"
            " WHERE r.account = 1 AND r.send_at <= ? AND r.reason <> 'due_before_saved' ORDER BY r.appointment", (until, until)).fetchall()
        rows.close()
        self.stopped = house.stopped()

    def fate(self, row):
        contacted = self.reached[row["number"]]
        if contacted > 1:
            return "doubled"
        if row["state"] == "waiting" or (row["state"] == "intended" and not row["asked_for"]):
            return "without an end"
        if contacted == 1:
            return "reached once"
        if row["state"] not in ("failed", "held", "dropped"):
            return "vanished"
        if row["appointment"] in self.by_hand:
            return "staff told"
        return "call to come" if row["another"] else "vanished"

    def faults(self):
        for row in self.due:
            fate = self.fate(row)
            what = (f"appointment {row['appointment']}, a {row['channel']} to {row['number']}: reminder {row['state']}"
                    f" ({row['reason']}), last attempt {row['attempt']}")
            if fate == "doubled":
                yield f"DOUBLED: {what}, {self.reached[row['number']]} contacts by the network's journal"
            elif fate == "vanished":
                yield f"VANISHED: {what}, nothing in the network's journal and not on the staff's list"
            elif fate == "without an end":
                yield f"WITHOUT AN END: {what}"
        for row in self.stopped:
            yield f"everything is stopped: {row}"


def print_table(toll, reckoning):
    fates = {row["appointment"]: reckoning.fate(row) for row in reckoning.due}
    columns = ("reached once", "staff told", "call to come", "without an end", "doubled", "vanished")
    print(f"{'the server died in':<18}{'kills':>7}{'aimed':>7}{'stood there':>13}" + "".join(f"{c:>16}" for c in columns))
    for stretch in STRETCHES:
        there = collections.Counter(fates.get(appointment, "not due") for appointment in toll.stood[stretch])
        print(f"{stretch:<18}{toll.kills[stretch]:>7}{toll.aimed[stretch]:>7}{len(toll.stood[stretch]):>13}"
              + "".join(f"{there[c]:>16}" for c in columns))
    whole = collections.Counter(fates.values())
    print(f"{'elsewhere':<18}{toll.kills['elsewhere']:>7}")
    print(f"{'all that was due':<18}{sum(toll.kills.values()):>7}{'':>7}{len(fates):>13}"
          + "".join(f"{whole[c]:>16}" for c in columns))


def play(house, kills, chance):
    open_busy(house)
    count = min(19_000, LOAD * (20 + 3 * max(kills, most_kills(kills) // 2)))
    begins = first_due(count, house.speed)
    taken = house.import_calendar(calendar(count, house.speed))
    print(f"{taken['added']} appointments taken in; {LOAD} reminders fall due a second, the network answers after"
          f" {int(DELAY * 1000)} ms", flush=True)
    if house.now() > begins:
        raise SystemExit("kill.py: the import took so long that reminders were due before it ended: the machine is too busy")
    house.sleep_until(begins + datetime.timedelta(seconds=house.speed))
    toll, needed = kill_all(house, kills, chance)
    until = int(house.now().timestamp() * 1000)
    last = int((begins + datetime.timedelta(seconds=count * house.speed / LOAD)).timestamp() * 1000)
    ended = time.monotonic()
    wait_until_settled(house, min(until, last))
    return toll, needed, until, time.monotonic() - ended


def run(program, folder, kills, seed, speed):
    """Prints the table; returns what should not have happened."""
    house = House(program, folder, speed, seed, BEGIN)
    try:
        toll, needed, until, settling = play(house, kills, random.Random(seed))
        reckoning = Reckoning(house, until)
        print_table(toll, reckoning)
        print(f"settled {settling:.0f} s after the last start; the page's three days with {reckoning.page_size} appointments"
              f" answered in {reckoning.page_took:.1f} s")
        faults = list(reckoning.faults())
    finally:
        house.stop()
    faults += [f"only {toll.kills[s]} kills in {s}, of {needed} wanted" for s in STRETCHES if toll.kills[s] < needed]
    return faults
