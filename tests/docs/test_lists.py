"""docs/ux.md and docs/security.md are lists: each line has a state, and what holds names its test."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
LISTS = {"ux.md": 67, "security.md": 37}
LINES = [
    (page, int(number), rest.split(" | "))
    for page in LISTS
    for number, rest in re.findall(r"^\| (\d+) \| (.*) \|$", (DOCS / page).read_text(), re.MULTILINE)
]


@pytest.mark.parametrize(("page", "length"), LISTS.items())
def test_all_lines_are_there(page: str, length: int) -> None:
    assert [number for one, number, _ in LINES if one == page] == list(range(1, length + 1))


@pytest.mark.parametrize(("page", "number", "line"), LINES)
def test_a_line_names_a_test_or_says_why_not(page: str, number: int, line: list[str]) -> None:
    _, state, tests, note = line
    assert state in ("holds", "in part", "open"), f"{page} {number}"
    assert tests if state == "holds" else note, f"{page} {number}"
