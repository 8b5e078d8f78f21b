"""What bench_queue.py found, as the page that is kept: ratios first."""
import datetime
import os
import pathlib
import statistics
import subprocess

SAFE = ("graphile-worker, safe", "pg-boss, safe", "bullmq, safe")


def said_by(*command):
    with open(os.devnull) as nothing:
        done = subprocess.run(command, capture_output=True, text=True, stdin=nothing)
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else "?"


def machine(bench, given):
    model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "?")
    versions = {name: __import__("json").loads((bench.peers / "node_modules" / name / "package.json").read_text())["version"]
                for name in ("graphile-worker", "pg-boss", "bullmq")}
    others = [figure["others"] for figures in bench.found.values() for figure in figures if "others" in figure]
    return [
        f"{datetime.date.today().isoformat()}; {model}, {os.cpu_count()} cores, {said_by('uname', '-sr')}; "
        f"{bench.postgres.sql('postgres', 'SELECT version()').split(' (')[0]} (fsync, synchronous_commit, full_page_writes on), "
        f"{said_by('redis-server', '--version').split(' sha')[0]} (append-only file, fsync always), Node {said_by('node', '--version')}, "
        + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".",
        f"{given.runs} run{'s' if given.runs > 1 else ''}, in alternation, {given.size:,} jobs; {given.future:,} ahead. Medians. "
        f"Other work took {statistics.median(others):.2f} cores in the median, {max(others):.2f} at most, while it was measured"
        + (": **so the ratios of what waits for the disk say little.**" if statistics.median(others) > 0.5 else "."),
    ]


class Medians:
    def __init__(self, found):
        self.found = found

    def __call__(self, test, who, name):
        values = [figure[name] for figure in self.found.get((test, who), []) if name in figure]
        return statistics.median(values) if values else None

    def tests(self):
        return list(dict.fromkeys(test for test, _ in self.found))

    def whos(self, test):
        return [who for one, who in self.found if one == test]


def ratio(a, b):
    return None if a is None or not b else a / b


def ratios(of, given):
    """What was aimed at, what came out."""
    rows = []

    def row(what, aim, value, form="{:.2f}"):
        if value is not None:
            rows.append(f"| {what} | {aim} | {form.format(value)} |")

    def dispatch(who, name="per_s"):
        return of("dispatch", who, name)

    for peer in ("graphile-worker", "pg-boss"):
        for who in ("Courtesy, PostgreSQL", "Courtesy, PostgreSQL, 3 nodes"):
            row(f"dispatch: {who}, of {peer}'s safe rate", "≥ 5, aiming at 8", ratio(dispatch(who), dispatch(f"{peer}, safe")))
            row(f"processor time of a job, client and server: {who}, of {peer}'s safe one", "≤ 0.20, aiming at 0.14",
                ratio(dispatch(who, "cpu_us"), dispatch(f"{peer}, safe", "cpu_us")))
    for peer in ("graphile-worker", "pg-boss"):
        row(f"dispatch: Courtesy, PostgreSQL, of {peer}'s fast rate", "", ratio(dispatch("Courtesy, PostgreSQL"), dispatch(f"{peer}, fast")))
    row("dispatch: Courtesy, SQLite, of BullMQ's safe rate", "≥ 2.5", ratio(dispatch("Courtesy, SQLite"), dispatch("bullmq, safe")))
    row("processor time of a job: Courtesy, SQLite", "≤ 60 µs", dispatch("Courtesy, SQLite", "cpu_us"), "{:.0f} µs")
    bulk = "enqueue in bulk"
    row("planning in bulk, SQLite, of SQLite's own unique rows", "≥ 0.70", ratio(of(bulk, "Courtesy, SQLite", "per_s"), of(bulk, "SQLite alone", "per_s")))
    row("planning in bulk, PostgreSQL, of graphile-worker's", "≥ 2", ratio(of(bulk, "Courtesy, PostgreSQL", "per_s"), of(bulk, "graphile-worker", "per_s")))
    for kind in ("SQLite", "PostgreSQL"):
        who = f"Courtesy, {kind}"
        row(f"due to a durable intent that leaves, idle, {kind}: p50", "≤ 5 ms", of("due to start, idle", who, "p50_ms"), "{:.1f} ms")
        row(f"the same: p99", "≤ 50 ms", of("due to start, idle", who, "p99_ms"), "{:.1f} ms")
        for ahead in (given.future, 10_000_000):
            row(f"a claim's processor time with {ahead:,} ahead, of that with 10,000, {kind}", "≤ 1.5",
                ratio(of(f"claim, {ahead:,} ahead", who, "cpu_us"), of("claim, 10,000 ahead", who, "cpu_us")))
        row(f"idle: processor time a second, {kind} (the database's in addition: see below)", "≤ 2 ms", of("server", who, "idle_worker_ms"), "{:.1f} ms")
        row(f"memory of the server, {kind}", "≤ 100 MiB", of("server", who, "worker_mib"), "{:.0f} MiB")
        row(f"from the start to the first send, {kind}", "≤ 2 s", ratio(of("server", who, "first_send_ms"), 1000), "{:.2f} s")
    return rows


COLUMNS = {"per_s": ("a second", "{:,.0f}"), "cpu_us": ("processor time", "{:,.0f} µs"), "server_us": ("of it the database's", "{:,.0f} µs"),
           "jobs": ("jobs", "{:,.0f}"), "p50_ms": ("p50", "{:.1f} ms"), "p99_ms": ("p99", "{:.1f} ms"),
           "idle_worker_ms": ("worker, a second", "{:.1f} ms"), "idle_server_ms": ("database, a second", "{:.1f} ms"),
           "worker_mib": ("worker", "{:.0f} MiB"), "server_mib": ("database", "{:.0f} MiB"),
           "first_send_ms": ("start to first send", "{:,.0f} ms"), "others": ("other work", "{:.2f} cores")}


def details(of):
    lines = []
    for test in of.tests():
        whos = of.whos(test)
        names = [name for name in COLUMNS if any(of(test, who, name) is not None for who in whos)]
        lines += ["", f"### {test[0].upper()}{test[1:]}", "| | " + " | ".join(COLUMNS[name][0] for name in names) + " |",
                  "|---|" + "---|" * len(names)]
        for who in whos:
            cells = [of(test, who, name) for name in names]
            lines.append(f"| {who} | " + " | ".join("" if cell is None else COLUMNS[name][1].format(cell)
                                                    for name, cell in zip(names, cells)) + " |")
    return lines


def table(bench, given):
    of = Medians(bench.found)
    return "\n".join(
        ["# Courtesy beside the queues that people use", "", "Written by `./dev bench queue` (docs/reference/bench.md says what each line is).", ""]
        + machine(bench, given) + ["", "## Ratios", "| | aim | |", "|---|---|---|"] + ratios(of, given) + ["", "## Figures"] + details(of)) + "\n"
