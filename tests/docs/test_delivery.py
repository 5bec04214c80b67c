"""docs/delivery.md: every rule has a test that holds it."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "delivery.md").read_text()
RULES = {
    int(number): text for number, text in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}


def test_all_twenty_rules_are_there() -> None:
    assert list(RULES) == list(range(1, 21))


@pytest.mark.parametrize("number", RULES)
def test_a_rule_that_is_kept_names_a_test(number: int) -> None:
    text = RULES[number]
    assert re.search(r"`(tests|web/src)/", text) or "Not there yet" in text
