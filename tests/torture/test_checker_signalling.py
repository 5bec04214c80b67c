"""The judge is tested on who looks present, who types, and who is told."""

import pytest

from tests.torture.attending import SLACK_SECONDS
from tests.torture.dump import Stay
from tests.torture.evening import LOBBY, Evening
from tests.torture.haste import FREEZE_SECONDS, PRESENT_SECONDS
from tests.torture.history import Event, Joined, Joining
from tests.torture.signalling import KNOWN_SECONDS, TYPED_SECONDS, Window
from tests.torture.signs import (
    Attending,
    Entered,
    Expelled,
    Kind,
    Parted,
    Signalled,
    Standing,
    Trouble,
    Typing,
    Upset,
    Watched,
    Watching,
)

CELLAR = "cellar"
LIMIT = PRESENT_SECONDS + SLACK_SECONDS
LONG = 1_000.0
BOBS = "bob's"


class Night:
    """Bob's device watches ada, who has one connection since 100 s. What follows is at times that each test names."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.add(Joined(at=99, person="ada", room=LOBBY, since=1, first_seq=1))
        self.attend(100, "ada", "ada's", "live")
        self.attend(100, "bob", BOBS, "live")
        self.watch(101, ada="online")

    def add(self, event: Event) -> None:
        self.evening.add(event)

    def attend(self, at: float, person: str, device: str, standing: Standing) -> None:
        self.add(Attending(at=at, person=person, device=device, standing=standing))

    def watch(self, at: float, person: str = "bob", **states: str) -> None:
        self.add(Watching(at=at, device=f"{person}'s", room=LOBBY))
        self.add(Watched(at=at, person=person, device=f"{person}'s", room=LOBBY, states=states))

    def signal(
        self, at: float, state: str = "", *, about: str = "ada", kind: Kind = "presence", person: str = "bob"
    ) -> None:
        told = Signalled(at=at, person=person, device=f"{person}'s", kind=kind, room=LOBBY, about=about, state=state)
        self.add(told)

    def trouble(self, upset: Upset, begin: float, end: float | None = None) -> None:
        self.add(Trouble(at=begin, upset=upset, is_over=False))
        if end is not None:
            self.add(Trouble(at=end, upset=upset, is_over=True))

    def kinds(self, frozen: tuple[Window, ...] = ()) -> set[str]:
        return self.evening.kinds(frozen)


@pytest.fixture
def night(evening: Evening) -> Night:
    return Night(evening)


class TestGhosts:
    def test_who_goes_in_time_and_is_told_to_have_gone_passes(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(200 + LIMIT - 1, "offline")
        night.attend(200 + LONG, "ada", "ada's", "live")
        night.signal(200 + LONG, "online")
        assert night.kinds() == set()

    def test_who_is_told_too_late_to_have_gone_is_found(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(200 + LIMIT + 1, "offline")
        assert night.kinds() == {"ghost"}

    def test_who_looks_present_until_they_come_back_is_found(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.attend(200 + LIMIT + 1, "ada", "ada's", "uncertain")
        assert night.kinds() == {"ghost"}

    def test_who_looks_present_until_the_watcher_goes_is_found(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.attend(200 + LIMIT + 1, "bob", BOBS, "ended")
        assert night.kinds() == {"ghost"}

    @pytest.mark.parametrize("state", ["online", "away"])
    def test_who_is_told_to_be_there_after_that_is_found(self, night: Night, state: str) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(202, "offline")
        night.signal(200 + LIMIT + 1, state)
        assert night.kinds() == {"ghost"}

    def test_so_is_who_is_answered_to_be_there(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(202, "offline")
        night.watch(200 + LIMIT + 1, ada="online")
        assert night.kinds() == {"ghost"}

    def test_a_second_connection_counts(self, night: Night) -> None:
        night.attend(150, "ada", "ada's second", "live")
        night.attend(200, "ada", "ada's", "ended")
        night.signal(200 + LONG, "away")
        night.attend(300 + LONG, "ada", "ada's second", "ended")
        night.signal(300 + LONG + LIMIT + 1, "offline")
        assert night.kinds() == {"ghost"}

    def test_so_does_one_that_may_be_there(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "uncertain")
        night.signal(200 + LONG, "away")
        assert night.kinds() == set()

    def test_of_a_watcher_who_does_not_read_it_is_not_known_what_they_were_told(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.attend(201, "bob", BOBS, "uncertain")
        night.attend(200 + LONG, "bob", BOBS, "ended")
        assert night.kinds() == set()

    def test_while_redis_is_away_and_for_a_while_nobody_has_to_go(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.trouble("redis", 205, 205 + LONG)
        night.signal(205 + LONG + FREEZE_SECONDS + SLACK_SECONDS - 1, "offline")
        assert night.kinds() == set()

    def test_but_after_that_they_do(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.trouble("redis", 205, 205 + LONG)
        night.signal(205 + LONG + FREEZE_SECONDS + SLACK_SECONDS + 1, "offline")
        assert night.kinds() == {"ghost"}

    def test_trouble_that_came_later_excuses_nothing(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.trouble("redis", 200 + LIMIT + 1)
        night.signal(200 + LIMIT + 2, "offline")
        assert night.kinds() == {"ghost"}

    def test_what_a_process_says_of_itself_excuses_like_trouble(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(200 + LIMIT + 5, "offline")
        assert night.kinds(((205.0, 212.0),)) == set()
        assert night.kinds(((300.0, 312.0),)) == {"ghost"}


class TestFlaps:
    def test_who_is_there_and_is_told_to_have_gone_is_found(self, night: Night) -> None:
        night.signal(100 + KNOWN_SECONDS + 1, "offline")
        assert "flap" in night.kinds()

    def test_so_is_somebody_of_whose_two_connections_one_has_ended(self, night: Night) -> None:
        night.attend(150, "ada", "ada's second", "live")
        night.attend(200, "ada", "ada's", "ended")
        night.signal(203, "offline")
        night.signal(204, "online")
        assert night.kinds() == {"flap"}

    def test_redis_being_away_excuses_nobody_who_tells_it(self, night: Night) -> None:
        night.trouble("redis", 200)
        night.signal(203, "offline")
        night.signal(204, "online")
        assert night.kinds() == {"flap"}

    def test_but_an_answer_of_a_process_that_cannot_ask(self, night: Night) -> None:
        night.trouble("redis", 200)
        night.watch(203, ada="offline")
        night.signal(204, "online")
        assert night.kinds() == set()

    def test_an_answer_in_peace_is_found(self, night: Night) -> None:
        night.watch(203, ada="offline")
        night.signal(204, "online")
        assert night.kinds() == {"flap"}

    def test_the_people_of_a_process_that_stands_still_may_go(self, night: Night) -> None:
        night.trouble("process", 200)
        night.signal(203, "offline")
        night.signal(204, "online")
        assert night.kinds() == set()

    def test_a_connection_takes_a_moment_to_be_known(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(203, "offline")
        night.attend(220, "ada", "ada's", "live")
        night.signal(220 + KNOWN_SECONDS - 1, "offline")
        night.signal(220 + KNOWN_SECONDS, "online")
        assert night.kinds() == set()

    def test_somebody_who_is_there_in_the_end_and_looks_offline_is_found(self, night: Night) -> None:
        night.attend(200, "ada", "ada's", "ended")
        night.signal(203, "offline")
        night.attend(300, "ada", "ada's", "live")
        assert night.kinds() == {"unseen"}


class TestTyping:
    def test_what_somebody_says_is_told(self, night: Night) -> None:
        night.add(Typing(at=200, person="ada", room=LOBBY))
        night.add(Typing(at=200.1, person="ada", room=LOBBY, is_taken=True))
        night.signal(200.2, about="ada", kind="typing")
        assert night.kinds() == set()

    def test_what_nobody_said_is_found(self, night: Night) -> None:
        night.add(Typing(at=200, person="bob", room=LOBBY))
        night.signal(200.2, about="ada", kind="typing")
        assert night.kinds() == {"typing"}

    def test_so_is_what_comes_long_after_it(self, night: Night) -> None:
        night.add(Typing(at=200, person="ada", room=LOBBY))
        night.signal(200 + TYPED_SECONDS + 1, about="ada", kind="typing")
        assert night.kinds() == {"typing"}

    def test_somebody_who_could_type_in_a_room_in_which_they_never_were_is_found(self, night: Night) -> None:
        night.add(Typing(at=200, person="ada", room=CELLAR))
        assert night.kinds() == set()
        night.add(Typing(at=201, person="ada", room=CELLAR, is_taken=True))
        assert night.kinds() == {"typing"}


class TestLeaks:
    @pytest.mark.parametrize("kind", ["typing", "presence"])
    def test_who_was_told_that_they_have_left_is_told_nothing_after(self, night: Night, kind: Kind) -> None:
        night.add(Typing(at=200, person="ada", room=LOBBY))
        night.add(Expelled(at=200, device=BOBS, room=LOBBY))
        night.signal(200.1, "away", kind=kind)
        assert "leak" in night.kinds()

    def test_who_is_back_is_told_again(self, night: Night) -> None:
        night.add(Expelled(at=200, device=BOBS, room=LOBBY))
        night.add(Entered(at=201, device=BOBS, room=LOBBY))
        night.watch(202, ada="online")
        night.signal(203, "away")
        assert night.kinds() == set()

    def test_but_not_of_those_whom_they_watched_before(self, night: Night) -> None:
        night.add(Expelled(at=200, device=BOBS, room=LOBBY))
        night.add(Entered(at=201, device=BOBS, room=LOBBY))
        night.signal(203, "away")
        assert night.kinds() == {"leak"}

    @pytest.mark.parametrize("kind", ["typing", "presence"])
    def test_somebody_who_never_was_in_the_room_is_told_nothing(self, night: Night, kind: Kind) -> None:
        night.add(Typing(at=200, person="ada", room=LOBBY))
        night.signal(200.1, "away", kind=kind, person="mallory")
        assert "leak" in night.kinds()

    @pytest.mark.parametrize("kind", ["typing", "presence"])
    def test_nothing_is_told_about_somebody_who_never_was_there(self, night: Night, kind: Kind) -> None:
        night.add(Typing(at=200, person="mallory", room=LOBBY))
        night.signal(200.1, "away", kind=kind, about="mallory")
        assert "leak" in night.kinds()

    def test_nobody_watches_somebody_who_never_was_there(self, night: Night) -> None:
        night.watch(200, ada="online", mallory="offline")
        assert night.kinds() == {"leak"}

    def test_nor_a_room_in_which_one_never_was(self, night: Night) -> None:
        night.attend(199, "mallory", "mallory's", "live")
        night.watch(200, "mallory", ada="online")
        assert night.kinds() == {"leak"}

    def test_the_presence_of_somebody_who_has_left_the_room_is_told_no_more(self, night: Night) -> None:
        night.add(Parted(at=200, device=BOBS, room=LOBBY, about="ada", until=9))
        night.signal(201, "away")
        assert night.kinds() == {"leak"}

    def test_an_earlier_stay_that_has_ended_ends_nothing(self, night: Night) -> None:
        """Ada has left and come back while bob was not connected: he is told of both after he has begun to watch."""
        night.evening.lobby.stays["ada"] = [Stay(1, 8, 1), Stay(9, None, 1)]
        night.add(Joining(at=150, person="ada", room=LOBBY))
        night.add(Parted(at=200, device=BOBS, room=LOBBY, about="ada", until=8))
        night.signal(201, "away")
        assert night.kinds() == set()

    def test_until_they_are_watched_anew(self, night: Night) -> None:
        night.add(Parted(at=200, device=BOBS, room=LOBBY, about="ada", until=9))
        night.add(Watching(at=201, device=BOBS, room=LOBBY))
        night.signal(201.1, "away")  # it may come before the answer
        night.watch(202, ada="away")
        night.signal(203, "online")
        assert night.kinds() == set()

    def test_a_new_connection_begins_with_nothing(self, night: Night) -> None:
        night.add(Expelled(at=200, device=BOBS, room=LOBBY))
        night.attend(201, "bob", BOBS, "ended")
        night.attend(202, "bob", BOBS, "live")
        night.signal(203, "away")
        assert night.kinds() == {"leak"}
