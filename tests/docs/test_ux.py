"""docs/ux.md: each of the 67 lines has a state, and what holds names its test."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "ux.md").read_text()
LINES = {int(number): rest.split(" | ") for number, rest in re.findall(r"^\| (\d+) \| (.*) \|$", PAGE, re.MULTILINE)}


def test_all_lines_are_there() -> None:
    assert list(LINES) == list(range(1, 68))


@pytest.mark.parametrize("number", LINES)
def test_a_line_names_a_test_or_says_why_not(number: int) -> None:
    _, state, tests, note = LINES[number]
    assert state in ("holds", "in part", "open")
    assert tests if state == "holds" else note
