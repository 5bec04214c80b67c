"""Everything that can be checked without running Parley, two at a time."""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.dev import environment, node, web
from scripts.dev.environment import program
from scripts.dev.shell import ROOT, alone, in_foreground


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    what: str
    command: list[str]
    folder: Path = ROOT


@dataclass(frozen=True, kw_only=True)
class Outcome:
    step: Step
    code: int
    output: str
    seconds: float


GENERATE = [program("python"), "scripts/gen.py"]
STEPS = [  # the longest first, so that both hands end at the same time
    Step(name="types", what="mypy --strict", command=[program("mypy")]),
    Step(name="web", what="TypeScript and format of the web client", command=["npm", "run", "check"], folder=web.WEB),
    Step(name="generated", what="generated files are fresh", command=[*GENERATE, "--check"]),
    Step(name="locks", what="locks are fresh", command=[sys.executable, "-m", "scripts.dev", "lock", "--check"]),
    Step(name="imports", what="import contracts", command=[program("lint-imports")]),
    Step(name="lint", what="ruff check", command=[program("ruff"), "check", "."]),
    Step(name="format", what="ruff format --check", command=[program("ruff"), "format", "--check", "."]),
]


def check(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m scripts.dev check")
    parser.add_argument("--only", choices=[step.name for step in STEPS], help="one check alone")
    only = parser.parse_args(arguments).only
    variables = prepared()
    with ThreadPoolExecutor(max_workers=2) as hands:
        outcomes = hands.map(partial(run, variables=variables), (s for s in STEPS if only in (None, s.name)))
        failed = [outcome for outcome in outcomes if not passed(outcome)]
    if failed:
        print("\nRepeat what failed, each alone:")
        for outcome in failed:
            print(f"  make check ONLY={outcome.step.name}")
    return 1 if failed else 0


def generate(arguments: list[str]) -> int:
    return in_foreground([*GENERATE, *arguments], env=prepared())


def prepared() -> Mapping[str, str]:
    with alone():
        environment.ensure("dev")
        variables = node.environment()
        web.install(variables)
    return variables


def run(step: Step, variables: Mapping[str, str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=step.folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(step=step, code=done.returncode, output=done.stdout, seconds=time.monotonic() - began)


def passed(outcome: Outcome) -> bool:
    step = outcome.step
    if outcome.code == 0:
        print(f"ok      {step.what} ({outcome.seconds:.1f} s)", flush=True)
        return True
    print(f"FAILED  {step.what} ({outcome.seconds:.1f} s)\n{outcome.output}", flush=True)
    return False
