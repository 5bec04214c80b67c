"""The backups in a folder, by their names."""

import math
import re
import time
from collections.abc import Iterator
from pathlib import Path

_OURS = re.compile(r"parley-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup")


def backups_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.is_file())


def age_seconds(folder: Path) -> float:
    """Of the newest one; infinite if there is none, also where the folder is missing or cannot be read."""
    try:
        newest = max((path.stat().st_mtime for path in backups_in(folder)), default=-math.inf)
    except OSError:
        return math.inf
    return max(0.0, time.time() - newest)
