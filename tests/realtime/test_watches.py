"""Who watches whom, when people leave while it is being read, and who is told."""

from typing import Any

import pytest

from parley.basics.metrics import Metrics
from parley.realtime.hub import Hub
from parley.realtime.receiver import Receiver
from parley.realtime.watches import Watches
from tests.realtime.listener import Listener, listen
from tests.realtime.test_frames import ADA, BOB, DEN, LOBBY

EVE = 99


class Scene:
    """Watches over a hub, and what they say about whom somebody watches."""

    def __init__(self, hub: Hub, metrics: Metrics) -> None:
        self.interest: list[tuple[int, bool]] = []
        self.metrics = metrics
        self.watches = Watches(hub.follows, lambda person, watched: self.interest.append((person, watched)), metrics)

    def watch(self, receiver: Receiver, room: int, members: dict[int, int]) -> list[int]:
        return self.watches.fill(self.watches.begin(receiver, room), members)


@pytest.fixture
def scene(hub: Hub, metrics: Metrics) -> Scene:
    return Scene(hub, metrics)


def told(listener: Listener) -> list[tuple[Any, ...]]:
    return [(signal["log"], signal["person"], signal["state"]) for signal in listener.signals]


async def test_each_is_told_in_the_rooms_in_which_they_watch(hub: Hub, scene: Scene, metrics: Metrics) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 2})
    scene.watch(ada, LOBBY, {EVE: 3})
    scene.watch(ada, DEN, {EVE: 3})
    scene.watch(bob, LOBBY, {BOB: 2})
    scene.watches.tell(EVE, "offline", "2026-11-20T09:12:30.250Z")
    assert sorted(told(ada)) == sorted((f"room:{room}", str(EVE), "offline") for room in (LOBBY, DEN))
    assert ada.signals[0]["last_seen"] == "2026-11-20T09:12:30.250Z"
    assert bob.signals == []
    assert metrics.signals.values["presence",] == 2


async def test_who_does_not_follow_the_room_at_this_moment_is_told_nothing(hub: Hub, scene: Scene) -> None:
    ada = listen(hub, ADA, {DEN: 2})
    scene.watch(ada, LOBBY, {EVE: 3})
    scene.watches.tell(EVE, "online", None)
    assert ada.signals == []


class TestLeaving:
    async def test_who_leaves_while_the_members_are_read_is_not_watched(self, hub: Hub, scene: Scene) -> None:
        ada = listen(hub, ADA, {LOBBY: 2})
        begun = scene.watches.begin(ada, LOBBY)
        scene.watches.left(EVE, LOBBY, 9)
        scene.watches.left(BOB, DEN, 9)
        assert scene.watches.fill(begun, {EVE: 3, BOB: 4}) == [BOB]
        assert scene.interest == [(BOB, True)]

    async def test_an_earlier_leaving_that_comes_late_does_not_count(self, hub: Hub, scene: Scene) -> None:
        ada = listen(hub, ADA, {LOBBY: 2})
        begun = scene.watches.begin(ada, LOBBY)
        scene.watches.left(EVE, LOBBY, 9)
        assert scene.watches.fill(begun, {EVE: 12}) == [EVE]
        scene.watches.left(EVE, LOBBY, 9)
        assert EVE in scene.watches
        scene.watches.left(EVE, LOBBY, 13)
        assert EVE not in scene.watches

    async def test_the_others_are_still_watched_and_so_is_the_person_elsewhere(self, hub: Hub, scene: Scene) -> None:
        ada = listen(hub, ADA, {LOBBY: 2, DEN: 2})
        scene.watch(ada, LOBBY, {EVE: 3, BOB: 3})
        scene.watch(ada, DEN, {EVE: 3})
        scene.watches.left(EVE, LOBBY, 9)
        for person in (EVE, BOB):
            scene.watches.tell(person, "away", None)
        assert told(ada) == [(f"room:{DEN}", str(EVE), "away"), (f"room:{LOBBY}", str(BOB), "away")]


class TestEnding:
    async def test_a_newer_one_takes_the_place_of_one_that_is_still_being_read(self, hub: Hub, scene: Scene) -> None:
        ada = listen(hub, ADA, {LOBBY: 2})
        earlier, later = scene.watches.begin(ada, LOBBY), scene.watches.begin(ada, LOBBY)
        scene.watches.fill(later, {BOB: 3})
        assert scene.watches.fill(earlier, {EVE: 3}) == [EVE]
        assert scene.watches.people() == {BOB}

    async def test_one_that_could_not_be_read_watches_nobody(self, hub: Hub, scene: Scene) -> None:
        ada = listen(hub, ADA, {LOBBY: 2})
        scene.watch(ada, LOBBY, {EVE: 3})
        refused = scene.watches.begin(ada, LOBBY)
        scene.watches.abandon(refused)
        scene.watches.abandon(refused)
        assert scene.watches.people() == set()

    async def test_a_connection_that_ends_takes_all_along(self, hub: Hub, scene: Scene, metrics: Metrics) -> None:
        ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 2})
        scene.watch(ada, LOBBY, {EVE: 3})
        scene.watch(ada, DEN, {EVE: 3, BOB: 3})
        scene.watch(bob, LOBBY, {EVE: 3})
        begun = scene.watches.begin(bob, DEN)
        scene.watches.end_all(ada)
        assert scene.watches.people() == {EVE}
        scene.watches.end_all(bob)
        scene.watches.fill(begun, {EVE: 3})
        assert scene.watches.people() == set()
        assert scene.interest == [(EVE, True), (BOB, True), (BOB, False), (EVE, False)]
        assert metrics.people_watched.values[()] == 0
