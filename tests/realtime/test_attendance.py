"""Who is here, over the connections that people open and lose."""

import asyncio
from collections.abc import Callable

import pytest

from parley.realtime import attendance
from parley.realtime.attendance import Attendance
from parley.realtime.hub import Hub
from tests.realtime.listener import Listener
from tests.realtime.test_frames import ADA, BOB


class Scene:
    def __init__(self) -> None:
        self.now = 1_000
        self.changed = asyncio.Event()
        self.here = Attendance(lambda: self.now, self.changed.set)

    async def settled(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not true():
                await self.changed.wait()
                self.changed.clear()


@pytest.fixture
async def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(attendance, "RELOAD_SECONDS", 0.001)
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 0.002)
    return Scene()


async def test_one_connection_makes_online_and_all_make_away(hub: Hub, scene: Scene) -> None:
    first, second = Listener(hub, ADA), Listener(hub, ADA)
    scene.here.come(first)
    scene.here.come(second)
    scene.here.become(first, "away")
    assert (scene.here.of(ADA), scene.here.take_moved()) == ("online", {ADA})
    scene.here.become(second, "away")
    assert (scene.here.of(ADA), scene.here.take_moved(), scene.here.take_moved()) == ("away", {ADA}, set())


async def test_somebody_whose_last_connection_has_ended_goes_after_a_while_and_went_when_it_ended(
    hub: Hub, scene: Scene
) -> None:
    ada = Listener(hub, ADA)
    scene.here.come(ada)
    scene.here.take_moved()
    scene.here.go(ada, lost=False)
    scene.here.go(ada, lost=False)
    assert scene.here.last_here() == {ADA: 1_000}
    scene.now = 9_000
    assert (scene.here.of(ADA), list(scene.here.connected()), len(scene.here)) == ("online", [], 1)
    await scene.settled(lambda: scene.here.of(ADA) is None)
    assert (scene.here.take_moved(), scene.here.take_gone(), len(scene.here)) == ({ADA}, {ADA: 1_000}, 0)


async def test_somebody_who_comes_back_was_never_away(hub: Hub, scene: Scene) -> None:
    ada, again, bob = Listener(hub, ADA), Listener(hub, ADA), Listener(hub, BOB)
    scene.here.come(ada)
    scene.here.come(bob)
    scene.here.take_moved()
    scene.here.go(ada, lost=False)
    scene.here.come(again)
    scene.here.go(bob, lost=True)
    await scene.settled(lambda: scene.here.of(BOB) is None)
    assert (scene.here.of(ADA), scene.here.take_moved(), scene.here.take_gone()) == ("online", {BOB}, {BOB: 1_000})
    assert scene.here.last_here() == {ADA: 1_000}


async def test_the_tab_that_was_used_may_be_loaded_again_while_another_is_not_used(hub: Hub, scene: Scene) -> None:
    used, unused, other = Listener(hub, ADA), Listener(hub, ADA), Listener(hub, BOB)
    scene.here.come(used)
    scene.here.come(unused)
    scene.here.become(unused, "away")
    scene.here.come(other)
    scene.here.take_moved()
    scene.here.go(used, lost=False)
    assert scene.here.of(ADA) == "online"
    scene.here.go(other, lost=True)
    await scene.settled(lambda: scene.here.of(BOB) is None)
    assert (scene.here.of(ADA), scene.here.take_moved()) == ("away", {ADA, BOB})


async def test_a_lost_connection_has_its_time_also_if_another_is_closed_meanwhile(
    hub: Hub, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 1_000.0)
    lost, closed, other = Listener(hub, ADA), Listener(hub, ADA), Listener(hub, BOB)
    for one in (lost, closed, other):
        scene.here.come(one)
    scene.here.go(lost, lost=True)
    scene.here.go(closed, lost=False)
    scene.here.go(other, lost=False)
    await scene.settled(lambda: scene.here.of(BOB) is None)
    assert scene.here.of(ADA) == "online"


async def test_one_that_has_ended_says_nothing_any_more(hub: Hub, scene: Scene) -> None:
    ada = Listener(hub, ADA)
    scene.here.come(ada)
    scene.here.go(ada, lost=False)
    scene.here.become(ada, "away")
    assert (scene.here.of(ADA), scene.here.has(ada)) == ("online", False)
    await scene.settled(lambda: scene.here.of(ADA) is None)
