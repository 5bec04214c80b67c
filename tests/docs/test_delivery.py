"""docs/delivery.md: every rule has a test that holds it, and every test that it names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "delivery.md").read_text()
RULES = {
    int(number): text for number, text in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+\.py|web/src/[\w/.]+\.ts)(?:::([^`]+))?`", PAGE)))


def test_all_twenty_rules_are_there() -> None:
    assert list(RULES) == list(range(1, 21))


@pytest.mark.parametrize("number", RULES)
def test_a_rule_that_is_kept_names_a_test(number: int) -> None:
    text = RULES[number]
    assert re.search(r"`(tests|web/src)/", text) or "Not there yet" in text


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_is_there(file: str, name: str) -> None:
    source = (ROOT / file).read_text()
    if file.endswith(".ts"):
        assert not name or f"it('{name}'" in source
        return
    tests = {
        node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not name or name in tests
