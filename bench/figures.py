"""Figures and what they were taken on."""

import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def median(values: list[Any]) -> Any:
    return sorted(values)[len(values) // 2]


def machine() -> dict[str, str]:
    """The processor, the system, the versions, the commit and the day."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    return {
        "processor": model,
        "system": platform.platform(),
        "python": platform.python_version(),
        "commit": commit.stdout.strip(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }
