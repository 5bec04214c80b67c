"""The judge is tested on edits: it finds lost texts, invented ones, and wrong histories."""

import pytest

from tests.torture.dump import Kept
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening, shown
from tests.torture.events import Edited, Editing, Ended, Shown

SECOND, EDITED_AT = 2, 8
WHOLE = Kept(SECOND, 6, "ada", "a2", "a2 by ada")
BETTER = Kept(SECOND, EDITED_AT, "ada", "a2", "better", edited=True)


def editing(body: str = BETTER.body) -> Editing:
    return Editing(at=next(CLOCK), person="ada", room=LOBBY, seq=SECOND, body=body)


def edited(body: str = BETTER.body, rev: int = EDITED_AT) -> Edited:
    return Edited(at=next(CLOCK), person="ada", room=LOBBY, seq=SECOND, body=body, rev=rev)


@pytest.fixture
def evening() -> Evening:
    """Ada puts the second thing that she said better, as the lobby's change 8, and bob's device hears of it."""
    evening = an_evening()
    evening.add(editing(), edited(), shown("bob", BETTER, "again"))
    evening.lobby.messages[1], evening.lobby.head = BETTER, EDITED_AT
    evening.lobby.versions[SECOND] = [(WHOLE.rev, WHOLE.body)]
    evening.change(evening.find(Ended, person="bob"), rooms={LOBBY: (EDITED_AT, evening.lobby.seq)})
    return evening


def again(evening: Evening, body: str, rev: int) -> None:
    """It is put better once more."""
    message = evening.lobby.messages[1]
    evening.lobby.versions[SECOND].append((message.rev, message.body))
    evening.lobby.messages[1], evening.lobby.head = Kept(SECOND, rev, "ada", "a2", body, edited=True), rev
    evening.change(evening.find(Ended, person="bob"), rooms={LOBBY: (rev, evening.lobby.seq)})


def test_a_good_history_passes(evening: Evening) -> None:
    assert evening.kinds() == set()


def test_so_does_one_with_more_edits(evening: Evening) -> None:
    evening.add(editing("best"), edited("best", 9))
    again(evening, "best", 9)
    assert evening.kinds() == set()


def test_what_got_no_answer_may_be_there_or_not(evening: Evening) -> None:
    evening.add(editing("best"))
    assert evening.kinds() == set()
    again(evening, "best", 9)
    assert evening.kinds() == set()


def test_what_is_erased_has_no_history(evening: Evening) -> None:
    evening.lobby.messages[1] = Kept(SECOND, 9, "ada", "a2", "", erased=True)
    assert "unerased" in evening.kinds()


def test_a_text_that_was_answered_and_is_nowhere(evening: Evening) -> None:
    evening.add(editing("best"), edited("best", 9))
    assert evening.kinds() == {"loss"}


def test_a_text_that_is_not_in_the_history_any_more(evening: Evening) -> None:
    evening.add(editing("best"), edited("best", 9))
    again(evening, "best", 9)
    del evening.lobby.versions[SECOND][1]
    assert evening.kinds() == {"loss"}


def test_an_edited_message_without_a_history(evening: Evening) -> None:
    evening.lobby.versions.clear()
    assert evening.kinds() == {"history"}


def test_a_history_of_what_was_not_edited(evening: Evening) -> None:
    evening.lobby.versions[1] = [(3, "before")]
    assert evening.kinds() == {"history"}


def test_versions_that_do_not_go_up(evening: Evening) -> None:
    evening.lobby.versions[SECOND] = [(EDITED_AT, WHOLE.body)]
    assert evening.kinds() == {"history"}


def test_a_text_that_nobody_asked_for(evening: Evening) -> None:
    again(evening, "never said", 9)
    assert evening.kinds() >= {"ghost"}


def test_an_earlier_text_that_nobody_asked_for(evening: Evening) -> None:
    evening.add(editing("best"), edited("best", 10))
    evening.lobby.versions[SECOND].append((9, "never said"))
    evening.lobby.messages[1] = Kept(SECOND, 10, "ada", "a2", "best", edited=True)
    assert "ghost" in evening.kinds()


def test_two_texts_as_of_the_same_change(evening: Evening) -> None:
    evening.add(editing("best"), edited("best", EDITED_AT))
    assert evening.kinds() == {"answers"}


def test_a_device_that_is_shown_the_old_text_by_what_told_of_the_new_one(evening: Evening) -> None:
    evening.change(evening.find(Shown, person="bob", how="again"), body=WHOLE.body, rev=WHOLE.rev)
    assert evening.kinds() == {"retold"}


def test_a_device_that_is_shown_a_text_that_nobody_asked_for(evening: Evening) -> None:
    evening.change(evening.find(Shown, person="bob", how="again"), body="never said", upto=7)
    assert evening.kinds() == {"ghost"}


def test_somebody_who_was_away_hears_of_it_after_what_was_said_after_it(evening: Evening) -> None:
    del evening.history[evening.find(Shown, person="bob", seq=SECOND)]
    assert evening.kinds() == {"hole"}
    evening.history.insert(evening.find(Shown, person="bob", seq=3), editing())
    assert evening.kinds() == set()
