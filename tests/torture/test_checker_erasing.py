"""The judge is tested on erasures: a message stays erased for everybody, and nothing else disappears."""

import pytest
from msgspec import structs

from tests.torture.checker import doors
from tests.torture.dump import Kept, Room
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening, answered, asked, refused, shown
from tests.torture.events import Edited, Editing, Ended, Erased, Erasing, How, Restored, Restoring, Shown

SECOND, ERASED_AT = 2, 8
WHOLE = Kept(SECOND, 6, "ada", "a2", "a2 by ada")
EMPTY = Kept(SECOND, ERASED_AT, "ada", "a2", "", erased=True)


def erasing(seq: int = SECOND) -> Erasing:
    return Erasing(at=next(CLOCK), person="ada", room=LOBBY, seq=seq)


def erased(seq: int = SECOND, rev: int = ERASED_AT) -> Erased:
    return Erased(at=next(CLOCK), person="ada", room=LOBBY, seq=seq, rev=rev)


def believes(evening: Evening, first: int, *places: int) -> None:
    """In the end bob's device takes these messages to be erased."""
    rooms = {LOBBY: (evening.lobby.head, evening.lobby.seq)}
    evening.change(evening.find(Ended, person="bob"), rooms=rooms, erased={LOBBY: (first, list(places))})


@pytest.fixture
def evening() -> Evening:
    """Ada erases her second message, which is the lobby's change 8, and bob's device is sent that."""
    evening = an_evening()
    evening.add(erasing(), erased(), shown("bob", EMPTY, "again"))
    evening.lobby.messages[1], evening.lobby.head = EMPTY, ERASED_AT
    believes(evening, 1, SECOND)
    return evening


def test_a_good_history_passes(evening: Evening) -> None:
    assert evening.kinds() == set()


def test_so_does_one_in_which_what_was_erased_is_sent_again(evening: Evening) -> None:
    evening.add(asked("a2"), answered("a2", SECOND), erasing(), erased())
    assert evening.kinds() == set()


def test_what_got_no_answer_may_be_erased_or_not(evening: Evening) -> None:
    del evening.history[evening.find(Erased)]
    assert evening.kinds() == set()
    del evening.history[evening.find(Shown, how="again")]
    evening.lobby.messages[1] = WHOLE
    believes(evening, 1)
    assert evening.kinds() == set()


def test_somebody_who_was_away_is_shown_it_empty_in_its_place(evening: Evening) -> None:
    come_back(evening, EMPTY, evening.lobby.messages[2])
    assert evening.kinds() == set()


def test_or_after_what_was_said_after_it_as_its_last_change_is_later(evening: Evening) -> None:
    come_back(evening, evening.lobby.messages[2])
    evening.add(shown("bob", EMPTY, "again"))
    assert evening.kinds() == set()


def test_a_client_leaves_out_what_is_erased_before_its_turn(evening: Evening) -> None:
    come_back(evening, evening.lobby.messages[2])
    assert evening.kinds() == set()


@pytest.mark.parametrize("is_asked", [True, False])
def test_but_nothing_that_is_not_erased_in_the_end(is_asked: bool) -> None:
    evening = an_evening()
    del evening.history[evening.find(Shown, person="bob", seq=SECOND)]
    if is_asked:
        evening.history.insert(evening.find(Shown, person="bob", seq=3), erasing())
    assert evening.kinds() == {"hole"}


def test_nor_what_is_erased_only_after_it_was_left_out(evening: Evening) -> None:
    del evening.history[evening.find(Shown, person="bob", seq=SECOND, how="next")]
    assert evening.kinds() == {"hole"}


def test_a_lost_erasure_is_found(evening: Evening) -> None:
    evening.lobby.messages[1] = WHOLE
    assert "unerased" in evening.kinds()


def test_one_that_stands_at_another_change_than_was_answered_is_found(evening: Evening) -> None:
    evening.change(evening.find(Erased), rev=7)
    assert "unerased" in evening.kinds()


def test_two_answers_that_differ_are_found(evening: Evening) -> None:
    evening.add(erasing(), erased(rev=9))
    assert evening.kinds() == {"answers"}


def test_a_message_that_is_empty_and_nobody_has_erased_is_found_and_is_lost(evening: Evening) -> None:
    evening.lobby.messages[0] = Kept(1, 4, "ada", "a1", "", erased=True)
    assert {"emptied", "loss"} <= evening.kinds()


def test_an_empty_one_that_nobody_has_sent_is_found(evening: Evening) -> None:
    evening.lobby.messages[1] = structs.replace(EMPTY, client_id="b2")
    assert {"ghost", "loss", "reorder"} <= evening.kinds()


def test_one_that_was_refused_for_good_and_is_there_erased_is_found(evening: Evening) -> None:
    evening.lobby.messages.append(Kept(4, 9, "ada", "a4", "", erased=True))
    evening.lobby.seq, evening.lobby.head = 4, 9
    evening.add(asked("a4"), refused("a4", for_good=True), erasing(4))
    assert "refused" in evening.kinds()


def test_one_that_is_there_twice_is_found(evening: Evening) -> None:
    evening.lobby.messages.append(structs.replace(EMPTY, seq=4, rev=9))
    evening.lobby.seq, evening.lobby.head = 4, 9
    assert "duplicate" in evening.kinds()


@pytest.mark.parametrize(("first", "places"), [(1, []), (1, [1, SECOND]), (SECOND, [SECOND, 3]), (3, [SECOND])])
def test_a_device_that_believes_something_else_in_the_end_is_found(
    evening: Evening, first: int, places: list[int]
) -> None:
    believes(evening, first, *places)
    assert evening.kinds() == {"behind"}


def test_nobody_needs_to_know_what_was_erased_before_all_that_they_know(evening: Evening) -> None:
    believes(evening, 3)
    assert evening.kinds() == set()


@pytest.mark.parametrize("how", ["next", "page", "again"])
def test_a_body_that_is_shown_as_of_its_erasure_or_later_is_found(evening: Evening, how: How) -> None:
    evening.add(shown("bob", structs.replace(WHOLE, rev=ERASED_AT), how))
    assert "retold" in evening.kinds()


def test_even_as_the_older_version_that_it_is(evening: Evening) -> None:
    """A page or a catch-up shows one moment: if that is after the erasure, the body is not in it."""
    evening.add(shown("bob", WHOLE, "again", upto=ERASED_AT))
    assert evening.kinds() == {"retold"}


def test_what_is_shown_late_and_told_no_further_than_before_the_erasure_passes(evening: Evening) -> None:
    evening.add(shown("bob", WHOLE, "again", upto=ERASED_AT - 1))
    assert evening.kinds() == set()


def test_another_body_than_was_sent_is_found_even_of_what_is_erased_by_now(evening: Evening) -> None:
    evening.change(evening.find(Shown, person="bob", seq=SECOND, how="next"), body="not what she said")
    assert evening.kinds() == {"ghost"}


def test_a_message_that_is_shown_empty_before_anybody_asked_is_found(evening: Evening) -> None:
    evening.history.insert(evening.find(Erasing), shown("bob", EMPTY, "again"))
    assert evening.kinds() == {"emptied"}


def test_so_is_one_that_is_shown_empty_and_is_not_erased_in_the_end(evening: Evening) -> None:
    del evening.history[evening.find(Erased)]
    evening.lobby.messages[1] = WHOLE
    believes(evening, 1)
    assert evening.kinds() == {"emptied"}


def test_an_erasure_reaches_nobody_who_has_left(evening: Evening) -> None:
    evening.add(shown("eve", EMPTY, "again"))
    assert evening.kinds() == {"leak"}


@pytest.mark.parametrize("told", [WHOLE, structs.replace(EMPTY, erased=False), structs.replace(EMPTY, rev=6)])
def test_an_api_that_tells_it_otherwise_than_it_is_kept_is_found(evening: Evening, told: Kept) -> None:
    first, _, third = evening.lobby.messages
    there = Room(ERASED_AT, 3, [first, told, third], {})
    assert [violation.kind for violation in doors(evening.dump, {LOBBY: there})] == ["doors"]


def come_back(evening: Evening, *messages: Kept) -> None:
    """Bob's device was away from the first message until the second was erased. Then it is sent these messages."""
    for seq in (3, SECOND):
        del evening.history[evening.find(Shown, person="bob", seq=seq)]
    del evening.history[evening.find(Shown, person="bob", how="again")]
    evening.add(*(shown("bob", message, upto=ERASED_AT) for message in messages))


def restoring(seq: int = SECOND) -> Restoring:
    return Restoring(at=next(CLOCK), person="ada", room=LOBBY, seq=seq)


def restored(rev: int, seq: int = SECOND) -> Restored:
    return Restored(at=next(CLOCK), person="ada", room=LOBBY, seq=seq, rev=rev)


class TestRestoring:
    """Ada restores her second message with the lobby's change 9, and bob's device is sent that."""

    BACK = structs.replace(WHOLE, rev=ERASED_AT + 1)

    @pytest.fixture
    def evening(self, evening: Evening) -> Evening:
        evening.add(restoring(), restored(ERASED_AT + 1), shown("bob", self.BACK, "again"))
        evening.lobby.messages[1], evening.lobby.head = self.BACK, ERASED_AT + 1
        believes(evening, 1)
        return evening

    def test_passes(self, evening: Evening) -> None:
        assert evening.kinds() == set()

    def test_one_that_came_too_late_leaves_it_erased(self, evening: Evening) -> None:
        del evening.history[evening.find(Restored)]
        del evening.history[evening.find(Shown, rev=ERASED_AT + 1)]
        evening.lobby.messages[1], evening.lobby.head = EMPTY, ERASED_AT
        believes(evening, 1, SECOND)
        assert evening.kinds() == set()

    def test_one_that_was_answered_and_lost_is_found(self, evening: Evening) -> None:
        evening.lobby.messages[1] = EMPTY
        assert "emptied" in evening.kinds()

    def test_one_that_was_answered_and_is_erased_all_the_same_is_found(self, evening: Evening) -> None:
        evening.lobby.messages[1] = structs.replace(EMPTY, rev=ERASED_AT + 1)
        assert "emptied" in evening.kinds()

    def test_one_that_nobody_asked_for_is_found(self, evening: Evening) -> None:
        del evening.history[evening.find(Restoring)]
        assert "answers" in evening.kinds()

    def test_a_device_that_believes_it_is_still_erased_is_found(self, evening: Evening) -> None:
        evening.change(evening.find(Ended, person="bob"), erased={LOBBY: (1, [SECOND])})
        assert evening.kinds() == {"behind"}

    def test_being_shown_it_empty_afterwards_is_found(self, evening: Evening) -> None:
        evening.add(shown("bob", EMPTY, "again", upto=ERASED_AT + 1))
        assert "emptied" in evening.kinds()

    def test_being_shown_it_empty_in_between_passes(self, evening: Evening) -> None:
        evening.add(shown("bob", EMPTY, "again", upto=ERASED_AT))
        assert evening.kinds() == set()

    def test_one_that_was_edited_before_still_has_been(self, evening: Evening) -> None:
        evening.add(restoring())
        editing = Editing(at=next(CLOCK), person="ada", room=LOBBY, seq=SECOND, body="better")
        edited = Edited(at=next(CLOCK), person="ada", room=LOBBY, seq=SECOND, body="better", rev=7)
        evening.history[(at := evening.find(Erasing)) : at] = [editing, edited]
        assert "loss" in evening.kinds()
