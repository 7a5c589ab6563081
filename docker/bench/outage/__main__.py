"""The outage drill as a benchmark; see outage.sh."""

import argparse
import asyncio
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import report
from candidates import CANDIDATES, Setting
from client import Clients
from phases import ALL_UP, KNOWN_AFTER_SECONDS, PHASES, Drill
from upstreams import Upstreams, free_port

START_SECONDS = 60
STOP_SECONDS = 10


def main():
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    upstreams = Upstreams(options.rtt / 1000)
    results, missed = {}, []
    try:
        for candidate in options.candidates:
            if not candidate.is_installed():
                print(f"{candidate.title} is left out: {candidate.version[0]} is not installed", file=sys.stderr)
                continue
            phases = [p for p in options.phases if not candidate.phases or p.key in candidate.phases]
            if phases:
                results[candidate.full_title()] = _measure(candidate, phases, upstreams, options)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        upstreams.close()
    print(f"\n{report.table(options.phases, results)}\n\n{report.explanation(options.rate, options.seconds)}")
    if options.check:
        for title, figures in results.items():
            for phase in options.phases:
                if phase.key in figures:
                    missed += [f"{title}, {phase.title}: {miss}" for miss in figures[phase.key].misses(phase)]
        print("\n".join(missed) or "\nevery target is met")
        return 1 if missed or not results else 0
    return 0


def _measure(candidate, phases, upstreams, options):
    """Starts a resolver, runs the phases against it, stops it."""
    title = candidate.full_title()
    upstreams.behave(*ALL_UP)
    folder = tempfile.mkdtemp(prefix="outage-")
    os.chmod(folder, 0o755)
    setting = Setting(folder, free_port(["127.0.0.1"]), upstreams.port)
    with open(os.path.join(folder, "output"), "wb") as output:
        process = subprocess.Popen(
            candidate.command(setting), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder
        )
    try:
        return asyncio.run(_run(process, title, setting, phases, upstreams, options))
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _run(process, title, setting, phases, upstreams, options):
    clients = Clients(setting.port)
    await clients.open()
    drill = Drill(clients, upstreams, options.rate, options.seconds)
    await _until_it_answers(process, title, setting, clients)
    await drill.warm(options.warm)
    figures = {}
    gc.collect()
    gc.disable()
    for phase in phases:
        figures[phase.key] = await drill.run(phase)
        print(report.line(title, phase, figures[phase.key]), flush=True)
        if process.poll() is not None:
            _gave_up(f"{title} ended by itself", setting)
    gc.enable()
    clients.close()
    return figures


async def _until_it_answers(process, title, setting, clients):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        asked = await clients.ask([f"start{time.monotonic_ns()}.example"], 5)
        if asked[0].correct:
            return
    _gave_up(f"{title} does not answer", setting)


def _gave_up(what, setting):
    with open(os.path.join(setting.folder, "output"), encoding="utf-8", errors="replace") as output:
        sys.exit(f"outage: {what}; its output:\n{output.read()}")


def _options():
    parser = argparse.ArgumentParser(
        prog="outage.sh",
        description="Three scripted upstreams break in turn; the share of right answers is counted.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="candidates: " + ", ".join(c.key for c in CANDIDATES) + "\nphases: " + ", ".join(p.key for p in PHASES),
    )
    parser.add_argument("--candidates", type=_chosen(CANDIDATES), default=CANDIDATES, help="all unless told")
    parser.add_argument("--phases", type=_chosen(PHASES), default=PHASES, help="all unless told")
    parser.add_argument("--rate", type=int, default=100, help="questions a second (%(default)s)")
    parser.add_argument("--seconds", type=float, default=6, help="length of a phase (%(default)s)")
    parser.add_argument("--warm", type=float, default=5, help="seconds of load before the first phase, and one over TCP (%(default)s)")
    parser.add_argument("--rtt", type=float, default=0, help="milliseconds that every upstream takes (%(default)s)")
    parser.add_argument("--check", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args()
    if options.seconds <= KNOWN_AFTER_SECONDS:
        parser.error(f"--seconds: more than {KNOWN_AFTER_SECONDS:g} are needed for an outage to be known")
    return options


def _chosen(things):
    def convert(text):
        keys = text.split(",")
        unknown = set(keys) - {thing.key for thing in things}
        if unknown:
            known = ", ".join(thing.key for thing in things)
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {known}")
        return [thing for thing in things if thing.key in keys]

    return convert


if __name__ == "__main__":
    sys.exit(main())
