#!/usr/bin/env python3
"""Courtesy beside the queues that people use, in one go on this machine, in alternation.

Usage: bench_queue.py BUILD FOLDER PEERS POSTGRES PGDATA [--size N] [--runs N] [--future N] [--long] [--only NAMES]
                      [--results FILE]

BUILD has courtesy and courtesy_bench_queue; databases lie in FOLDER; PEERS has run.mjs and its node_modules. POSTGRES is
a server's URL, PGDATA its folder. A Redis is started in FOLDER, every write of which is synced, and ended.
NAMES are of: enqueue keys dispatch accounts latency future start.
"""
import argparse
import collections
import contextlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import bench_queue_table

TICK = os.sysconf("SC_CLK_TCK")
TESTS = ("enqueue", "keys", "dispatch", "accounts", "latency", "future", "start")
WEEKS = 8
PATIENCE = 900  # s, for one measurement


def stat(pid):
    """Parent, CPU seconds of the process, and of its children that have ended."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / TICK, (int(fields[13]) + int(fields[14])) / TICK


def family(root):
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                parent, used, reaped = stat(int(entry))
                if int(entry) == root:
                    found[root] = used + reaped
                elif parent == root:
                    found[int(entry)] = used
    return found


def exact_seconds(pids):
    """By the processes' own clocks and not by ticks: what hardly does anything is never caught by one."""
    seconds = 0.0
    for pid in pids:
        with contextlib.suppress(OSError):
            seconds += time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3)
    return seconds


def memory_mib(pids):
    """Of a server's processes together: what they share counts once."""
    kilobytes = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1024


def busy_seconds():
    fields = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:3]) + fields[5] + fields[6]) / TICK


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    name = "PostgreSQL"

    def __init__(self, url, data):
        self.admin, self.base = url, url.rsplit("/", 1)[0]
        self.pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        self.made = []

    def sql(self, database, *statements):
        words = [word for statement in statements for word in ("-c", statement)]
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", f"{self.base}/{database}", *words], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"bench_queue.py: {done.stderr.strip()}")
        return done.stdout.strip()

    def make(self, database, template=""):
        self.drop(database)
        self.sql("postgres", f"CREATE DATABASE {database}" + (f" TEMPLATE {template}" if template else ""), "CHECKPOINT")
        self.made.append(database)
        return f"{self.base}/{database}"

    def drop(self, database):
        self.sql("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def end(self):
        for database in dict.fromkeys(self.made):
            self.drop(database)


class Redis:
    name = "Redis"

    def __init__(self, folder):
        self.folder, self.port = folder / "redis", free_port()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder), "--save", "",
             "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid, self.url = self.process.pid, f"redis://127.0.0.1:{self.port}"
        for _ in range(200):
            with contextlib.suppress(OSError):
                self.say("PING")
                return
            time.sleep(0.05)
        self.end()
        sys.exit("bench_queue.py: Redis did not start")

    def say(self, word):
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(f"{word}\r\n".encode())
            return line.recv(100)

    def end(self):
        self.process.terminate()
        self.process.wait()


class Sampler(threading.Thread):
    """A server's most memory while it lives."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.over = server, 0.0, threading.Event()

    def run(self):
        while not self.over.wait(0.5):
            self.most = max(self.most, memory_mib(family(self.server.pid)))

    def end(self):
        self.over.set()
        self.join()
        self.most = max(self.most, memory_mib(family(self.server.pid)))
        return self.most


class Workers:
    """Processes that say `ready`, are told to begin together, and tell what they did."""

    def __init__(self, server, commands, env=None):
        self.server = server
        self.processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
                          for command in commands]
        for process in self.processes:
            if process.stdout.readline().strip() != "ready":
                self.kill()
                sys.exit(f"bench_queue.py: did not begin: {' '.join(process.args)}")

    def kill(self):
        for process in self.processes:
            process.kill()
            process.wait()

    def begin(self):
        for process in self.processes:
            process.stdin.write("\n")
            process.stdin.flush()

    def run(self):
        sampler = Sampler(self.server) if self.server else None
        if sampler:
            sampler.start()
        server_before, own_before, busy_before = family(self.server.pid) if self.server else {}, time.process_time(), busy_seconds()
        began = time.monotonic()
        limit = threading.Timer(PATIENCE, self.kill)
        limit.daemon = True
        limit.start()
        try:
            self.begin()
            lines = [process.stdout.readline() for process in self.processes]
        except BaseException:
            self.kill()
            raise
        wall = time.monotonic() - began
        limit.cancel()
        server_after = family(self.server.pid) if self.server else {}
        busy, own = busy_seconds() - busy_before, time.process_time() - own_before
        for process in self.processes:
            if process.wait() != 0:
                sys.exit(f"bench_queue.py: failed: {' '.join(process.args)}")
        found = [json.loads(line) for line in lines]
        server_cpu = sum(used - server_before.get(pid, 0) for pid, used in server_after.items())
        client_cpu = sum(one.get("cpu_s", 0) for one in found)
        return {"found": found, "wall": wall, "server_cpu": server_cpu, "client_cpu": client_cpu,
                "server_mib": sampler.end() if sampler else 0, "worker_mib": sum(one.get("peak_mib", 0) for one in found),
                "others": max(0.0, busy - own - server_cpu - client_cpu) / wall}


def figures(n, seconds, run, **more):
    return {"per_s": n / seconds, "cpu_us": 1e6 * (run["server_cpu"] + run["client_cpu"]) / n,
            "server_us": 1e6 * run["server_cpu"] / n, "worker_mib": run["worker_mib"], "server_mib": run["server_mib"],
            "others": run["others"], **more}


class Bench:
    def __init__(self, given):
        self.given = given
        self.build, self.folder, self.peers = (path.resolve() for path in (given.build, given.folder, given.peers))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program, self.queue = str(self.build / "courtesy"), str(self.build / "courtesy_bench_queue")
        self.found = collections.defaultdict(list)  # (test, who) to its runs
        self.houses = {}
        self.env = {**os.environ, "BENCH_PEERS": str(self.peers), "NODE_ENV": "production"}
        self.postgres = Postgres(given.postgres, given.pgdata)
        self.redis = Redis(self.folder)

    def note(self, test, who, figure):
        self.found[test, who].append(figure)
        shown = ", ".join(f"{name} {value:,.2f}" if isinstance(value, float) else f"{name} {value}" for name, value in figure.items())
        print(f"  {test:32} {who:28} {shown}", flush=True)

    def call(self, *words):
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env=self.env)
        if done.returncode != 0:
            sys.exit(f"bench_queue.py: {' '.join(map(str, words))}: {done.stderr.strip() or done.stdout.strip()}")

    # --- Courtesy's houses

    def house(self, accounts, clients):
        """A house as a file and as a database, to be copied."""
        name = f"bench_house_{accounts}_{clients}"
        if name not in self.houses:
            file, moved = self.folder / f"{name}.db", self.folder / "moved.db"
            self.forget(file), self.forget(moved)
            self.call(self.queue, "house", file, accounts, clients, WEEKS)
            shutil.copy(file, moved)
            self.postgres.make(name)
            self.call(self.program, "store", "move", f"sqlite:{moved}", f"{self.postgres.base}/{name}")
            self.postgres.sql(name, "VACUUM ANALYZE")
            self.forget(moved)
            self.houses[name] = file
        return name

    def forget(self, file):
        for part in ("", "-wal", "-shm", ".lock"):
            pathlib.Path(f"{file}{part}").unlink(missing_ok=True)

    def copy(self, kind, house):
        if kind == "PostgreSQL":
            return self.postgres.make("bench_work", house)
        file = self.folder / "work.db"
        self.forget(file)
        shutil.copy(self.houses[house], file)
        with open(file, "rb") as copied:
            os.fsync(copied.fileno())
        return str(file)

    def server(self, kind):
        return self.postgres if kind == "PostgreSQL" else None

    def drain(self, kind, where, nodes, spread=0.0):
        since = time.time()
        commands = [[self.queue, "drain", where, f"n{i}", f"{since:.3f}", str(spread)] for i in range(nodes)]
        return Workers(self.server(kind), commands).run()

    def intended(self, kind, where):
        sql = "SELECT COUNT(*) FROM attempt WHERE appointment <= 100000"
        if kind == "PostgreSQL":
            return int(self.postgres.sql(where.rsplit("/", 1)[1], sql))
        import sqlite3
        with contextlib.closing(sqlite3.connect(where)) as rows:
            return rows.execute(sql).fetchone()[0]

    def courtesy_dispatch(self, test, kind, nodes, accounts, clients, ahead=0):
        where = self.copy(kind, self.house(accounts, clients))
        if ahead:
            self.call(self.queue, "ahead", where, ahead)
            if kind == "PostgreSQL":
                self.postgres.sql("postgres", "CHECKPOINT")
        run = self.drain(kind, where, nodes)
        n, due = sum(one["n"] for one in run["found"]), accounts * clients
        if n != due or self.intended(kind, where) != due:
            sys.exit(f"bench_queue.py: {due} were due, {n} were sent and {self.intended(kind, where)} intended")
        seconds = max(one["ended"] for one in run["found"]) - min(one["began"] for one in run["found"])
        who = f"Courtesy, {kind}" + (f", {nodes} nodes" if nodes > 1 else "")
        self.note(test, who, figures(n, seconds, run))

    # --- the others

    def peer_command(self, peer, url, *words):
        return ["node", str(self.peers / "queues" / "run.mjs"), peer, url, *map(str, words)]

    def fresh(self, peer):
        if peer == "bullmq":
            self.redis.say("FLUSHALL")
            return self.redis.url
        return self.postgres.make("bench_peer")

    def peer_server(self, peer):
        return self.redis if peer == "bullmq" else self.postgres

    def peer_run(self, peer, url, *words):
        return Workers(self.peer_server(peer), [self.peer_command(peer, url, *words)], self.env).run()

    def peer_dispatch(self, test, peer, setting, n, ahead=0):
        url = self.fresh(peer)
        if ahead:
            self.call(*self.peer_command(peer, url, "fill", ahead, "ahead"))
        self.call(*self.peer_command(peer, url, "fill", n, "due"))
        run = self.peer_run(peer, url, "drain", n, setting, ahead)
        one = run["found"][0]
        if one["n"] != n:
            sys.exit(f"bench_queue.py: {peer} ran {one['n']} of {n}")
        self.note(test, f"{peer}, {setting}", figures(n, one["ended"] - one["began"], run))

    # --- what is measured

    def enqueue(self):
        singly, bulk = self.given.size // 5, self.given.size
        empty = self.house(20, 1)
        for batch in (1, 1000):
            name = "rows of SQLite, singly" if batch == 1 else "rows of SQLite, in bulk"
            file = self.folder / "rows.db"
            self.forget(file)
            n = singly if batch == 1 else bulk
            run = Workers(None, [[self.queue, "rows", str(file), str(n), str(batch)]]).run()
            self.note("enqueue singly" if batch == 1 else "enqueue in bulk", "SQLite alone", figures(n, run["found"][0]["seconds"], run))
        for kind in ("SQLite", "PostgreSQL"):
            for test, command, n, batch, at_once in (
                    ("enqueue singly", "plan", singly, 1, 1), ("enqueue, 20 at once", "plan", singly, 1, 20),
                    ("enqueue in bulk", "plan", bulk, 1000, 4), ("import in bulk", "import", bulk, 250, 4)):
                where = self.copy(kind, empty)
                run = Workers(self.server(kind), [[self.queue, command, where, str(n), str(n), str(batch), str(at_once)]]).run()
                one = run["found"][0]
                if one["rows"] != n:
                    sys.exit(f"bench_queue.py: {one['rows']} of {n} reminders were planned")
                self.note(test, f"Courtesy, {kind}", figures(n, one["seconds"], run))
        for peer in PEERS:
            for test, words, n in (("enqueue singly", ("add", singly, singly, 1), singly),
                                   ("enqueue, 20 at once", ("add", singly, singly, 20), singly),
                                   ("enqueue in bulk", ("add_all", bulk), bulk)):
                run = self.peer_run(peer, self.fresh(peer), *words)
                self.note(test, peer, figures(n, run["found"][0]["seconds"], run))

    def keys(self):
        n = self.given.size
        keys = 1000
        test = f"{n:,} enqueues of {keys:,} keys"
        empty = self.house(20, 1)
        for kind in ("SQLite", "PostgreSQL"):
            where = self.copy(kind, empty)
            run = Workers(self.server(kind), [[self.queue, "plan", where, str(n), str(keys), "1", "20"]]).run()
            self.note(test, f"Courtesy, {kind}", figures(n, run["found"][0]["seconds"], run, jobs=run["found"][0]["rows"]))
        for peer in PEERS:
            run = self.peer_run(peer, self.fresh(peer), "add", n, keys, 20)
            self.note(test, peer, figures(n, run["found"][0]["seconds"], run, jobs=run["found"][0]["rows"]))

    def dispatch(self):
        n = self.given.size
        for kind, nodes in (("SQLite", 1), ("PostgreSQL", 1), ("PostgreSQL", 3)):
            self.courtesy_dispatch("dispatch", kind, nodes, 1000, max(1, n // 1000))
        for setting in ("safe", "fast"):
            for peer in PEERS:
                self.peer_dispatch("dispatch", peer, setting, n)

    def accounts(self):
        n = max(1000, self.given.size // 5)
        for accounts in (1, 10, 100, 1000):
            for kind in ("SQLite", "PostgreSQL"):
                self.courtesy_dispatch(f"dispatch, {accounts} accounts", kind, 1, accounts, n // accounts)

    def latency(self):
        n, apart = 150, 0.05
        house = self.house(n, 1)
        for kind in ("SQLite", "PostgreSQL"):
            where = self.copy(kind, house)
            self.call(self.queue, "spread", where, apart)
            run = self.drain(kind, where, 1, apart)
            one = run["found"][0]
            self.note("due to start, idle", f"Courtesy, {kind}",
                      {"p50_ms": one["p50_ms"], "p99_ms": one["p99_ms"], "others": run["others"]})
        for peer in PEERS:
            for test, words in (("due to start, idle", ("late", n, 50)), ("call to start, idle", ("pick_up", n))):
                run = self.peer_run(peer, self.fresh(peer), *words)
                one = run["found"][0]
                self.note(test, peer, {"p50_ms": float(one["p50_ms"]), "p99_ms": float(one["p99_ms"]), "others": run["others"]})

    def future(self):
        n = 1000
        for ahead in (10_000, self.given.future) + ((10_000_000,) if self.given.long else ()):
            test = f"claim, {ahead:,} ahead"
            for kind in ("SQLite", "PostgreSQL"):
                self.courtesy_dispatch(test, kind, 1, n, 1, ahead)
            for peer in PEERS if ahead <= self.given.future else ():
                self.peer_dispatch(test, peer, "safe", n, ahead)

    def start(self):
        for kind in ("SQLite", "PostgreSQL"):
            where = self.copy(kind, self.house(1000, 1))
            self.call(self.queue, "ahead", where, self.given.future)
            self.note("server", f"Courtesy, {kind}", serve(self, kind, where))
        for peer in PEERS:
            url = self.fresh(peer)
            self.call(*self.peer_command(peer, url, "fill", self.given.future, "ahead"))
            worker = Workers(self.peer_server(peer), [self.peer_command(peer, url, "idle")], self.env)
            try:
                time.sleep(2)
                self.note("server", peer, idle(worker.processes[0], self.peer_server(peer)))
            finally:
                worker.kill()


PEERS = ("graphile-worker", "pg-boss", "bullmq")


def idle(worker, server, seconds=5):
    """CPU of a second, and memory, while nothing is due."""
    def used():
        return exact_seconds([worker.pid]), exact_seconds(family(server.pid)) if server else 0.0
    before, began = used(), time.monotonic()
    time.sleep(seconds)
    after, wall = used(), time.monotonic() - began
    return {"idle_worker_ms": 1e3 * (after[0] - before[0]) / wall, "idle_server_ms": 1e3 * (after[1] - before[1]) / wall,
            "worker_mib": memory_mib([worker.pid]), "server_mib": memory_mib(family(server.pid)) if server else 0.0}


class Exchange(http.server.BaseHTTPRequestHandler):
    """What the gateway asks a telephone exchange, answered at once: the call is queued."""
    protocol_version = "HTTP/1.1"
    first = None

    def do_POST(self):
        Exchange.first = Exchange.first or time.monotonic()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps({"sid": "CA" + os.urandom(16).hex(), "status": "queued"}).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def serve(bench, kind, where):
    """The server itself: from its start to its first send, then with nothing due."""
    place = bench.folder / "server"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    exchange = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
    threading.Thread(target=exchange.serve_forever, daemon=True).start()
    for name, text in (("token", "a token of the bench alone\n"), ("secret.key", "a key of the bench, as long as such a key must be\n")):
        (place / name).touch(mode=0o600)
        (place / name).write_text(text)
    if kind == "SQLite":
        shutil.copy(where, place / "courtesy.db")
    areas = "631 646 917 718 347 929 332 516 914 845".split()
    port = free_port()
    (place / "courtesy.toml").write_text(
        f'database = "courtesy.db"\npublic_url = "http://127.0.0.1:{port}"\nallow_list = {json.dumps([f"+1{a}555*" for a in areas])}\n'
        f'[listen]\nport = {port}\n[twilio]\nbase_url = "http://127.0.0.1:{exchange.server_port}"\n'
        f'account_sid = "AC00000000000000000000000000000001"\nauth_token_file = "token"\n')
    env = {**os.environ, **({"COURTESY_STORE": where} if kind == "PostgreSQL" else {})}

    def start(begin):
        return subprocess.Popen([bench.program, "serve", "--config", str(place / "courtesy.toml"), "--time", "x1", "--start", begin],
                                stdout=(place / "log").open("a"), stderr=subprocess.STDOUT, env=env)

    def end(server):
        server.terminate()
        server.wait(timeout=60)

    try:
        server = start("2026-05-12T15:00:00Z")
        time.sleep(4)
        found = idle(server, bench.server(kind))
        end(server)
        Exchange.first, began = None, time.monotonic()
        server = start("2026-05-13T18:00:00Z")
        while not Exchange.first and time.monotonic() - began < 60 and server.poll() is None:
            time.sleep(0.005)
        if not Exchange.first:
            sys.exit(f"bench_queue.py: the server sent nothing; see {place / 'log'}")
        found["first_send_ms"] = 1e3 * (Exchange.first - began)
        end(server)
        return found
    finally:
        if server.poll() is None:
            server.kill()
        exchange.shutdown()


def main():
    words = argparse.ArgumentParser(description="Courtesy beside the queues that people use.")
    for name in ("build", "folder", "peers"):
        words.add_argument(name, type=pathlib.Path)
    words.add_argument("postgres")
    words.add_argument("pgdata", type=pathlib.Path)
    words.add_argument("--size", type=int, default=5_000, help="jobs that are due, or planned in bulk")
    words.add_argument("--runs", type=int, default=1)
    words.add_argument("--future", type=int, default=50_000, help="jobs that lie ahead")
    words.add_argument("--long", action="store_true", help="claims with 10,000,000 reminders ahead too")
    words.add_argument("--only", default=",".join(TESTS), help="names, with commas")
    words.add_argument("--results", type=pathlib.Path, help="a file for the table")
    given = words.parse_args()
    names = given.only.split(",")
    if unknown := set(names) - set(TESTS):
        sys.exit(f"bench_queue.py: no {', '.join(unknown)}; there are {', '.join(TESTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench_queue.py: told to end"))
    bench = Bench(given)
    try:
        for run in range(given.runs):
            print(f"run {run + 1} of {given.runs}, load {os.getloadavg()[0]:.1f}", flush=True)
            for name in names:
                getattr(bench, name)()
                # What is known so far is kept, whatever ends the rest.
                text = bench_queue_table.table(bench, given)
                if given.results:
                    given.results.write_text(text)
    finally:
        bench.redis.end()
        bench.postgres.end()
    print(text)


if __name__ == "__main__":
    main()
