"""A settings file: TOML of names and values, without sections. What is wrong with it is a sentence with its line."""

import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nobody writes as much by hand: a longer file is another one.
LONGEST = 1024 * 1024
HINT = 'Write a name, =, and a value on each line, and text in quotes: port = 8000, registration = "closed".'


@dataclass(frozen=True)
class SettingsFile:
    """What a file says, as it is written there."""

    path: Path
    values: dict[str, Any]
    lines: dict[str, int]
    is_open_to_others: bool

    def place(self, name: str) -> str:
        """Where it says so, to begin a sentence with."""
        return f"{self.path}, line {self.lines[name]}" if name in self.lines else str(self.path)


def read(path: Path) -> SettingsFile:
    """Raises ValueError with a sentence about the file."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(path.stat().st_mode)
            text = file.read(LONGEST + 1).decode()
    except OSError as problem:
        raise ValueError(f"The settings file {path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise ValueError(f"The settings file {path} is not text in UTF-8.") from None
    if len(text) > LONGEST:
        raise ValueError(f"The settings file {path} is longer than {LONGEST} bytes: it must be another file.")
    lines = _lines(text)
    for name, (first, *more) in lines.items():
        if more:
            raise ValueError(f"The settings file {path} names {name} twice, in lines {first} and {more[0]}. Keep one.")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"The settings file {path} is not TOML: {problem}. {HINT}") from None
    for name, value in values.items():
        if isinstance(value, dict):
            raise ValueError(f"The settings file {path} has a section or a table, {name}: there are none. {HINT}")
    return SettingsFile(path, values, {name: first for name, (first, *_) in lines.items()}, bool(mode & 0o007))


def _lines(text: str) -> dict[str, list[int]]:
    """The parser does not tell them. Without sections a name stands at the beginning of its line."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line):
            found.setdefault(match[1], []).append(number)
    return found
