"""That the measurements run. What they measure is for a quiet machine, not for a test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import at_least, at_most, medians, percentile, table
from bench.processes import started
from bench.rows.rates import run
from bench.rows.scene import Scene
from bench.servers import Crowd, crowded

ROOT = Path(__file__).parents[2]


def test_a_load_runs_in_closed_and_in_open_loop_and_says_what_came_of_it() -> None:
    with Scene(seconds=0.3, times=1, share=0.01) as scene, crowded(Crowd(groups=2, people_each=4)) as (server, members):
        closed = run(scene, server, members, senders=2)
        paced = run(scene, server, members, senders=2, rate=100)
    assert closed.keys() == paced.keys() >= {"messages_per_s", "deliveries_per_s", "p99_ms", "server_cpu", "load_core"}
    assert paced["p99_ms"] > 0  # what was not answered in time counts as well


def test_a_row_that_is_not_there_is_refused_with_those_that_are() -> None:
    command = [sys.executable, "-m", "bench.run", "--only", "nothing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no row nothing: there are start, first-load, fan-out" in done.stderr


def test_a_server_that_ends_before_it_is_ready_is_said_to_have() -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    with pytest.raises(RuntimeError, match="ended with 3"), started(command, {}, lambda: False):
        pass


def test_a_factor_above_one_is_met_whichever_way_the_budget_points() -> None:
    assert [row.verdict for row in (at_least("a", 10, 5, "x"), at_least("a", 4, 5, "x"))] == [
        "met, 2.00 x",
        "MISSED, 0.80 x",
    ]
    assert [row.verdict for row in (at_most("a", 5, 10, "ms"), at_most("a", 20, 10, "ms"))] == [
        "met, 2.00 x",
        "MISSED, 0.50 x",
    ]
    assert "| a    | >= 5 x | 10.00 x  | met, 2.00 x |" in table([at_least("a", 10, 5, "x")])


def test_the_median_of_each_figure_is_taken_by_itself() -> None:
    assert medians([{"a": 1, "b": 9}, {"a": 3, "b": 7}, {"a": 2, "b": 8}]) == {"a": 2, "b": 8}
    assert percentile([float(n) for n in range(100)], 0.99) == 99.0


def test_the_kept_results_are_figures_with_their_machine() -> None:
    kept = list((ROOT / "bench" / "results").glob("*.json"))
    assert kept
    for path in kept:
        assert {"processor", "commit", "date"} <= set(json.loads(path.read_text())["machine"])
