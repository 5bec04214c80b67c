"""`make bench`: what the budgets name, three times each, the medians kept with the machine that they were taken on.

    python -m bench.run            prints
    python -m bench.run --keep     also writes bench/results/<date>-<commit>.json

Compare figures of one run only: machines differ, and a busy one differs from itself.
"""

import argparse
import asyncio
import gzip
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.figures import machine, median
from bench.people import fill, prepared
from bench.server import LOAD_CORE, pinned, started
from parley.settings import LIMITS, Settings

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src/parley/static"
TIMES = 3
PORT = 8_790
LIFTED: dict[str, Any] = {**dict.fromkeys(LIMITS, "off"), "log_level": "warning"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the results to bench/results")
    parser.add_argument("--seconds", type=float, default=8, help="how long each load runs")
    options = parser.parse_args()
    results = {
        "machine": machine(),
        "just started": start_up(),
        "first load": first_load(),
        "100 rooms x 10, SQLite, 200 in flight": load(rooms=100, each=10, in_flight=200, seconds=options.seconds),
        "1 room x 1000, SQLite, 16 in flight": load(rooms=1, each=1000, in_flight=16, seconds=options.seconds),
    }
    text = json.dumps(results, indent=2)
    print(text)
    if options.keep:
        name = f"{results['machine']['date']}-{results['machine']['commit']}.json"
        (ROOT / "bench/results" / name).write_text(text + "\n")


def start_up() -> dict[str, Any]:
    """A server on an existing SQLite folder: seconds until /readyz, and its resident memory then."""
    with tempfile.TemporaryDirectory() as folder:
        settings = prepared(Settings(data_dir=folder, port=PORT, log_level="warning"))
        runs = []
        for _ in range(TIMES):
            with started(settings) as server:
                runs.append((server.ready_after_s, server.resident_mb()))
    return {"ready_s": median([ready for ready, _ in runs]), "resident_mb": median([memory for _, memory in runs])}


def first_load() -> dict[str, float]:
    """The scripts and styles that index.html asks for before anything is clicked, gzipped as they are sent."""
    page = (STATIC / "index.html").read_text()
    wanted = re.findall(r'(?:src|href)="/([^"]+\.(?:js|css))"', page)
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in set(wanted)}
    script = sum(size for name, size in sizes.items() if name.endswith(".js"))
    style = sum(size for name, size in sizes.items() if name.endswith(".css"))
    return {"javascript_kb": round(script / 1000, 1), "css_kb": round(style / 1000, 1)}


def load(*, rooms: int, each: int, in_flight: int, seconds: float) -> dict[str, Any]:
    """Every message committed with synchronous=FULL, answered, and delivered to its room."""
    runs = [_load_once(rooms, each, in_flight, seconds) for _ in range(TIMES)]
    return {name: median([run[name] for run in runs]) for name in runs[0]}


def _load_once(rooms: int, each: int, in_flight: int, seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:  # a real disk: /tmp may be memory
        settings = prepared(Settings(data_dir=folder, port=PORT, **LIFTED))
        members = asyncio.run(fill(settings, room_count=rooms, members_each=each))
        tokens = Path(folder) / "tokens.json"
        tokens.write_text(json.dumps([asdict(member) for member in members]))
        with started(settings) as server:
            command = [*pinned(LOAD_CORE), sys.executable, "-m", "bench.load", str(PORT), str(tokens)]
            command += ["--in-flight", str(in_flight), "--seconds", str(seconds)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            result: dict[str, Any] = json.loads(done.stdout)
            return {**result, "resident_mb": server.resident_mb()}


if __name__ == "__main__":
    main()
