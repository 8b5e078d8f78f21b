#!/usr/bin/env python3
"""Three nodes of one house on PostgreSQL, one of which is killed every two seconds at full load; the phones are asked.

Usage: nodes.py PROGRAM POSTGRES [--seconds N] [--roles] [--pause] [--restart COMMAND] [--seed N] [--speed X] [--keep FOLDER]

POSTGRES is a server's URL; the house has a database of its own there. The phone network runs over HTTP in a process that
is never killed. In front of the nodes is a door that hands each connection to a node that lives, as a load balancer does.
Every fourth client has six appointments in a row, so that caps bite. With --pause a node is also stopped (SIGSTOP) for
longer than its lease, and goes on; COMMAND ends the database in the middle of its work, and starts it again, every
20 seconds. With --roles the first node is a web node, which alone is asked and never sends, and the others are workers, which
alone are killed. Afterwards, by the network's journal:
  doubled   a person had more than one call or text for one reminder, or more contacts than the caps allow
  vanished  a reminder that was due reached nobody, and nobody was told so
"""
import collections
import csv
import datetime
import io
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time

import aimed
from house import House, folder_for, free_port, usage, verdict

NODES = 3
MANY = 6  # appointments of every fourth client; three texts a day are the cap
DAY_CAP = 3


class Rows:
    """What psql answers, in the manner of sqlite3."""

    class Row(dict):
        def __getitem__(self, key):
            return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)

    def __init__(self, url):
        self.url = url

    def execute(self, sql, values=()):
        for value in values:
            sql = sql.replace("?", str(int(value)), 1)
        done = subprocess.run(["psql", "--csv", "-X", "-q", self.url, "-c", sql], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"nodes.py: {done.stderr.strip()}")
        self.found = [self.Row({k: self.value(v) for k, v in row.items()}) for row in csv.DictReader(io.StringIO(done.stdout))]
        return self

    @staticmethod
    def value(text):
        if text in ("t", "f"):
            return text == "t"
        return int(text) if text.lstrip("-").isdigit() else text or None

    def fetchall(self):
        return self.found

    def fetchone(self):
        return self.found[0] if self.found else None

    def __iter__(self):
        return iter(self.found)

    def close(self):
        pass


class Door:
    """Hands each connection to the next port that takes it."""

    def __init__(self, port, ports):
        self.ports, self.turn = ports, 0
        self.listener = socket.create_server(("127.0.0.1", port), backlog=256)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.hand_over, args=(client,), daemon=True).start()

    def hand_over(self, client):
        for _ in self.ports:
            self.turn += 1
            try:
                node = socket.create_connection(("127.0.0.1", self.ports[self.turn % len(self.ports)]), timeout=5)
            except OSError:
                continue
            node.settimeout(60)
            threading.Thread(target=self.pump, args=(client, node), daemon=True).start()
            return self.pump(node, client)
        client.close()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class SharedHouse(House):
    """The same house, with its data on a server and several nodes at work on it."""

    def __init__(self, program, folder, speed, seed, begin, postgres, roles):
        super().__init__(program, folder, speed, seed, begin)
        name = f"courtesy_{os.getpid()}"
        subprocess.run(["psql", "-X", "-q", postgres, "-c", f"CREATE DATABASE {name}"], check=True)
        self.postgres = postgres
        self.url = postgres.rsplit("/", 1)[0] + "/" + name
        self.name = name
        self.ports = [free_port() for _ in range(NODES)]
        self.servers = [None] * NODES
        self.roles = ["web"] + ["worker"] * (NODES - 1) if roles else ["all"] * NODES
        self.senders = [n for n, role in enumerate(self.roles) if role != "web"]
        self.door = Door(self.page, [port for port, role in zip(self.ports, self.roles) if role != "worker"])
        key = secrets.token_urlsafe(32)
        for place in [folder] + [folder / f"node{n}" for n in range(NODES)]:
            place.mkdir(exist_ok=True)
            (place / "secret.key").touch(mode=0o600)
            (place / "secret.key").write_text(key + "\n")
        os.environ["COURTESY_STORE"] = self.url

    def configure(self, allow_list, more=""):
        super().configure(allow_list, more)
        whole = (self.folder / "courtesy.toml").read_text()
        for n, port in enumerate(self.ports):
            place = self.folder / f"node{n}"
            (place / "token").touch(mode=0o600)
            (place / "token").write_text((self.folder / "token").read_text())
            (place / "courtesy.toml").write_text(whole.replace(f"port = {self.page}", f"port = {port}"))

    def add_history(self, contacts):
        rows = self.rows()
        for week in range(1, 9):
            hour = int((self.begin - datetime.timedelta(weeks=week)).replace(minute=0).timestamp() * 1000)
            for account, usual in ((0, 5 * contacts), (1, contacts)):
                rows.execute("INSERT INTO tally (account, kind, bucket, contacts, recipients, spent)"
                             f" VALUES ({account}, 'hour', {hour}, {usual}, {usual}, {40 * usual})")

    def start_node(self, n):
        self.servers[n] = subprocess.Popen(
            [self.program, "serve", "--config", str(self.folder / f"node{n}" / "courtesy.toml"), *self.clock_words()],
            stdout=(self.folder / f"node{n}.log").open("a"), stderr=subprocess.STDOUT,
            env={**os.environ, "COURTESY_NODE": f"node{n}", "COURTESY_ROLE": self.roles[n]})

    def kill_node(self, n):
        self.servers[n].kill()
        self.servers[n].wait()

    def start_server(self):
        for n in range(NODES):
            self.start_node(n)
        self.server = self.servers[0]

    def rows(self):
        return Rows(self.url)

    def journal_entries(self):
        """Without our answers to what somebody wrote: they are no reminders."""
        return [entry for entry in super().journal_entries() if " visits. 1: " not in entry.get("text", "")]

    def stop(self):
        for server in self.servers:
            if server and server.poll() is None:
                server.send_signal(signal.SIGCONT)
                server.terminate()
                try:
                    server.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    server.kill()
                    print("a node did not end at SIGTERM within 30 s")
        self.server = None
        super().stop()
        os.environ.pop("COURTESY_STORE", None)
        subprocess.run(["psql", "-X", "-q", self.postgres, "-c", f"DROP DATABASE {self.name} WITH (FORCE)"], check=False)


def calendar(count, speed):
    """aimed.calendar(), in which every fourth client of texts has MANY appointments, an hour apart."""
    lines = aimed.calendar(count, speed).decode().split("\r\n")[:-2]
    begins = aimed.first_due(count, speed) + datetime.timedelta(hours=27) + aimed.NEW_YORK
    for client in range(0, count // 2, 4):
        for more in range(1, MANY):
            start = begins + datetime.timedelta(seconds=(2 * client + 10 * more) * speed / aimed.LOAD)
            lines += ["BEGIN:VEVENT", f"UID:{client}.{more}@kill.example", "DTSTAMP:20260601T120000Z",
                      f"DTSTART;TZID=America/New_York:{start:%Y%m%dT%H%M%S}", "DURATION:PT30M",
                      f"SUMMARY:Client {client} +1646555{client:04d}", "END:VEVENT"]
    return "\r\n".join(lines + ["END:VCALENDAR", ""]).encode()


def play(house, seconds, pause, restart, chance):
    aimed.open_busy(house)
    count = aimed.LOAD * (seconds + 5)
    taken = house.import_calendar(calendar(count, house.speed))
    print(f"{taken['added']} appointments taken in; {NODES} nodes, a kill every 2 s for {seconds} s", flush=True)
    begins = aimed.first_due(count, house.speed)
    if house.now() > begins:
        raise SystemExit("nodes.py: the import took so long that reminders were due before it ended")
    house.sleep_until(begins)
    kills = pauses = restarts = 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(2 - chance.uniform(0, 0.4))
        n = chance.choice(house.senders)
        house.kill_node(n)
        kills += 1
        if pause and kills % 8 == 4:
            stopped = house.servers[chance.choice([m for m in house.senders if m != n])]
            stopped.send_signal(signal.SIGSTOP)
            threading.Timer(100 / house.speed, stopped.send_signal, [signal.SIGCONT]).start()  # the lease is 90 s
            pauses += 1
        if restart and kills % 10 == 7:
            subprocess.run(restart, shell=True, check=True, stdout=subprocess.DEVNULL)
            restarts += 1
        time.sleep(chance.choice([0.0, 0.1, 0.4]))
        house.start_node(n)
    house.server = next(server for server in house.servers if server.poll() is None)
    house.wait_for_server()
    # Until the last has fallen due: what the network saw is then all of what the house was to do.
    last = begins + datetime.timedelta(seconds=(count + 10 * MANY) * house.speed / aimed.LOAD)
    house.sleep_until(last)
    until = int(last.timestamp() * 1000)
    aimed.wait_until_settled(house, until)
    return kills, pauses, restarts, until


def over_the_caps(house):
    """Numbers with more contacts in any 24 hours than the cap, by the network's journal."""
    at = collections.defaultdict(list)
    for entry in house.journal_entries():
        if entry["what"] in ("call_accepted", "text_accepted") and entry["from"] == aimed.CALLER:
            at[entry["to"]].append(entry["at"])
    return {number: len(times) for number, times in at.items() if len(times) > DAY_CAP}


def check(house, kills, pauses, restarts, until):
    reckoning = aimed.Reckoning(house, until)
    reminders = collections.Counter(row["number"] for row in reckoning.due)
    faults = [f"OVER THE CAP: {number} had {count} contacts" for number, count in over_the_caps(house).items()]
    fates = collections.Counter()
    for row in reckoning.due:
        if reminders[row["number"]] == 1:
            fate = reckoning.fate(row)
            fates[fate] += 1
            if fate in ("doubled", "vanished", "without an end"):
                faults.append(f"{fate.upper()}: appointment {row['appointment']}, {row['channel']} to {row['number']}: {row['state']} ({row['reason']})")
        elif row["state"] in ("waiting", "intended") and not row["asked_for"]:
            faults.append(f"WITHOUT AN END: appointment {row['appointment']}: {row['state']} ({row['reason']})")
        else:
            fates[f"of many: {row['state']}"] += 1
    for number, count in reminders.items():
        if count > 1 and reckoning.reached[number] > count:
            faults.append(f"DOUBLED: {number} had {reckoning.reached[number]} contacts for {count} reminders")
    faults += [f"everything is stopped: {why}" for why in reckoning.stopped]
    by_node = {row["node"]: row["n"] for row in house.rows().execute(
        "SELECT node, COUNT(*) AS n FROM attempt WHERE account = 1 GROUP BY node ORDER BY node")}
    capped = house.rows().execute("SELECT COUNT(*) AS n FROM reminder WHERE account = 1 AND reason = 'recipient_cap'").fetchone()["n"]
    print(f"{kills} kills, {pauses} pauses, {restarts} restarts of the database; attempts by node: " + ", ".join(f"{k} {v}" for k, v in by_node.items()))
    print(f"{capped} reminders wait for tomorrow, since their recipients have had {DAY_CAP} contacts today")
    if capped == 0:
        faults.append("nobody was spared by a cap: it was not tried")
    print(f"{len(reckoning.due)} reminders were due: " + ", ".join(f"{v} {k}" for k, v in sorted(fates.items())))
    wanted = {f"node{n}" for n in house.senders}
    if set(by_node) != wanted:
        faults.append(f"{', '.join(sorted(by_node))} have sent, where {', '.join(sorted(wanted))} were to")
    return faults


def main():
    words = usage("Kills nodes of one house on PostgreSQL, and asks the phones.", "postgres")
    words.add_argument("--seconds", type=int, default=20)
    words.add_argument("--roles", action="store_true")
    words.add_argument("--pause", action="store_true")
    words.add_argument("--restart", help="a shell command")
    given = words.parse_args()
    with folder_for(given.keep) as folder:
        house = SharedHouse(given.program, folder, given.speed, given.seed, aimed.BEGIN, given.postgres, given.roles)
        try:
            faults = check(house, *play(house, given.seconds, given.pause, given.restart, random.Random(given.seed)))
        finally:
            house.stop()
    return verdict(faults)


if __name__ == "__main__":
    sys.exit(main())
