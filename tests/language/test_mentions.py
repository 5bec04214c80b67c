"""What in a text mentions somebody: the cases that the web client's tests read as well."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.language.mentions import MOST, kept, mentions_in, people_of, wide_of

CORPUS = Path(__file__).parents[2] / "web/src/features/mentions/corpus.json"


@pytest.mark.parametrize("case", json.loads(CORPUS.read_text()), ids=lambda case: case["text"])
def test_a_text_mentions_these_and_nobody_else(case: dict[str, Any]) -> None:
    found = mentions_in(case["text"])
    assert ([*found.handles], found.wide) == (case["handles"], case.get("wide"))


def test_no_more_than_fifty_people_are_mentioned() -> None:
    names = [f"user-{n}" for n in range(10_000)]
    assert mentions_in(" ".join(f"@{name}" for name in names)).handles == tuple(names[:MOST])


UNCLOSED = " ".join("`" * length for length in range(1, 1_500))


@pytest.mark.parametrize("before", [f"{UNCLOSED} ", f"```\n```\n>{' ' * 300_000}x\n", "`a" * 150_000 + " "])
def test_the_work_grows_no_faster_than_the_text(before: str) -> None:
    """Texts far longer than a message may be: work that grows with the square of these does not end within an hour."""
    assert mentions_in(f"{before}@ada").handles == ("ada",)


@pytest.mark.parametrize("text", ["`" * 8000, "` " * 4000, "```\n" * 2000, "@" * 8000, "@a" * 4000, "@a." * 2666])
def test_a_text_made_to_be_slow_is_read_like_any_other(text: str) -> None:
    assert mentions_in(f"{text}@").wide is None


@given(st.dictionaries(st.from_regex(r"[a-z0-9]{2,8}", fullmatch=True), st.integers(1, 2**63 - 1)))
def test_what_is_kept_is_read_again(people: dict[str, int]) -> None:
    for wide in ("room", "here", None):
        text = kept(people, wide)
        assert people_of(text) == {handle: str(person) for handle, person in people.items()}
        assert wide_of(text) == wide
    assert kept({}, None) is None
