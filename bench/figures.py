"""Figures, what they were taken on, and how they stand to their budgets."""

import os
import platform
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, against what, and how far from it."""

    what: str
    budget: str
    measured: str
    factor: float | None = None
    """How many times as good as asked for; below 1 is missed. None where the row is there to be compared with."""

    @property
    def verdict(self) -> str:
        if self.factor is None:
            return ""
        return f"met, {self.factor:.2f} x" if self.factor >= 1 else f"MISSED, {self.factor:.2f} x"


def at_least(what: str, measured: float, budget: float, unit: str) -> Row:
    factor = measured / budget
    return Row(what, f">= {budget:g} {unit}", f"{measured:.2f} {unit}", factor)


def at_most(what: str, measured: float, budget: float, unit: str) -> Row:
    factor = budget / measured if measured else float("inf")
    return Row(what, f"<= {budget:g} {unit}", f"{measured:.2f} {unit}", factor)


def alternating(runs: Mapping[str, Callable[[], Figures]], times: int) -> dict[str, Figures]:
    """Each in turn, `times` times, so that what else the machine does strikes all alike; the median of each figure."""
    taken: dict[str, list[Figures]] = {name: [] for name in runs}
    for _ in range(times):
        for name, run in runs.items():
            taken[name].append(run())
    return {name: medians(figures) for name, figures in taken.items()}


def medians(runs: list[Figures]) -> Figures:
    return {name: median([run[name] for run in runs]) for name in runs[0]}


def median(values: list[Any]) -> Any:
    return sorted(values)[len(values) // 2]


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def latencies(seconds: list[float]) -> Figures:
    ordered = sorted(seconds)
    return {f"p{share}_ms": round(percentile(ordered, share / 100) * 1000, 2) for share in (50, 95, 99)}


def table(rows: list[Row]) -> str:
    """For people, and as Markdown."""
    lines = [("what", "budget", "measured", "verdict"), ("-", "-", "-", "-")]
    lines += [(row.what, row.budget, row.measured, row.verdict) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width, "-" if cell == "-" else " ") for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )


def machine() -> dict[str, str]:
    """The processor, the system, how busy it is already, the versions, the commit and the day."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    return {
        "processor": model,
        "system": platform.platform(),
        "load before": f"{os.getloadavg()[0]:.2f}",
        "python": platform.python_version(),
        "commit": commit.stdout.strip(),
        "node": _version("node"),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def _version(program: str) -> str:
    try:
        return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except OSError:
        return "none"
