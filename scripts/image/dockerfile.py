"""A Dockerfile as the steps that it is made of, and what of a checkout its image sees."""

import re
import shlex
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

KNOWN = (
    *("FROM", "ARG", "ENV", "WORKDIR", "COPY", "RUN", "USER"),
    *("VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"),
)


@dataclass(frozen=True)
class Step:
    name: str
    rest: str


@dataclass(frozen=True)
class Stage:
    """What is done from one FROM to the next."""

    name: str
    base: str
    steps: tuple[Step, ...]

    def every(self, name: str) -> list[str]:
        return [step.rest for step in self.steps if step.name == name]


class Unknown(Exception):
    """An instruction that is done by nobody here; the message names it."""


def read(text: str) -> list[Stage]:
    without_comments = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", without_comments).splitlines()
    stages: list[Stage] = []
    for line in filter(None, map(str.strip, lines)):
        name, _, rest = line.partition(" ")
        if name not in KNOWN:
            raise Unknown(f"nothing here does {name}, which is in: {line}")
        if name == "FROM":
            base, *more = rest.split()
            stages.append(Stage(more[1] if more else "", base, ()))
        else:
            last = stages.pop()
            stages.append(Stage(last.name, last.base, (*last.steps, Step(name, rest.strip()))))
    return stages


def assigned(rest: str) -> dict[str, str]:
    """The variables of an ENV or ARG."""
    pairs = (word.partition("=") for word in shlex.split(rest))
    return {name: value for name, _, value in pairs}


def let_in(files: list[Path], rules: str) -> list[Path]:
    """Those of a checkout's files that a .dockerignore lets into the build. The last rule that fits has the word."""
    lines = [line for line in rules.splitlines() if line and not line.startswith("#")]
    return [path for path in files if not _is_left_out(path, lines)]


def _is_left_out(path: Path, rules: list[str]) -> bool:
    left_out = False
    for rule in rules:
        pattern = rule.removeprefix("!")
        if any(_fits(str(part), pattern) for part in (path, *path.parents) if part != Path()):
            left_out = not rule.startswith("!")
    return left_out


def _fits(path: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(path, pattern) or fnmatch(path, pattern.removeprefix("**/"))
    return path.count("/") == pattern.count("/") and fnmatch(path, pattern)
