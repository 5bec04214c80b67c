"""How numbers are counted, and that the documents, the dashboard and the alerts speak of those there are."""

import asyncio
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from parley.basics.metrics import Counter, Gauge, Histogram, Metrics, watch_loop

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/metrics.md").read_text()
DASHBOARD = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text())
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus-alerts.yml").read_text())
LIBRARYS_OWN = {"process_resident_memory_bytes", "process_cpu_seconds_total"}


class TestCounting:
    def test_a_counter_without_labels_begins_at_zero(self) -> None:
        counter = Counter("c_total", "")
        assert counter.values == {(): 0}
        counter.add()
        counter.add(by=4)
        assert counter.values == {(): 5}

    def test_a_counter_shows_what_is_expected_before_it_occurs(self) -> None:
        counter = Counter("c_total", "", ("of",), ("one",))
        counter.add("two", by=2)
        counter.expect("two")
        counter.expect("three")
        assert counter.values == {("one",): 0, ("two",): 2, ("three",): 0}

    @pytest.mark.parametrize(("value", "place"), [(0, 0), (0.5, 0), (0.7, 1), (1, 1), (1.1, 2)])
    def test_a_histogram_counts_a_value_at_the_first_bound_that_it_does_not_exceed(
        self, value: float, place: int
    ) -> None:
        histogram = Histogram("h_seconds", "", bounds=(0.5, 1.0))
        histogram.observe(value)
        (series,) = histogram.series.values()
        assert [number for number, count in enumerate(series.counts) if count] == [place]
        assert series.sum == value

    def test_a_gauge_is_read_when_somebody_looks_and_its_parts_are_added(self) -> None:
        gauge, parts = Gauge("g", "", ("of",)), [1, 2]
        assert gauge.values == {}
        gauge.watch(lambda: parts[0], "here")
        gauge.watch(lambda: parts[1], "here")
        parts[0] = 5
        assert gauge.values == {("here",): 7}

    def test_a_disk_that_is_gone_takes_no_other_number_along(self, tmp_path: Path) -> None:
        gauge = Gauge("g_bytes", "", ("of",))
        gauge.watch(lambda: shutil.disk_usage(tmp_path / "gone").free, "gone")
        gauge.watch(lambda: 1, "there")
        assert gauge.values == {("there",): 1}

    async def test_a_stall_of_the_loop_is_seen_after_it(self) -> None:
        lag = Histogram("lag_seconds", "", bounds=(0.2,))
        watching = asyncio.ensure_future(watch_loop(lag))
        (series,) = lag.series.values()
        async with asyncio.timeout(30):
            while not series.counts[1]:
                await asyncio.sleep(0)
                time.sleep(1)  # noqa: ASYNC251 - this is the stall
        watching.cancel()
        assert series.sum > 0.2


class TestNames:
    def test_they_follow_the_conventions_of_prometheus(self) -> None:
        for family in Metrics().families():
            assert re.fullmatch(r"parley_[a-z]+(_[a-z]+)*", family.name)
            assert family.name.endswith("_total") == isinstance(family, Counter), family.name
            assert family.help.endswith("."), family.name
            assert not family.name.endswith(("_ms", "_milliseconds", "_kb", "_mb")), family.name

    def test_each_is_given_once(self) -> None:
        names = [family.name for family in Metrics().families()]
        assert len(names) == len(set(names)) > 30


class TestDocuments:
    def test_the_table_has_every_number_with_its_kind_labels_and_meaning(self) -> None:
        expected = [
            f"| `{family.name}` | {type(family).__name__.lower()} | "
            f"{', '.join(f'`{label}`' for label in family.labels)} | {family.help} |"
            for family in Metrics().families()
        ]
        rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `parley_") and line.count("|") == 5]
        assert rows == expected

    def test_the_dashboard_shows_every_number_and_no_other(self) -> None:
        shown = {name for expression in dashboard_expressions() for name in names_in(expression)}
        assert shown - LIBRARYS_OWN == {family.name for family in Metrics().families()}

    def test_its_panels_have_places_of_their_own(self) -> None:
        ids = [panel["id"] for panel in DASHBOARD["panels"]]
        places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
        assert len(ids) == len(set(ids)) == len(set(places))

    def test_the_alerts_and_the_text_speak_of_numbers_there_are(self) -> None:
        known = {family.name for family in Metrics().families()} | {"up"}
        rules = [rule for group in ALERTS["groups"] for rule in group["rules"]]
        assert len(rules) == len({rule["alert"] for rule in rules}) > 10
        for rule in rules:
            assert {"summary", "description"} <= rule["annotations"].keys(), rule["alert"]
            assert rule["labels"]["severity"] in ("warning", "critical"), rule["alert"]
            assert names_in(rule["expr"]) <= known, rule["alert"]
            described = re.findall(r"parley_\w+", rule["annotations"]["description"])
            assert set(described) <= known, rule["alert"]
        assert set(re.findall(r"`(parley_\w+)", DOCUMENT)) <= known

    def test_labels_that_are_asked_for_are_there(self) -> None:
        labels = {family.name: {*family.labels, "le", "job", "instance"} for family in Metrics().families()}
        expressions = [rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]]
        for expression in (*expressions, *dashboard_expressions()):
            for name, selected in re.findall(r"(parley_\w+)\{([^}]*)\}", expression):
                assert set(re.findall(r"(\w+)=", selected)) <= labels[plain(name)], expression


def dashboard_expressions() -> Iterator[str]:
    panels: list[dict[str, Any]] = DASHBOARD["panels"]
    for panel in panels:
        for target in panel.get("targets", []):
            yield target["expr"]


def names_in(expression: str) -> set[str]:
    """The metrics of an expression, a histogram by its own name."""
    bare = re.sub(r'"[^"]*"', "", expression)
    return {plain(name) for name in re.findall(r"\b(?:parley|process)_\w+|\bup\b", bare)}


def plain(name: str) -> str:
    return re.sub(r"_(bucket|sum|count)$", "", name)
