"""The judge is tested on what people keep for themselves: it finds what was lost, invented, or unknown to a device."""

from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening
from tests.torture.events import Ended, Left
from tests.torture.keepsake_events import Granted, Keeping, KeepsakeEvent

FIRST, SECOND = "I think that", "I think that we"
DRAFT, SAVE = "draft", "save 1"


def keeping(value: str, what: str = DRAFT, *, answered: bool = True) -> list[KeepsakeEvent]:
    asked = Keeping(at=next(CLOCK), person="bob", room=LOBBY, what=what, value=value)
    told = Granted(at=next(CLOCK), person="bob", room=LOBBY, what=what, value=value)
    return [asked, told] if answered else [asked]


def an_evening_with(
    *events: KeepsakeEvent | Left, there: str = "", known: str | None = None, what: str = DRAFT
) -> Evening:
    """Bob keeps something; what is there in the end, and what his device knows, unless it is the same."""
    evening = an_evening()
    evening.add(*events)
    if there:
        evening.lobby.keepsakes = {("bob", what): (9, there)}
    knows = there if known is None else known
    end = evening.find(Ended, person="bob")
    evening.change(end, keepsakes={f"{LOBBY} {what}": (9, knows)} if knows else {})
    return evening


def test_a_good_history_passes() -> None:
    assert an_evening_with(*keeping(FIRST), *keeping(SECOND), there=SECOND).kinds() == set()
    assert an_evening_with(*keeping(FIRST), *keeping("")).kinds() == set()


def test_what_got_no_answer_may_be_there_or_not_however_late() -> None:
    events = [*keeping(FIRST, answered=False), *keeping(SECOND)]
    for there in (FIRST, SECOND):
        assert an_evening_with(*events, there=there).kinds() == set()
    assert an_evening_with(*keeping(FIRST), *keeping("", answered=False), there=FIRST).kinds() == set()


def test_who_leaves_the_room_keeps_nothing_of_it() -> None:
    events = [*keeping(FIRST), Left(at=next(CLOCK), person="bob", room=LOBBY, place=8)]
    assert "loss" not in an_evening_with(*events).kinds()
    assert "loss" in an_evening_with(*events, *keeping(SECOND)).kinds()


def test_a_saved_message_goes_with_the_message() -> None:
    assert an_evening_with(*keeping("there", SAVE), what=SAVE).kinds() == set()


def test_one_that_was_answered_and_is_not_there() -> None:
    assert an_evening_with(*keeping(FIRST)).kinds() == {"loss"}


def test_one_that_was_taken_away_and_is_there() -> None:
    assert an_evening_with(*keeping(FIRST), *keeping(""), there=FIRST).kinds() == {"loss"}


def test_one_that_says_what_it_said_before() -> None:
    assert an_evening_with(*keeping(FIRST), *keeping(SECOND), there=FIRST).kinds() == {"loss"}


def test_one_that_nobody_asked_for() -> None:
    assert an_evening_with(there=FIRST).kinds() == {"ghost"}


def test_a_device_that_does_not_know_of_one_or_knows_what_is_gone() -> None:
    assert an_evening_with(*keeping(FIRST), there=FIRST, known="").kinds() == {"behind"}
    assert an_evening_with(*keeping(FIRST), *keeping(""), known=FIRST).kinds() == {"behind"}
    assert an_evening_with(*keeping(FIRST), *keeping(SECOND), there=SECOND, known=FIRST).kinds() == {"behind"}


def test_a_device_that_knows_an_older_version() -> None:
    evening = an_evening_with(*keeping(FIRST), there=FIRST)
    evening.lobby.keepsakes = {("bob", DRAFT): (10, FIRST)}
    assert evening.kinds() == {"behind"}
