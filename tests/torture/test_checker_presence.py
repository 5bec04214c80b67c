"""The judge is tested on signals: it finds ghosts, people who flap, and what is told to those who have left."""

from collections.abc import Iterable
from typing import Any, Literal

import pytest

from tests.torture.evening import an_evening
from tests.torture.events import Event, Joined, Joining, Left
from tests.torture.presence import LATE_SECONDS, SETTLED_SECONDS, STEADY_SECONDS, Presence
from tests.torture.signal_events import Came, Coming, Frozen, Gone, Seen, Signalled, State, Typed, Typing, Went

LOOKOUT, WITHIN = "lookout", 75.0
LONG = WITHIN + LATE_SECONDS + 1
STAYS = SETTLED_SECONDS + 1


def kinds(events: Iterable[Event]) -> list[str]:
    presence = Presence()
    found = [violation for event in events for violation in presence.see(event)]
    return [violation.kind for violation in [*found, *presence.in_the_end()]]


def connects(person: str, at: float = 0.0, *, line: str = "", is_in: bool = True) -> list[Event]:
    about: dict[str, Any] = {"at": at, "person": person, "line": line or f"{person}/1"}
    return [Coming(**about), Came(is_in=is_in, **about)]


def goes(person: str, at: float, *, line: str = "") -> Went:
    return Went(at=at, person=person, line=line or f"{person}/1")


def looks(at: float, bob: State, *, line: str = "ada/1") -> Seen:
    return Seen(at=at, asked_at=at, person="ada", line=line, states={"bob": bob}, within=WITHIN)


def told(at: float, what: State | Literal["typing", "still"], *, person: str = "ada") -> Signalled:
    return Signalled(at=at, person=person, line=f"{person}/1", room=LOOKOUT, about="bob", what=what)


def joins(at: float, since: int) -> list[Event]:
    return [
        Joining(at=at, person="ada", room=LOOKOUT),
        Joined(at=at, person="ada", room=LOOKOUT, since=since, first_seq=1),
    ]


def leaves(at: float, place: int) -> Left:
    return Left(at=at, person="ada", room=LOOKOUT, place=place)


def gone(at: float, place: int) -> Gone:
    return Gone(at=at, person="ada", line="ada/1", room=LOOKOUT, place=place)


HERE = [*connects("ada"), *connects("bob"), looks(1, "online")]
BOB_GOES = [*HERE, goes("bob", 10)]


class TestGhosts:
    def test_somebody_who_goes_is_shown_as_gone(self) -> None:
        assert kinds([*BOB_GOES, looks(30, "online"), told(31, "offline"), looks(10 + LONG, "offline")]) == []

    @pytest.mark.parametrize("state", ["online", "away"])
    def test_one_who_is_still_shown_is_found(self, state: State) -> None:
        assert kinds([*BOB_GOES, looks(10 + LONG, state)]) == ["ghost"]

    def test_one_who_was_never_there_is_found(self) -> None:
        assert kinds([*connects("ada"), looks(1, "online")]) == ["ghost"]

    def test_so_is_one_who_is_shown_on_a_new_connection(self) -> None:
        later = 10 + LONG
        again = [goes("ada", 20), *connects("ada", later, line="ada/2"), looks(later, "online", line="ada/2")]
        assert kinds([*BOB_GOES, *again]) == ["ghost"]

    def test_one_of_two_devices_is_enough_to_be_there(self) -> None:
        second = connects("bob", 5, line="bob/2")
        assert kinds([*HERE, *second, goes("bob", 10), looks(10 + LONG, "online")]) == []

    def test_one_who_is_about_to_connect_may_be_shown(self) -> None:
        coming = Coming(at=50, person="bob", line="bob/2")
        assert kinds([*BOB_GOES, coming, looks(10 + LONG, "online")]) == []

    def test_while_redis_is_away_nobody_goes(self) -> None:
        frozen = Frozen(at=300, since=60, until=10 + LONG - LATE_SECONDS)
        assert kinds([*BOB_GOES, looks(10 + LONG, "online"), frozen]) == []

    def test_but_it_is_found_after_that(self) -> None:
        frozen = Frozen(at=300, since=20, until=40)
        assert kinds([*BOB_GOES, looks(10 + LONG, "online"), frozen]) == ["ghost"]


class TestFlaps:
    def test_somebody_who_stays_and_is_told_to_have_gone_is_found(self) -> None:
        later = looks(STAYS + STEADY_SECONDS, "online")
        assert kinds([*HERE, told(STAYS, "offline"), later]) == ["flap"]

    def test_so_is_one_whose_connection_ends_much_later(self) -> None:
        assert kinds([*HERE, told(STAYS, "offline"), goes("bob", STAYS + STEADY_SECONDS)]) == ["flap"]

    def test_so_is_one_who_keeps_one_of_two_devices(self) -> None:
        second = connects("bob", 1, line="bob/2")
        events = [*HERE, *second, goes("bob", 3), told(STAYS + 1, "offline"), looks(STAYS + 60, "offline")]
        assert kinds(events) == ["flap"]

    def test_one_whose_connection_is_just_ending_may_be_told_first(self) -> None:
        assert kinds([*HERE, told(STAYS, "offline"), goes("bob", STAYS + 1), looks(90, "offline")]) == []

    def test_one_who_has_just_come_may_be_told_of_what_was_before(self) -> None:
        events = [*BOB_GOES, *connects("bob", 20, line="bob/2"), told(30, "offline"), looks(90, "online")]
        assert kinds(events) == []

    def test_one_who_is_away_is_not_gone(self) -> None:
        assert kinds([*HERE, told(STAYS, "away"), looks(90, "away")]) == []


class TestTyping:
    def test_it_is_told_when_it_is_said(self) -> None:
        typing: list[Event] = [
            Typing(at=2, person="bob"),
            told(3, "typing"),
            Typed(at=4, person="bob"),
            told(5, "typing"),
        ]
        assert kinds([*HERE, *typing]) == []

    def test_without_an_answer_it_may_still_come(self) -> None:
        assert kinds([*HERE, Typing(at=2, person="bob"), told(90, "typing")]) == []

    def test_long_after_that_it_is_found(self) -> None:
        typing: list[Event] = [Typing(at=2, person="bob"), Typed(at=3, person="bob"), told(4 + LATE_SECONDS, "typing")]
        assert kinds([*HERE, *typing]) == ["typing"]

    def test_one_who_never_typed_is_found(self) -> None:
        assert kinds([*HERE, told(3, "typing")]) == ["typing"]

    def test_that_somebody_has_stopped_is_no_typing(self) -> None:
        assert kinds([*HERE, told(3, "still")]) == []


class TestWhoHasLeft:
    def test_after_gone_nothing_is_told(self) -> None:
        assert kinds([*HERE, *joins(2, 5), told(3, "away"), leaves(4, 9), told(4, "online"), gone(5, 9)]) == []

    def test_what_is_told_after_gone_is_found(self) -> None:
        assert kinds([*HERE, *joins(2, 5), leaves(4, 9), gone(5, 9), told(5, "away")]) == ["leak"]

    def test_also_when_the_answer_comes_later(self) -> None:
        assert kinds([*HERE, *joins(2, 5), gone(3, 9), told(4, "away"), leaves(5, 9)]) == ["leak"]

    def test_what_is_told_long_after_the_answer_is_found(self) -> None:
        assert kinds([*HERE, *joins(2, 5), leaves(4, 9), told(5 + LATE_SECONDS, "away")]) == ["leak"]

    def test_so_is_what_is_told_on_a_connection_that_was_never_in(self) -> None:
        outside = [leaves(4, 9), goes("ada", 5), *connects("ada", 6, is_in=False), told(7, "away")]
        assert kinds([*HERE, *joins(2, 5), *outside]) == ["leak"]

    def test_who_joins_again_is_told_again(self) -> None:
        assert kinds([*HERE, *joins(2, 5), leaves(4, 9), gone(5, 9), *joins(6, 11), told(7, "away")]) == []

    def test_also_when_gone_comes_late(self) -> None:
        assert kinds([*HERE, *joins(2, 5), leaves(4, 9), *joins(6, 11), gone(7, 9), told(8, "away")]) == []

    def test_also_when_gone_comes_before_the_answer_to_that(self) -> None:
        joining, joined = joins(6, 11)
        assert kinds([*HERE, *joins(2, 5), leaves(4, 9), joining, gone(7, 9), told(8, "away"), joined]) == []


def test_the_judge_of_a_run_looks_for_all_that() -> None:
    evening = an_evening()
    evening.add(*connects("ada"), looks(1, "online"))
    assert evening.kinds() == {"ghost"}
