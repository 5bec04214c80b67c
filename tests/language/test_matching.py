"""Where a text has what a query looks for, and what of it is shown."""

import hypothesis.strategies as st
from hypothesis import given

from parley.language.matching import EXCERPT, excerpt, matches, score
from parley.language.queries import parsed
from parley.language.words import words_of


def found(query: str, text: str) -> list[str] | None:
    read = parsed(query)
    spans = matches(read.terms, read.without, words_of(text))
    return None if spans is None else [text[one.start : one.end] for group in spans for one in group]


def scored(query: str, text: str) -> int:
    spans = matches(parsed(query).terms, (), words_of(text))
    assert spans is not None
    return score(spans)


def test_all_terms_and_none_of_the_others() -> None:
    assert found("plan work", "Work by plan") == ["plan", "Work"]
    assert found("plan work", "no plan") is None
    assert found("plan -work", "Work by plan") is None


def test_a_beginning_only_without_quotes() -> None:
    assert found("versio", "two versions") == ["versions"]
    assert found('"versio"', "two versions") is None
    assert found("ab", "abc") is None


def test_a_phrase_as_it_stands() -> None:
    assert found('"by plan"', "work by plan by plans") == ["by plan"]
    assert found('"plan by"', "by plan") is None


def test_whole_words_are_better_than_beginnings_and_near_ones_than_far_ones() -> None:
    assert scored("plan", "a plan") > scored("plan", "planned, planning, plans")
    assert scored("plan work", "plan of work") > scored("plan work", f"plan{' of' * 60} work")


def test_what_overlaps_is_marked_once() -> None:
    text = "我住在上海"
    spans = matches(parsed("在上海").terms, (), words_of(text)) or []
    assert [(piece.text, piece.is_match) for piece in excerpt(text, spans).pieces] == [
        ("我住", False),
        ("在上海", True),
    ]


@given(st.text(max_size=600), st.text(min_size=1, max_size=10))
def test_the_pieces_are_the_text_itself(text: str, wanted: str) -> None:
    spans = matches(parsed(f"x {wanted}").terms, (), words_of(text))
    shown = excerpt(text, spans or [])
    whole = "".join(piece.text for piece in shown.pieces)
    assert whole in text
    assert len(whole) <= EXCERPT
    assert shown.is_cut_before or text.startswith(whole)
    assert shown.is_cut_after or text.endswith(whole)
