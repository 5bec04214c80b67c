"""Words with slips: what is near what, and that the index is asked for all of it."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from parley.language.queries import parsed
from parley.language.slips import ONE, TWO, beginnings, forgiving, is_near

WORDS = st.text("abcdeé", min_size=ONE, max_size=12)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mesage", "message"),  # a letter is missing
        ("messsage", "message"),  # one too many
        ("massege", "massage"),  # another
        ("recieve", "receive"),  # two swapped
        ("mesage", "messages"),  # the beginning of a longer word
        ("adress", "address"),  # among the first letters
        ("wierd", "weird"),
        ("xmessage", "message"),
        ("сервир", "сервер"),
    ],
)
def test_one_slip(typed: str, meant: str) -> None:
    assert is_near(typed, meant, 1)
    assert is_near(typed, meant, 2)


def test_two_slips_only_where_two_are_allowed() -> None:
    assert not is_near("accomodaton", "accommodation", 1)
    assert is_near("accomodaton", "accommodation", 2)


def test_another_word_is_not_near() -> None:
    assert not is_near("message", "mess", 1)
    assert not is_near("release", "restart", 2)


def test_longer_words_may_have_more() -> None:
    slips = [term.slips for term in forgiving(parsed('four fives "quoted" ninechars example.org 12345 上海').terms)]
    assert slips == [0, 1, 0, 2, 0, 0, 0]
    assert (len("fives"), len("ninechars")) == (ONE, TWO)


@given(WORDS, st.data())
def test_any_slip_behind_the_first_letters(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(3, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdeéx"))
    wrong = word[:at] + letter + word[at + 1 :]
    more = word[:at] + letter + word[at:]
    less = word[:at] + word[at + 1 :]
    swapped = word[:at] + word[at:][:2][::-1] + word[at + 2 :]
    for typed in (wrong, more, less, swapped):
        assert is_near(typed, word, 1)


@given(WORDS, st.integers(0, 2))
def test_slips_among_the_first_letters(word: str, at: int) -> None:
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    more = word[:at] + "x" + word[at:]
    twice = word[:at] + word[at] + word[at:]
    assert is_near(swapped, word, 1)
    assert is_near(more, word, 1)
    assert is_near(word, twice, 1)


def test_few_beginnings() -> None:
    """Each costs the index a question."""
    assert len(beginnings("abcdefgh")) <= 10
