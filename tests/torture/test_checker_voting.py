"""The judge is tested on votes: it finds lost ones, invented ones, and polls that count wrongly."""

from typing import Any

import pytest

from tests.torture.dump import Kept, PollRow
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening
from tests.torture.poll_events import Voted, Voting

FIRST = 1


def voting(person: str, *options: int, answered: bool = True) -> list[Voting | Voted]:
    about: dict[str, Any] = {"person": person, "room": LOBBY, "seq": FIRST, "options": list(options)}
    asked, told = Voting(at=next(CLOCK), **about), Voted(at=next(CLOCK), **about)
    return [asked, told] if answered else [asked]


@pytest.fixture
def evening() -> Evening:
    """The first message is a poll, in which ada and bob vote."""
    evening = an_evening()
    evening.add(*voting("ada", 0), *voting("bob", 0, 1))
    votes = {"ada": [0], "bob": [0, 1]}
    evening.lobby.polls[FIRST] = PollRow(2, [2, 1, 0], [["ada", "bob"], ["bob"], []], votes)
    return evening


def taken_back(evening: Evening) -> None:
    evening.lobby.polls[FIRST] = PollRow(1, [1, 0, 0], [["ada"], [], []], {"ada": [0]})


def test_a_good_history_passes(evening: Evening) -> None:
    assert evening.kinds() == set()


def test_a_vote_that_was_taken_back_is_not_there(evening: Evening) -> None:
    evening.add(*voting("bob"))
    assert evening.kinds() == {"loss"}
    taken_back(evening)
    assert evening.kinds() == set()


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_what_got_no_answer_may_be_there_or_not(evening: Evening, is_taken_back: bool) -> None:
    evening.add(*voting("bob", answered=False))
    if is_taken_back:
        taken_back(evening)
    assert evening.kinds() == set()


def test_one_that_was_answered_and_is_another(evening: Evening) -> None:
    evening.add(*voting("ada", 2), *voting("ada", 1))
    evening.lobby.polls[FIRST] = PollRow(2, [1, 1, 1], [["bob"], ["bob"], ["ada"]], {"ada": [2], "bob": [0, 1]})
    assert evening.kinds() == {"loss"}


def test_one_that_was_answered_and_is_not_there(evening: Evening) -> None:
    taken_back(evening)
    assert evening.kinds() == {"loss"}


def test_a_poll_that_is_gone(evening: Evening) -> None:
    del evening.lobby.polls[FIRST]
    assert evening.kinds() == {"loss"}


def test_one_that_nobody_asked_for(evening: Evening) -> None:
    votes = {"ada": [0], "bob": [0, 1], "eve": [2]}
    evening.lobby.polls[FIRST] = PollRow(3, [2, 1, 1], [["ada", "bob"], ["bob"], ["eve"]], votes)
    assert evening.kinds() == {"ghost"}


@pytest.mark.parametrize(
    ("voters", "counts", "first"),
    [
        (3, [2, 1, 0], [["ada", "bob"], ["bob"], []]),
        (2, [2, 0, 0], [["ada", "bob"], ["bob"], []]),
        (2, [2, 1, 1], [["ada", "bob"], ["bob"], []]),
        (2, [2, 1, 0], [["ada"], ["bob"], []]),
        (2, [2, 1, 0], [["ada", "bob"], ["ada"], []]),
    ],
)
def test_a_poll_that_counts_wrongly(evening: Evening, voters: int, counts: list[int], first: list[list[str]]) -> None:
    evening.lobby.polls[FIRST] = PollRow(voters, counts, first, {"ada": [0], "bob": [0, 1]})
    assert evening.kinds() == {"tally"}


def test_a_poll_that_outlives_its_message(evening: Evening) -> None:
    evening.lobby.messages[0] = Kept(FIRST, 8, "ada", "a1", "", erased=True)
    assert "unerased" in evening.kinds()
