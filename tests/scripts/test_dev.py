"""The set-up that everybody stands on: what it repeats, what it counts, what it says when something is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.dev import chromium, environment, locks, node, stamps, testing
from scripts.dev.shell import ROOT, Problem
from scripts.dev.testing import Result
from tests.conftest import workers_for

JUNIT = '<testsuites><testsuite tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"/></testsuites>'


@pytest.fixture
def empty_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    return tmp_path


@pytest.mark.usefixtures("empty_stamps")
def test_a_finished_step_is_not_repeated_until_its_inputs_change(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("starlette==1.10.0")
    before = stamps.fingerprint("python 3.11", files=[lock])
    assert not stamps.is_stamped("packages", before)
    with stamps.stamping("packages", before):
        pass
    assert stamps.is_stamped("packages", before)
    lock.write_text("starlette==1.10.1")
    assert not stamps.is_stamped("packages", stamps.fingerprint("python 3.11", files=[lock]))
    lock.write_text("starlette==1.10.0")
    assert stamps.is_stamped("packages", stamps.fingerprint("python 3.11", files=[lock]))


@pytest.mark.usefixtures("empty_stamps")
def test_a_step_that_fails_is_repeated() -> None:
    with stamps.stamping("web-build", "old"):
        pass
    with pytest.raises(Problem), stamps.stamping("web-build", "old"):
        raise Problem("vite ended with 1")
    assert not stamps.is_stamped("web-build", "old")


def test_fingerprints_keep_parts_apart() -> None:
    assert stamps.fingerprint("ab", "c") != stamps.fingerprint("a", "bc")


def counted(folder: Path, *, code: int, selective: bool = False, **numbers: int) -> Result:
    counts = folder / "counts.xml"
    if numbers:
        counts.write_text(JUNIT.format(**{"tests": 0, "failures": 0, "skipped": 0} | numbers))
    return testing.counted("python", counts, code, 1.0, selective=selective)


def test_counts_come_from_what_the_runner_wrote(tmp_path: Path) -> None:
    result = counted(tmp_path, code=1, tests=9, failures=2, skipped=1)
    assert (result.passed, result.failed, result.skipped) == (6, 2, 1)


def test_what_failed_is_named_in_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failure = '<failure message="assert 1 ==&#10; 2">trace</failure>'
    case = f'<testcase classname="tests.test_a" name="test_{{}}">{failure}</testcase>'
    cases = "".join(case.format(number) for number in range(testing.NAMED_LIMIT + 2))
    counts = tmp_path / "counts.xml"
    counts.write_text(
        f'<testsuites><testsuite tests="30" failures="22" errors="0" skipped="0">{cases}</testsuite></testsuites>'
    )
    result = testing.counted("python", counts, 1, 1.0, selective=False)
    assert testing.report([result]) == 1
    printed = capsys.readouterr().out
    assert "Failed: tests.test_a::test_0: assert 1 == 2\n" in printed
    assert printed.count("Failed:") == testing.NAMED_LIMIT
    assert "And 2 more" in printed
    assert "trace" not in printed


def test_a_run_that_crashes_or_runs_nothing_counts_as_a_failure(tmp_path: Path) -> None:
    assert counted(tmp_path, code=-11).failed == 1
    assert counted(tmp_path, code=1, tests=4).failed == 1
    assert counted(tmp_path, code=0, tests=0).failed == 1
    assert counted(tmp_path, code=testing.NO_TESTS_COLLECTED, selective=True).failed == 0


@pytest.mark.parametrize(
    ("result", "ci", "code", "closing"),
    [
        (Result(suite="web", passed=3), "", 0, "3 passed, 0 failed"),
        (Result(suite="web", passed=3, failed=1), "", 1, "3 passed, 1 failed"),
        (Result(suite="web", passed=3, skipped=1), "", 1, "3 passed, 0 failed, 1 skipped"),
        (Result(suite="e2e", missing="No Chromium."), "", 0, "0 passed, 0 failed"),
        (Result(suite="e2e", missing="No Chromium."), "true", 1, "0 passed, 0 failed"),
    ],
)
def test_the_report_ends_in_the_totals(
    result: Result,
    ci: str,
    code: int,
    closing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", ci)
    assert testing.report([result]) == code
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == closing
    assert result.missing in printed


@pytest.mark.parametrize(
    ("arguments", "cores", "workers"),
    [
        (["tests"], 2, 3),
        (["tests"], 64, 16),
        (["tests/client", "tests/basics/test_ids.py"], 2, 3),
        (["tests/basics/test_ids.py", "tests/client/test_apply.py::test_one"], 2, 0),
    ],
)
def test_tests_run_beside_each_other_but_for_files_that_are_named(
    arguments: list[str], cores: int, workers: int
) -> None:
    assert workers_for(arguments, cores) == workers


def test_a_chromium_that_does_not_start_is_named() -> None:
    variables = {**os.environ, "CHROMIUM_PATH": "/bin/false"}
    with pytest.raises(Problem, match="CHROMIUM_PATH is /bin/false, which does not start"):
        chromium.find(variables)


@pytest.mark.parametrize(
    ("printed", "new_enough"),
    [("v24.19.0", True), ("v22.19.0", True), ("v22.18.9", False), ("v9.99.0", False), (None, False)],
)
def test_an_old_node_is_passed_over(printed: str | None, new_enough: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "answers", lambda command: printed)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert node.has_node() is new_enough


def test_a_uv_of_another_series_is_passed_over() -> None:
    assert environment.same_series("uv 0.13.2 (a build)", "0.13.8")
    assert not environment.same_series("uv 0.1.44", "0.13.8")
    assert not environment.same_series("", "0.13.8")


def test_a_package_lock_that_does_not_fit_or_names_an_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    web = tmp_path / "web"
    web.mkdir()
    (web / "package.json").write_text(json.dumps({"dependencies": {"preact": "11.2.0"}}))
    packages = {
        "": {"dependencies": {"preact": "11.1.0"}},
        "node_modules/preact": {"version": "11.1.0", "resolved": "https://packages.example/preact-11.1.0.tgz"},
    }
    (web / "package-lock.json").write_text(json.dumps({"packages": packages}))
    stale, addressed = locks.wrong_with_npm_lock(web)
    assert "does not fit the dependencies" in stale
    assert "names addresses" in addressed


def test_no_lock_names_an_address() -> None:
    for lock in environment.LOCKS.glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name
    for folder in locks.NPM_FOLDERS:
        assert locks.wrong_with_npm_lock(ROOT / folder) == []


def test_an_unknown_command_is_answered_even_without_an_input() -> None:
    command = f"exec {sys.executable} -m scripts.dev brew 0<&-"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage: python3 -m scripts.dev run|dev|test|check|gen|bench|torture|abuse|lock" in done.stderr


def test_bare_hides_node_npm_and_uv_and_nothing_else(tmp_path: Path) -> None:
    for name in ("node", "npm", "uv", "tea"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {name}\n")
        program.chmod(0o755)
    script = "for name in node npm uv tea python3 git make; do command -v $name >/dev/null && echo $name; done; exit 3"
    done = subprocess.run(
        ["sh", "-c", f'PATH="{tmp_path}:$PATH" scripts/bare.sh sh -c "$1"', "sh", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["tea", "python3", "git", "make"]
    assert done.returncode == 3
