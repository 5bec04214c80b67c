"""What people type into a search, taken apart."""

import contextlib

import hypothesis.strategies as st
import pytest
from hypothesis import given

from parley.basics.times import milliseconds
from parley.language.queries import Misread, Term, parsed


def test_words_phrases_and_what_is_left_out() -> None:
    query = parsed('release "known issues" -draft -"not yet" it')
    assert query.terms == [Term(("release",), is_begun=True), Term(("known", "issues")), Term(("it",))]
    assert query.without == [Term(("draft",), is_begun=True), Term(("not", "yet"))]


def test_what_is_written_together_is_a_phrase() -> None:
    assert parsed("https://example.org").terms == [Term(("https", "example", "org"), is_begun=True)]
    assert parsed("12:30").terms == [Term(("12", "30"))]
    assert parsed("在上海").terms == [Term(("在上", "上海"))]


def test_filters() -> None:
    query = parsed('from:@Ada in:#lobby -from:bob -in:den has:link from:"eve"')
    assert (query.people, query.not_people) == (["ada", "eve"], ["bob"])
    assert (query.rooms, query.not_rooms, query.has_link) == (["lobby"], ["den"], True)
    assert parsed("x -has:link").has_link is False
    assert (parsed("has:pin").is_pinned, parsed("x -has:pins").is_pinned, parsed("x").is_pinned) == (True, False, None)
    assert (parsed("is:saved").is_saved, parsed("x -is:SAVED").is_saved, parsed("x").is_saved) == (True, False, None)
    assert (parsed("has:poll").is_poll, parsed("x -has:polls").is_poll, parsed("x").is_poll) == (True, False, None)


def test_days_months_and_years() -> None:
    january, february = milliseconds("2026-01-01T00:00:00.000Z"), milliseconds("2026-02-01T00:00:00.000Z")
    day = 86_400_000
    assert (parsed("during:2026-01").since, parsed("during:2026-01").until) == (january, february)
    assert parsed("before:2026-01-31").until == february - day
    assert parsed("after:2026-01-31").since == february
    assert parsed("during:2026").until == milliseconds("2027-01-01T00:00:00.000Z")
    assert parsed("during:2025-12").until == january
    both = parsed("after:2025 before:2026-02 before:2026-03")
    assert (both.since, both.until) == (january, february)


def test_a_day_begins_where_its_person_is() -> None:
    assert parsed("before:2026-01-01", offset_minutes=60).until == milliseconds("2025-12-31T23:00:00.000Z")
    assert parsed("before:2026-01-01", offset_minutes=-300).until == milliseconds("2026-01-01T05:00:00.000Z")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from:", "from: needs a person's handle, such as from:@ada."),
        ("plan in: ", "in: needs a room's address, such as in:#lobby."),
        ("has:cats", "has: finds messages with links, polls and pinned messages: write has:link, has:poll or has:pin."),
        ("before:soon", "before: needs a day, month or year, such as before:2026-01-31."),
        ("after:2026-02-30", "after: needs a day, month or year, such as after:2026-01-31."),
        ("-plan", "Say what to look for: at least one word, or a filter such as from:@ada."),
        ("?!", "Say what to look for: at least one word, or a filter such as from:@ada."),
        ("a " * 33, "A search takes 32 words and phrases at most."),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, said: str) -> None:
    with pytest.raises(Misread) as refusal:
        parsed(text)
    assert str(refusal.value) == said


def test_a_quote_that_is_not_closed_yet_goes_to_the_end() -> None:
    assert parsed('say "known iss').terms == [Term(("say",), is_begun=True), Term(("known", "iss"))]
    assert parsed('"from: the').terms == [Term(("from", "the"))]


@given(st.text())
def test_no_text_does_anything_else(text: str) -> None:
    with contextlib.suppress(Misread):
        assert parsed(text).asks_for_something
