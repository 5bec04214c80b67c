"""Every test that a page of the documents names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMED = sorted(
    {
        (page.name, file, name)
        for page in (ROOT / "docs").rglob("*.md")
        for file, name in re.findall(r"`((?:tests|web/src)/[\w/.]+\.(?:py|tsx?))(?:::([^`]+))?`", page.read_text())
    }
)


def test_the_pages_name_tests() -> None:
    assert {page for page, _, _ in NAMED} >= {"delivery.md", "security.md", "ux.md"}


@pytest.mark.parametrize(("page", "file", "name"), NAMED)
def test_a_named_test_is_there(page: str, file: str, name: str) -> None:
    path = ROOT / file
    assert path.is_file(), page
    source = path.read_text()
    if file.endswith(".py"):
        assert set(name.split("::") if name else []) <= defined(source), page
    elif name:
        assert f"it('{name}'" in source, page


def defined(source: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
