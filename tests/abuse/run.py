"""`make abuse`: each attack for a minute while a hundred people talk, and whether any of them notices.

    python -m tests.abuse.run --seconds 60 --attackers 10 --only cluster --attack pages,cursors --keep

An attack passes if answers to others take at most twice as long (p99), or less than 20 ms, nothing of theirs is
refused or lost, memory grows by 64 MiB at most, and the attacker is answered that it is too much. `--keep` writes the
figures to bench/results.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import uvloop

from bench.figures import machine
from tests.abuse.attacks import ALL, BY_NAME
from tests.abuse.attacks.attack import Attack
from tests.abuse.campaign import Outcome, Size, abuse
from tests.abuse.stage import MOST_ATTACKERS, Kind, open_stage

RESULTS = Path(__file__).parents[2] / "bench/results"
KINDS: tuple[Kind, ...] = ("sqlite", "cluster")
PEOPLE = 100
QUIET_SHARE = 1 / 3
SHOWN = 3


def main() -> int:
    options = parsed()
    chosen = [BY_NAME[name] for name in options.attack.split(",")] if options.attack else list(ALL)
    size = Size(options.seconds, options.seconds * QUIET_SHARE, options.attackers)
    stages: dict[str, Any] = {}
    for kind in [options.only] if options.only else KINDS:
        outcomes = one_stage(kind, chosen, size)
        stages[kind] = [outcome.figures() for outcome in outcomes]
    failed = any(outcome["faults"] for outcomes in stages.values() for outcome in outcomes)
    if options.keep:
        keep(stages)
    return 1 if failed else 0


def one_stage(kind: Kind, chosen: list[Attack], size: Size) -> list[Outcome]:
    print(f"\n{kind}: {PEOPLE} people, {size.attackers} attackers, {size.seconds:g} s an attack", flush=True)
    print(f"  {'attack':14}{'p99 ms':>8}{'before':>8}{'memory':>11}   answers to the attacker", flush=True)
    folder = Path(tempfile.mkdtemp(prefix=f"parley-abuse-{kind}-"))
    with open_stage(kind, folder, PEOPLE) as stage, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcomes = runner.run(abuse(stage, chosen, size, tell))
    if any(outcome.faults for outcome in outcomes):
        print(f"  The server's log is in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return outcomes


def tell(outcome: Outcome) -> None:
    figures = outcome.figures()
    often = sorted(outcome.told.items(), key=lambda item: -item[1])[:SHOWN]
    said = ", ".join(f"{what} {count:,} times" for what, count in often)
    took, before = figures["ack_p99_ms"], figures["ack_p99_ms_undisturbed"]
    grown = f"+{figures['memory_grown_mb']:.1f} MiB"
    print(f"  {outcome.attack.name:14}{took:8.1f}{before:8.1f}{grown:>11}   {said}", flush=True)
    for fault in outcome.faults:
        print(f"    FAILED: {fault}", flush=True)


def keep(stages: dict[str, Any]) -> None:
    about = machine()
    results = {"machine": about, "command": f"make abuse {' '.join(sys.argv[1:])}", "stages": stages}
    path = RESULTS / f"{about['date']}-{about['commit']}-abuse.json"
    path.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nwritten to {path}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="how long each attack lasts")
    parser.add_argument("--attackers", type=int, default=MOST_ATTACKERS, choices=range(1, MOST_ATTACKERS + 1))
    parser.add_argument("--only", choices=KINDS, help="one stage alone")
    parser.add_argument("--attack", help=f"some, comma-separated: {', '.join(BY_NAME)}")
    parser.add_argument("--keep", action="store_true", help="write the figures to bench/results")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
