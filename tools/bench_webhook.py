#!/usr/bin/env python3
"""A webhook's whole answer, beside what a builder of a phone application would otherwise use.

Usage: bench_webhook.py BUILD FOLDER PEERS [CALLS]
BUILD has courtesy_bench_hooks and courtesy_bench_load; databases and requests are made in FOLDER; PEERS has the Node
applications and their node_modules. Each server has core 0 and the load core 1, where there are two; they take turns.

Each call is asked three things: its first document, its first key (both move its state and are kept), and the key that
confirms (an outcome: durable before it is told). Courtesy keeps all three, the peers keep nothing. First as fast as 32
connections can ask, then 1,000 a second by the clock.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

KINDS = ("answers", "keys", "outcomes")
RATE, CONNECTIONS = 1000, 32


def on_core(core, command):
    return (["taskset", "-c", str(core)] if os.cpu_count() > 1 else []) + command


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, name, command, folder):
        self.name, self.folder = name, folder
        env = {**os.environ, "NODE_ENV": "production"}
        self.process = subprocess.Popen(on_core(0, command), stdout=subprocess.PIPE, text=True, env=env)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            sys.exit(f"{name} did not start")

    def ask(self, build, kind, rate, first, count):
        before = cpu_seconds(self.process.pid)
        load = [str(build / "courtesy_bench_load"), self.port, str(rate), str(CONNECTIONS), str(self.folder / kind)]
        done = subprocess.run(on_core(1, load + [str(first), str(count)]), stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.name}, {kind}: not every request was answered with 200: {done.stdout}")
        result = json.loads(done.stdout)
        result["cpu_us"] = 1e6 * (cpu_seconds(self.process.pid) - before) / result["n"]
        return result

    def end(self):
        self.process.terminate()
        self.process.wait()


def disk_p99(folder):
    """The 99th percentile of fdatasync after 4 kB, in ms."""
    path, times = folder / "synced", []
    with open(path, "wb", buffering=0) as file:
        for _ in range(300):
            file.write(b"x" * 4096)
            began = time.monotonic()
            os.fdatasync(file.fileno())
            times.append(1e3 * (time.monotonic() - began))
    path.unlink()
    return statistics.quantiles(times, n=100)[98]


def measure(build, server, calls):
    """Half of the calls as fast as can be, the other half by the clock; kinds in the order of a call."""
    half, found = calls // 2, {}
    warm = min(200, half // 4)
    for kind in KINDS:
        server.ask(build, kind, 0, 0, warm)
        found[kind] = {"fast": server.ask(build, kind, 0, warm, half - warm),
                       "by_clock": server.ask(build, kind, RATE, half, calls - half)}
    return found


def table(results, fsync):
    print(f"\n{'':10} {'':9} {'requests/s':>10} {'CPU us':>8} {'of Express':>10} {'p50 ms':>8} {'p99 ms':>8}   (at {RATE}/s)")
    for kind in KINDS:
        express = results["express"][kind]["fast"]["cpu_us"]
        for name, found in results.items():
            fast, by_clock = found[kind]["fast"], found[kind]["by_clock"]
            print(f"{kind:10} {name:9} {fast['per_s']:10,.0f} {fast['cpu_us']:8.1f} {fast['cpu_us'] / express:10.2f} "
                  f"{by_clock['p50_ms']:8.2f} {by_clock['p99_ms']:8.2f}")
    print(f"fdatasync of 4 kB on the same disk, p99: {fsync:.2f} ms")


def main():
    build, folder, peers = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    calls = int(sys.argv[4]) if len(sys.argv) > 4 else 12_000
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["node", str(peers / "requests.mjs"), str(folder), str(calls)], check=True)
    results = {}
    for name in ("express", "fastify"):
        server = Server(name, ["node", str(peers / f"{name}.mjs")], folder)
        results[name] = measure(build, server, calls)
        server.end()
    server = Server("courtesy", [str(build / "courtesy_bench_hooks"), str(folder), str(calls)], folder)
    results["courtesy"] = measure(build, server, calls)
    server.end()
    table(results, disk_p99(folder))


if __name__ == "__main__":
    main()
