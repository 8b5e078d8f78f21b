"""The two processes of a killing: the phone network, which is never killed, and the server. Their files, their clock."""
import argparse
import contextlib
import datetime
import json
import pathlib
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
UTC = datetime.timezone.utc
SID = "AC00000000000000000000000000000001"
TOKEN = "a token of the phone network alone"
CALLER = "+16175550198"


def usage(description, *words, speed=10):
    """The words on the command line that every killing has, after `words` of its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    for word in words:
        parser.add_argument(word)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=int, default=speed)
    parser.add_argument("--keep", type=pathlib.Path)
    return parser


@contextlib.contextmanager
def folder_for(keep):
    """`keep`, where somebody wants to look into it afterwards, else one that goes again."""
    with tempfile.TemporaryDirectory(prefix="courtesy-kill-") as temporary:
        folder = keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def verdict(faults):
    """Prints them; the exit code."""
    for fault in faults:
        print("VIOLATION:", fault)
    print(f"{len(faults)} violations" if faults else "no violation")
    return 1 if faults else 0


def instant(moment):
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """Both processes have the same clock: it shows `begin` when the phones start, and is `speed` times as fast."""

    def __init__(self, program, folder, speed, seed, begin):
        self.program, self.folder, self.speed, self.seed, self.begin = program, folder, speed, seed, begin
        self.page, self.phones_port = free_port(), free_port()
        self.database = folder / "courtesy.db"
        self.journal = folder / "journal.jsonl"
        self.server = self.phones = None
        self.began = None

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"kill.py: courtesy {' '.join(words[:2])} failed: {done.stderr.strip()}")
        return done.stdout

    def configure(self, allow_list, more=""):
        token = self.folder / "token"
        token.touch(mode=0o600)
        token.write_text(TOKEN + "\n")
        (self.folder / "courtesy.toml").write_text(
            f'database = "courtesy.db"\npublic_url = "http://127.0.0.1:{self.page}"\nallow_list = {json.dumps(allow_list)}\n'
            f'[listen]\nport = {self.page}\n'
            f'[twilio]\nbase_url = "http://127.0.0.1:{self.phones_port}"\naccount_sid = "{SID}"\n'
            f'auth_token_file = "token"\n{more}')
        self.run("account", "create", "--database", str(self.database), "--name", "Harbour Physiotherapy",
                 "--zone", "America/New_York", "--country", "US", "--caller-number", CALLER,
                 "--callback-number", "+16175550199")
        self.key = self.run("key", "make", "--database", str(self.database), "--name", "kill.py", "--kind", "live",
                            "--role", "owner").strip()

    def add_rule(self, *words):
        self.run("rule", "add", "--database", str(self.database), *words)

    def add_history(self, contacts):
        """Eight weeks in which as many contacts an hour were usual: without them the failsafe holds the load back. For
        the house five times as many, since what a node has taken of its volume and not used is lost with it."""
        rows = sqlite3.connect(self.database)
        for week in range(1, 9):
            hour = (self.begin - datetime.timedelta(weeks=week)).replace(minute=0)
            for account, usual in ((0, 5 * contacts), (1, contacts)):
                rows.execute("INSERT INTO tally (account, kind, bucket, contacts, recipients, spent)"
                             " VALUES (?, 'hour', ?, ?, ?, ?)",
                             (account, int(hour.timestamp() * 1000), usual, usual, 40 * usual))
        rows.commit()
        rows.close()

    def clock_words(self):
        return ["--time", f"x{self.speed}", "--start", instant(self.begin), "--since", instant(self.began)]

    def start_phones(self, *more):
        self.began = datetime.datetime.now(UTC)
        url = f"http://127.0.0.1:{self.page}/twilio"
        self.phones = subprocess.Popen(
            [self.program, "phones", "--port", str(self.phones_port), "--account", SID, "--token", TOKEN,
             "--seed", str(self.seed), *more,
             "--journal", str(self.journal), "--own", f"{CALLER}={url}/text/incoming,{url}/call/incoming",
             *self.clock_words()],
            stdout=(self.folder / "phones.log").open("a"), stderr=subprocess.STDOUT)

    def start_server(self):
        self.server = subprocess.Popen(
            [self.program, "serve", "--config", str(self.folder / "courtesy.toml"), *self.clock_words()],
            stdout=(self.folder / "server.log").open("a"), stderr=subprocess.STDOUT)

    def wait_for_server(self):
        for _ in range(2000):
            try:
                self.ask("GET", "/session")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.server.poll() is not None:
                    break
                time.sleep(0.01)
        sys.exit(f"kill.py: the server does not answer; see {self.folder / 'server.log'} (--keep FOLDER keeps it)")

    def kill_server(self):
        self.server.kill()
        self.server.wait()

    def ask(self, method, path, body=None, patience=60):
        request = urllib.request.Request(f"http://127.0.0.1:{self.page}/v1{path}", data=body, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        with urllib.request.urlopen(request, timeout=patience) as answer:
            return json.load(answer)

    def import_calendar(self, calendar):
        return self.ask("POST", "/imports?name=clinic.ics&dry_run=false&consent_who=Pat+Harbour"
                                "&consent_when=2026-06-01&consent_how=registration+form", calendar)

    def now(self):
        """What the clock of both shows."""
        return self.begin + (datetime.datetime.now(UTC) - self.began) * self.speed

    def sleep_until(self, moment):
        passed = (moment - self.begin).total_seconds() / self.speed
        wait = self.began.timestamp() + passed - time.time()
        if wait > 0:
            time.sleep(wait)

    def stopped(self):
        """Why everything stands still, or nothing."""
        rows = self.rows()
        why = rows.execute("SELECT stopped_why FROM account WHERE stopped_at IS NOT NULL UNION ALL SELECT why FROM stop").fetchall()
        rows.close()
        return [row[0] for row in why]

    def rows(self):
        rows = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, isolation_level=None)
        rows.row_factory = sqlite3.Row
        return rows

    def journal_entries(self):
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

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
