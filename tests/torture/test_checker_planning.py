"""The judge is tested on scheduled messages: it finds those that were lost, sent too early, and left over."""

from typing import Any

import pytest
from msgspec import structs

from tests.torture.dump import Kept, PlanRow, Room
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening, shown
from tests.torture.events import Ended, Event, Left
from tests.torture.following import is_followed
from tests.torture.plan_events import Dropped, Dropping, Planned, Planning

PLAN, FIRST, SECOND = "bob-plan-1", "bob-plan-1 was written before", "bob-plan-1 was written before, and better"
# Where bob leaves, his stay goes on in the dump: that is another violation.
NO_SUCH_STAY = {"answers"}
SAID = Kept(4, 8, "bob", "scheduled:77", SECOND)
OVER = PlanRow("77", "bob", PLAN, is_over=True, has_failed=False, jobs=0)


def planning(body: str = FIRST, *, is_due: bool = True, answered: bool = True) -> list[Event]:
    about: dict[str, Any] = {"person": "bob", "room": LOBBY, "plan": PLAN, "body": body}
    asked = Planning(at=next(CLOCK), is_due=is_due, **about)
    return [asked, Planned(at=next(CLOCK), id="77", **about)] if answered else [asked]


def dropping(*, answered: bool = True) -> list[Event]:
    about = {"person": "bob", "room": LOBBY, "plan": PLAN}
    asked = Dropping(at=next(CLOCK), **about)
    return [asked, Dropped(at=next(CLOCK), **about)] if answered else [asked]


def left() -> Left:
    return Left(at=next(CLOCK), person="bob", room=LOBBY, place=8)


def an_evening_with(*events: Event, said: Kept | None = SAID, row: PlanRow | None = OVER) -> Evening:
    """Of what was scheduled, these events tell, the message if it was sent, and its row."""
    evening = an_evening()
    evening.add(*events)
    if row is not None:
        evening.lobby.plans.append(row)
    if said is not None:
        evening.lobby.messages.append(said)
        evening.lobby.seq, evening.lobby.head = said.seq, said.rev
        evening.change(evening.find(Ended, person="bob"), rooms={LOBBY: (said.rev, said.seq)})
    return evening


def test_one_that_was_moved_to_another_time_and_sent_passes() -> None:
    evening = an_evening_with(*planning(is_due=False), *planning(SECOND))
    assert evening.kinds() == set()


@pytest.mark.parametrize("body", [FIRST, SECOND])
def test_a_change_without_an_answer_may_have_been_made_or_not(body: str) -> None:
    said = structs.replace(SAID, body=body)
    assert an_evening_with(*planning(), *planning(SECOND, answered=False), said=said).kinds() == set()


def test_one_without_any_answer_may_be_sent() -> None:
    said = structs.replace(SAID, body=FIRST)
    assert an_evening_with(*planning(answered=False), said=said).kinds() == set()
    assert an_evening_with(*planning(answered=False), said=None, row=None).kinds() == set()


@pytest.mark.parametrize("said", [None, structs.replace(SAID, body=FIRST)], ids=["cancelled in time", "too late"])
def test_one_that_was_cancelled_about_when_it_was_due_is_sent_or_not(said: Kept | None) -> None:
    assert an_evening_with(*planning(), *dropping(), said=said).kinds() == set()


def test_its_author_has_left_and_it_failed() -> None:
    row = structs.replace(OVER, is_over=False, has_failed=True)
    assert an_evening_with(*planning(), left(), said=None, row=row).kinds() == NO_SUCH_STAY


def test_devices_are_shown_it() -> None:
    evening = an_evening_with(*planning(SECOND))
    evening.add(shown("bob", SAID))
    assert evening.kinds() == set()


def test_one_that_was_answered_and_is_nowhere() -> None:
    assert an_evening_with(*planning(), said=None, row=None).kinds() == {"loss"}


def test_one_that_is_over_and_was_neither_sent_nor_cancelled() -> None:
    assert an_evening_with(*planning(), said=None).kinds() == {"loss"}


def test_one_that_was_cancelled_hours_before_its_time_and_sent() -> None:
    said = structs.replace(SAID, body=FIRST)
    assert an_evening_with(*planning(is_due=False), *dropping(), said=said).kinds() == {"early"}


def test_one_that_was_sent_hours_before_its_time() -> None:
    said, row = structs.replace(SAID, body=FIRST), OVER
    assert an_evening_with(*planning(is_due=False), said=said, row=row).kinds() == {"early"}


def test_one_that_says_what_it_said_before_a_change_that_was_answered() -> None:
    said = structs.replace(SAID, body=FIRST)
    assert an_evening_with(*planning(), *planning(SECOND), said=said).kinds() == {"stale"}


def test_one_that_somebody_else_sent() -> None:
    said = structs.replace(SAID, sender="ada")
    assert an_evening_with(*planning(SECOND), said=said).kinds() == {"ghost"}


def test_one_that_was_sent_twice() -> None:
    evening = an_evening_with(*planning(SECOND))
    again = structs.replace(SAID, seq=5, rev=9)
    evening.lobby.messages.append(again)
    evening.lobby.seq, evening.lobby.head = 5, 9
    assert "duplicate" in evening.kinds()


def test_one_that_nobody_scheduled() -> None:
    assert an_evening_with(said=None).kinds() == {"ghost"}
    assert an_evening_with(row=None).kinds() == {"ghost"}


def test_one_that_failed_for_no_reason() -> None:
    row = structs.replace(OVER, is_over=False, has_failed=True)
    assert an_evening_with(*planning(), said=None, row=row).kinds() == {"refused"}


def test_one_that_was_cancelled_and_is_still_there() -> None:
    row = structs.replace(OVER, is_over=False, has_failed=True)
    assert an_evening_with(*planning(), left(), *dropping(), said=None, row=row).kinds() == {"undropped"} | NO_SUCH_STAY


@pytest.mark.parametrize("jobs", [0, 1])
def test_one_that_waits_for_ever(jobs: int) -> None:
    evening = an_evening_with(*planning(), said=None, row=structs.replace(OVER, is_over=False, jobs=jobs))
    assert evening.kinds() == {"job"}
    assert not is_followed(evening.dump)


def test_a_job_that_is_left_over() -> None:
    assert an_evening_with(*planning(SECOND), row=structs.replace(OVER, jobs=1)).kinds() == {"job"}


def test_one_that_was_sent_and_waits_to_be_sent_again() -> None:
    row = structs.replace(OVER, is_over=False, jobs=1)
    assert an_evening_with(*planning(SECOND), row=row).kinds() == {"job"}


def test_what_waits_is_waited_for() -> None:
    waiting, failed = structs.replace(OVER, is_over=False), structs.replace(OVER, is_over=False, has_failed=True)
    kept = Room(1, 0, [], {}, plans=[OVER, failed])
    assert all(plan.is_over or plan.has_failed for plan in kept.plans)
    kept.plans.append(waiting)
    assert not is_followed({"17": kept})
