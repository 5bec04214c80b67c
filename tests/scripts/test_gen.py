"""What is generated without Node is fresh; `make check` looks at all of it."""

import json
from pathlib import Path
from typing import Literal

import pytest

from parley.verbs import VERBS
from scripts import gen, gen_client


def test_the_clients_methods_are_fresh() -> None:
    committed = (gen.ROOT / "src/parley/client/verbs_gen.py").read_text()
    assert committed == gen_client.module(VERBS), "run `make gen`"


def test_the_shipped_examples_are_those_of_the_contract() -> None:
    committed = json.loads((gen.ROOT / "src/parley/protocol/examples.json").read_text())
    assert committed == gen.read_examples(), "run `make gen`"


def test_the_schema_is_fresh() -> None:
    assert json.loads((gen.ROOT / "contract/schema.json").read_text()) == gen.wire_schema(), "run `make gen`"


def test_a_stale_file_is_named_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stale = tmp_path / "contract/schema.json"
    stale.parent.mkdir()
    stale.write_text("{}")
    monkeypatch.setattr(gen, "ROOT", tmp_path)
    monkeypatch.setattr(gen, "generated", lambda: iter([(stale, "{ }")]))
    with pytest.raises(SystemExit, match=r"Stale: contract/schema\.json\. Run `make gen`"):
        gen.main(["--check"])
    assert stale.read_text() == "{}"
    gen.main([])
    assert stale.read_text() == "{ }"


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (str, "str"),
        (int | None, "int | None"),
        (Literal["a", "b"], "Literal['a', 'b']"),
        (dict[str, int], "dict[str, int]"),
        (list[str] | None, "list[str] | None"),
    ],
)
def test_types_are_written_as_they_are_read(hint: object, text: str) -> None:
    assert gen_client.type_text(hint) == text
