"""Runs every test there is, and counts them in one table."""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts.dev import chromium, clients, environment, node, proxies, web
from scripts.dev.shell import ROOT, Problem, alone, in_foreground, say

SUITES = {"python": "Python", "web": "web", "e2e": "end-to-end"}
NO_TESTS_COLLECTED = 5
"""What pytest ends with when its arguments select nothing."""
NAMED_LIMIT = 20
"""So many tests that failed are named in the end; the runner has named them all."""
REASON_LIMIT = 160


@dataclass(frozen=True, kw_only=True)
class Result:
    suite: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    missing: str = ""
    """Why the suite did not run at all."""
    failures: tuple[str, ...] = ()
    """What failed and why, a line each."""


def test(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m scripts.dev test", allow_abbrev=False)
    parser.add_argument("--only", choices=SUITES, help="one suite alone")
    chosen, passed_on = parser.parse_known_args(arguments)
    suites = [chosen.only] if chosen.only else list(SUITES)
    with alone():
        environment.ensure("dev")
        environment.compile_sources()
        # pytest keeps what it makes of the tests' assertions: almost half of what a worker does before its first test.
        variables = {name: value for name, value in node.environment().items() if name != "PYTHONDONTWRITEBYTECODE"}
        prepare_web = web.build if "e2e" in suites else web.install
        prepare_web(variables)
    return report([run(suite, passed_on, variables, named=bool(chosen.only)) for suite in suites])


def run(suite: str, arguments: list[str], variables: Mapping[str, str], *, named: bool) -> Result:
    if suite == "web" and arguments and not named:
        return Result(suite=suite, missing="The arguments are for pytest. For vitest: make test ONLY=web ARGS=...")
    places = [argument for argument in arguments if argument.startswith("tests/")]
    if suite != "web" and places and all(place.startswith("tests/e2e") != (suite == "e2e") for place in places):
        return Result(suite=suite, missing="The arguments name tests of another suite.")
    try:
        with alone():
            if suite == "e2e":
                variables = chromium.environment(variables)
            if suite == "python" and (not places or any("deploy" in place for place in places)):
                variables = proxies.environment(variables)
            if suite == "python" and (not places or any("doors" in place for place in places)):
                variables = clients.environment(variables)
    except Problem as problem:
        return Result(suite=suite, missing=str(problem))
    with tempfile.TemporaryDirectory(prefix="parley-test-") as folder:
        counts = Path(folder, "counts.xml")
        command = {
            "python": [*pytest(counts), "--ignore=tests/e2e"],
            "web": ["npm", "test", "--", "--reporter=default", "--reporter=junit", f"--outputFile.junit={counts}"],
            "e2e": [*pytest(counts), *([] if places else ["tests/e2e"])],
        }[suite]
        print(f"\n== {SUITES[suite]} ==", flush=True)
        began = time.monotonic()
        cwd = web.WEB if suite == "web" else ROOT
        code = in_foreground([*command, *arguments], cwd=cwd, env=variables)
        return counted(suite, counts, code, time.monotonic() - began, selective=bool(arguments))


def pytest(counts: Path) -> list[str]:
    """Its temporary folders lie beside the counts, as pytest would keep those of three runs."""
    folders = counts.parent / "pytest"
    workers = ["--numprocesses=auto", "--dist=worksteal"]
    return [environment.program("python"), "-m", "pytest", *workers, f"--junitxml={counts}", f"--basetemp={folders}"]


def counted(suite: str, counts: Path, code: int, seconds: float, *, selective: bool) -> Result:
    """A run that fails without a failing test, by a crash or an error outside of tests, counts as one failure."""
    total = failed = skipped = 0
    failures: tuple[str, ...] = ()
    if counts.is_file():
        written = ElementTree.parse(counts).getroot()  # noqa: S314 - by our own run
        failures = tuple(failures_in(written))
        for part in written.iter("testsuite"):
            total += int(part.get("tests", 0))
            failed += int(part.get("failures", 0)) + int(part.get("errors", 0))
            skipped += int(part.get("skipped", 0))
    passed = total - failed - skipped
    nothing_selected = selective and total == 0 and code in (0, NO_TESTS_COLLECTED)
    if failed == 0 and not nothing_selected and (code != 0 or total == 0):
        failed = 1
    return Result(suite=suite, passed=passed, failed=failed, skipped=skipped, seconds=seconds, failures=failures)


def failures_in(written: ElementTree.Element) -> Iterator[str]:
    """Name what failed at the end of the output, which may be all that is kept of it."""
    for test in written.iter("testcase"):
        for failure in (*test.iter("failure"), *test.iter("error")):
            reason = " ".join(failure.get("message", "").split())
            name = f"{test.get('classname', '')}::{test.get('name', '')}"
            yield f"{name}: {reason}" if len(reason) <= REASON_LIMIT else f"{name}: {reason[:REASON_LIMIT]}…"


def report(results: list[Result]) -> int:
    print(f"\n{'':12}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for result in results:
        if result.missing:
            print(f"{SUITES[result.suite]:12}  not run, see below")
            continue
        numbers = f"{result.passed:8}{result.failed:8}{result.skipped:9}{result.seconds:9.1f}"
        print(f"{SUITES[result.suite]:12}{numbers}")
    for result in results:
        if result.missing:
            print(f"\nThe {SUITES[result.suite]} tests did not run. {result.missing}")
        elif result.failed:
            for failure in result.failures[:NAMED_LIMIT]:
                say(f"Failed: {failure}")
            if (more := len(result.failures) - NAMED_LIMIT) > 0:
                say(f"And {more} more, which the runner names above.")
            say(f"Repeat the {SUITES[result.suite]} tests alone: make test ONLY={result.suite}")
    skipped = sum(result.skipped for result in results)
    if skipped:
        say("A skipped test is a failure here: let it run, or remove it.")
    failed = sum(result.failed for result in results)
    closing = f"{sum(result.passed for result in results)} passed, {failed} failed"
    print(f"\n{closing}, {skipped} skipped" if skipped else f"\n{closing}", flush=True)
    incomplete = any(result.missing for result in results) and os.environ.get("CI") == "true"
    return 1 if failed or skipped or incomplete else 0
