"""The judge is tested on who may see what: nothing after a leave, and nothing from before a stay if the room hides its
past.
"""

import pytest
from msgspec import structs

from tests.torture.dump import Kept, Stay
from tests.torture.evening import CLOCK, LOBBY, Evening, answered, asked, shown
from tests.torture.events import Ended, Erased, Erasing, Heard, How, Joined, Joining, Left, Shown

BACK_AT, SAID_AT, ERASED_AT = 8, 9, 10
SAID = Kept(4, SAID_AT, "ada", "a4", "a4 by ada")
EMPTY = Kept(1, ERASED_AT, "ada", "a1", "", erased=True)
HOWS: list[How] = ["next", "page", "again", "unused"]


def heard(person: str, upto: int, *strangers: str) -> Heard:
    return Heard(at=next(CLOCK), person=person, device=f"{person}'s", room=LOBBY, upto=upto, strangers=list(strangers))


def is_back(evening: Evening, first_seq: int) -> None:
    """Eve has come back to the lobby and may read it from this message on. Then ada sends a fourth message."""
    joining = Joining(at=next(CLOCK), person="eve", room=LOBBY)
    evening.add(joining, Joined(at=next(CLOCK), person="eve", room=LOBBY, since=BACK_AT, first_seq=first_seq))
    evening.add(asked("a4"), answered("a4", 4), shown("bob", SAID), shown("eve", SAID))
    evening.lobby.messages.append(SAID)
    evening.lobby.seq, evening.lobby.head = 4, SAID_AT
    evening.lobby.stays["eve"].append(Stay(BACK_AT, None, first_seq))
    evening.lobby.members["eve"] = (0, 0)
    for person in ("bob", "eve"):
        evening.change(evening.find(Ended, person=person), rooms={LOBBY: (SAID_AT, 4)})


def erases(evening: Evening) -> None:
    """Ada erases her first message, and bob's device is sent that."""
    evening.add(Erasing(at=next(CLOCK), person="ada", room=LOBBY, seq=1))
    evening.add(Erased(at=next(CLOCK), person="ada", room=LOBBY, seq=1, rev=ERASED_AT), shown("bob", EMPTY, "again"))
    evening.lobby.messages[0], evening.lobby.head = EMPTY, ERASED_AT
    for person, erased in (("bob", [1]), ("eve", [])):
        first = 4 if person == "eve" else 1
        rooms, believed = {LOBBY: (ERASED_AT, 4)}, {LOBBY: (first, erased)}
        evening.change(evening.find(Ended, person=person), rooms=rooms, erased=believed)


@pytest.fixture
def evening(evening: Evening) -> Evening:
    """The lobby hides messages from before a member joined."""
    evening.lobby.is_since_join = True
    return evening


class TestAfterALeaving:
    @pytest.mark.parametrize("how", HOWS)
    def test_what_reaches_somebody_is_found(self, evening: Evening, how: How) -> None:
        evening.add(shown("eve", evening.lobby.messages[1], how))
        assert "leak" in evening.kinds()

    def test_even_before_they_were_told_that_they_have_left(self, evening: Evening) -> None:
        evening.history.insert(evening.find(Left), shown("eve", evening.lobby.messages[1]))
        assert evening.kinds() == {"leak"}

    def test_so_is_what_is_told_without_a_message(self, evening: Evening) -> None:
        evening.add(heard("eve", 6))
        assert evening.kinds() == {"leak"}

    def test_so_is_an_older_message_by_what_tells_further(self, evening: Evening) -> None:
        evening.add(shown("eve", evening.lobby.messages[0], "unused", upto=7))
        assert evening.kinds() == {"leak"}

    def test_what_was_on_its_way_may_arrive(self, evening: Evening) -> None:
        evening.add(shown("eve", evening.lobby.messages[0], "unused"), heard("eve", 5))
        assert evening.kinds() == set()

    def test_what_was_said_meanwhile_is_found_also_when_they_are_back(self, evening: Evening) -> None:
        is_back(evening, 1)
        evening.add(shown("eve", evening.lobby.messages[1], "unused"))
        assert "leak" in evening.kinds()

    def test_where_the_past_is_everybodys_it_may_be_read_by_who_is_back(self, evening: Evening) -> None:
        evening.lobby.is_since_join = False
        is_back(evening, 1)
        at = evening.find(Shown, person="eve", seq=4)
        evening.history[at:at] = [shown("eve", one, "page", upto=BACK_AT) for one in evening.lobby.messages[:3]]
        assert evening.kinds() == set()

    def test_what_reaches_somebody_before_they_came_is_found(self, evening: Evening) -> None:
        evening.add(heard("eve", 2))
        assert evening.kinds() == {"leak"}

    def test_somebody_who_was_never_there_is_told_nothing(self, evening: Evening) -> None:
        evening.add(shown("somebody", evening.lobby.messages[0], "unused"))
        assert evening.kinds() == {"leak"}

    def test_a_leaving_that_was_answered_and_is_not_kept_is_found(self, evening: Evening) -> None:
        evening.lobby.stays["eve"] = [Stay(3, None, 1)]
        assert "answers" in evening.kinds()


class TestBeforeTheyCame:
    def test_who_is_back_is_told_nothing_of_it_and_of_all_that_follows(self, evening: Evening) -> None:
        is_back(evening, 4)
        erases(evening)
        evening.add(heard("eve", ERASED_AT))
        assert evening.kinds() == set()

    @pytest.mark.parametrize("how", ["again", "unused"])
    def test_that_it_was_erased_is_not_for_them(self, evening: Evening, how: How) -> None:
        is_back(evening, 4)
        erases(evening)
        evening.add(shown("eve", EMPTY, how))
        assert evening.kinds() == {"old place"}

    @pytest.mark.parametrize("how", ["page", "again", "unused"])
    def test_neither_is_what_was_said_on_a_page_nor_in_a_replay(self, evening: Evening, how: How) -> None:
        is_back(evening, 4)
        at = evening.find(Shown, person="eve", seq=4)
        evening.history.insert(at, shown("eve", evening.lobby.messages[2], how, upto=BACK_AT))
        assert evening.kinds() == {"old place"}

    def test_not_even_what_they_saw_in_an_earlier_stay(self, evening: Evening) -> None:
        is_back(evening, 4)
        evening.add(shown("eve", evening.lobby.messages[0], "unused", upto=SAID_AT))
        assert evening.kinds() == {"old place"}

    def test_what_the_earlier_stay_was_told_may_arrive_late(self, evening: Evening) -> None:
        is_back(evening, 4)
        evening.add(shown("eve", evening.lobby.messages[0], "unused"))
        assert evening.kinds() == set()

    def test_a_stay_that_may_not_read_what_was_said_in_it_is_found(self, evening: Evening) -> None:
        is_back(evening, 5)
        assert "hidden" in evening.kinds()

    def test_a_stay_that_may_read_what_was_said_before_it_is_found(self, evening: Evening) -> None:
        is_back(evening, 3)
        assert "old place" in evening.kinds()

    def test_so_is_one_that_is_kept_otherwise_than_it_was_answered(self, evening: Evening) -> None:
        is_back(evening, 4)
        evening.lobby.stays["eve"][1] = structs.replace(evening.lobby.stays["eve"][1], first_seq=5)
        assert "answers" in evening.kinds()

    def test_a_hole_in_the_later_stay_is_still_found(self, evening: Evening) -> None:
        is_back(evening, 4)
        fifth, sixth = (Kept(seq, seq + 5, "ada", f"a{seq}", f"a{seq} by ada") for seq in (5, 6))
        evening.lobby.messages += [fifth, sixth]
        evening.add(asked("a5"), asked("a6"), shown("eve", sixth))
        assert "hole" in evening.kinds()


def test_the_card_of_somebody_whom_nothing_names_is_found(evening: Evening) -> None:
    evening.add(heard("bob", 7, "ada"))
    assert evening.kinds() == {"card"}
