"""`make torture`: injects every fault for as long as you like, and checks that no acknowledged message is lost.

    python -m tests.torture.run --minutes 5 --seed 7 --only cluster --keep

The same seed draws the same faults in the same order; what they hit depends on the machine. `--keep` writes the figures
to bench/results. The history and the logs of a run without a violation are removed.
"""

import argparse
import asyncio
import json
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from bench.figures import machine
from tests.torture.campaign import LONG, Outcome, for_minutes, torture
from tests.torture.report import summary, table
from tests.torture.stage import Kind

RESULTS = Path(__file__).parents[2] / "bench/results"
KINDS: tuple[Kind, ...] = ("sqlite", "cluster")
LASTING_SECONDS = 5.0


def main() -> int:
    options = parsed()
    print(f"MINUTES={options.minutes:g} on each stage, SEED={options.seed}", flush=True)
    kinds = [options.only] if options.only else list(KINDS)
    found, failed = [], False
    for kind in kinds:
        folder = Path(tempfile.mkdtemp(prefix=f"parley-torture-{kind}-"))
        outcome = asyncio.run(one_stage(kind, options.seed, folder, options.minutes))
        figures = summary(outcome)
        print("\n".join(table(figures, outcome, folder)), flush=True)
        found.append(figures)
        failed = failed or bool(outcome.violations)
        if not outcome.violations:
            shutil.rmtree(folder, ignore_errors=True)
    if options.keep:
        keep(found)
    return 1 if failed else 0


async def one_stage(kind: Kind, seed: str, folder: Path, minutes: float) -> Outcome:
    return await torture(kind, seed, folder, for_minutes(minutes), LONG, LASTING_SECONDS)


def keep(figures: list[dict[str, object]]) -> None:
    about = machine()
    results = {"machine": about, "command": f"make torture {' '.join(sys.argv[1:])}", "stages": figures}
    path = RESULTS / f"{about['date']}-{about['commit']}-torture.json"
    path.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nwritten to {path}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5, help="how long on each stage")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="what is drawn; random when not given")
    parser.add_argument("--only", choices=KINDS, help="one stage alone")
    parser.add_argument("--keep", action="store_true", help="write the figures to bench/results")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
