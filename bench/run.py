"""`make bench`: what the budgets name, three times each, the medians kept with the machine that they were taken on.

    python -m bench.run                        everything, as a table
    python -m bench.run --only mix,open-loop   some of it
    python -m bench.run --keep                 also writes bench/results/<date>-<commit>.json and .md
    python -m bench.run --quick                once, small and short: to see that it runs, not how fast

Compare figures of one run only: machines differ, and a busy one differs from itself.
"""

import argparse
import json
import resource
import shlex
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from bench.figures import Row, machine, table
from bench.processes import ROOT
from bench.rows import backups, rates, refusals, searches, stays
from bench.rows.scene import Measured, Scene

ROWS: dict[str, Callable[[Scene], Measured]] = {
    "start": stays.start,
    "first-load": stays.first_load,
    "fan-out": rates.fan_out,
    "delivery": rates.delivery,
    "mix": rates.mix,
    "mixed": rates.mixed,
    "followers": rates.followers,
    "open-loop": rates.open_loop,
    "pages": stays.pages,
    "absence": stays.absence,
    "cut": stays.cut,
    "idle": stays.idle,
    "signals": stays.signals,
    "refusals": refusals.refusals,
    "search": searches.search,
    "search-sends": searches.search_sends,
    "backup": backups.backup,
}
TIMES, SECONDS = 3, 4.0
QUICK_SECONDS, QUICK_SHARE = 0.5, 0.02
FILES = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="ROWS", help=f"some, comma-separated: {', '.join(ROWS)}")
    parser.add_argument("--keep", action="store_true", help="write the results to bench/results")
    parser.add_argument("--quick", action="store_true", help="once, small and short")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is taken")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each rate is counted")
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else list(ROWS)
    if unknown := set(chosen) - ROWS.keys():
        parser.error(f"there is no row {', '.join(sorted(unknown))}: there are {', '.join(ROWS)}")
    allow_many_sockets()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running or lying about
    times, seconds, share = (1, QUICK_SECONDS, QUICK_SHARE) if options.quick else (options.times, options.seconds, 1.0)
    taken_on = machine()
    with Scene(seconds=seconds, times=times, share=share) as scene:
        rows, figures = measured(scene, chosen)
    print(f"\n{table(rows)}")
    if options.keep:
        keep(rows, figures, taken_on)
    if any(row.measured.startswith("not measured") for row in rows):
        sys.exit(1)


def measured(scene: Scene, chosen: list[str]) -> tuple[list[Row], dict[str, Any]]:
    """A row that cannot be measured is said to be so, and takes no other along."""
    rows: list[Row] = []
    figures: dict[str, Any] = {}
    for name in chosen:
        print(f"- {name}", file=sys.stderr, flush=True)
        try:
            taken = ROWS[name](scene)
        except Exception as problem:  # noqa: BLE001 - the others are measured all the same
            traceback.print_exc()
            taken = Measured({}, [Row(name, "", f"not measured: {problem!r:.100}", 0.0)])
        print(table(taken.rows), file=sys.stderr, flush=True)
        rows += taken.rows
        figures |= taken.figures
    return rows, figures


def keep(rows: list[Row], figures: dict[str, Any], taken_on: dict[str, str]) -> None:
    """The figures for programs and the table for people, beside each other."""
    taken_on = {**taken_on, "command": shlex.join(["make", "bench", f"ARGS={shlex.join(sys.argv[1:])}"])}
    path = ROOT / "bench/results" / f"{taken_on['date']}-{taken_on['commit']}"
    path.with_suffix(".json").write_text(json.dumps({"machine": taken_on, **figures}, indent=2) + "\n")
    about = "\n".join(f"- {name}: {value}" for name, value in taken_on.items())
    path.with_suffix(".md").write_text(f"{table(rows)}\n\n{about}\n")
    print(f"\nkept in {path.relative_to(ROOT)}.json and .md")


def allow_many_sockets() -> None:
    """Both sides of thousands of connections, for this process and those that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
