#!/usr/bin/env python3
"""Signed-in pages, live while webhooks come in as fast as a busy day's worst minute.

Usage: bench_pages.py BUILD FOLDER [PAGES [RATE]]
A server with 20 accounts, whose calls are answered at RATE (1,000) a second by courtesy_bench_load; PAGES (50) pages over
the accounts, each listening to events and fetching its day again as the page does (bench/pages.mjs). The server has core
0; the pages and the load share core 1, where there are two.
"""
import json
import pathlib
import subprocess
import sys

from bench_webhook import CONNECTIONS, KINDS, Server, cpu_seconds, on_core

CALLS, DAY = 4_000, "2026-05-14"


def memory(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Vm")}


def flood(build, server, rate):
    """Each call's answer, first key and outcome; seconds that it took, requests, their p99 in ms."""
    asked, worst, seconds = 0, 0.0, 0.0
    for kind in KINDS:
        load = [str(build / "courtesy_bench_load"), server.port, str(rate), str(CONNECTIONS), str(server.folder / kind)]
        done = subprocess.run(on_core(1, load), stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{kind}: not every request was answered with 200: {done.stdout}")
        result = json.loads(done.stdout)
        asked, worst, seconds = asked + result["n"], max(worst, result["p99_ms"]), seconds + result["n"] / result["per_s"]
    return asked, worst, seconds


def main():
    build, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    pages = sys.argv[3] if len(sys.argv) > 3 else "50"
    rate = sys.argv[4] if len(sys.argv) > 4 else "1000"
    folder.mkdir(parents=True, exist_ok=True)
    server = Server("courtesy", [str(build / "courtesy_bench_hooks"), str(folder), str(CALLS)], folder)
    before = memory(server.process.pid)
    script = pathlib.Path(__file__).resolve().parent.parent / "bench" / "pages.mjs"
    watching = subprocess.Popen(on_core(1, ["node", str(script), server.port, pages, DAY, str(folder / "sessions")]),
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if watching.stdout.readline().strip() != "live":
        sys.exit("the pages did not open")
    worked = cpu_seconds(server.process.pid)
    asked, worst, seconds = flood(build, server, rate)
    worked = cpu_seconds(server.process.pid) - worked
    watching.stdin.write("over\n")
    watching.stdin.flush()
    seen = json.loads(watching.stdout.readline())
    after = memory(server.process.pid)
    server.end()
    print(f"{pages} pages live in 20 accounts of {CALLS // 20} clients, {asked:,} webhooks in {seconds:.1f} s ({asked / seconds:,.0f}/s)")
    print(f"  the pages' requests               {seen['requests']:,}, {seen['refused']} refused; a day is {seen['day_bytes'] / 1024:.0f} KiB")
    print(f"  from asking to the whole answer   {seen['p50_ms']:.1f} ms (p50), {seen['p99_ms']:.1f} ms (p99), {seen['most_ms']:.1f} ms (most)")
    print(f"  events that the pages were told   {seen['events']:,}, {seen['gaps']} left out")
    print(f"  the final state after the last    {seen['latest_ms']:.0f} ms at the latest; {seen['wrong']} pages show another")
    print(f"  webhooks meanwhile, p99           {worst:.1f} ms")
    print(f"  the server's processor time       {100 * worked / seconds:.0f} % of a core")
    print(f"  its memory                        {before['VmRSS']:.0f} MiB before, {after['VmRSS']:.0f} MiB after, {after['VmHWM']:.0f} MiB at its peak")
    sys.exit(1 if seen["wrong"] or seen["gaps"] or seen["refused"] else 0)


if __name__ == "__main__":
    main()
