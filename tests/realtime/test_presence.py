"""What those who watch are told, from the leases of other processes, when notices are lost or Redis is away."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping

import pytest
from structlog.testing import capture_logs

from parley.basics.metrics import Metrics
from parley.changes import person_log
from parley.errors import Unavailable
from parley.realtime import attendance, presence
from parley.realtime.hub import Hub
from parley.realtime.leases import Here, LeasesAway, LoneLeases
from parley.realtime.presence import Presence
from parley.realtime.signal_bus import LoneSignalBus, Notice
from parley.realtime.watches import Watches
from tests.realtime.listener import Listener, entered
from tests.realtime.test_frames import ADA, BOB, LOBBY


class Others(LoneLeases):
    """What other processes lease, as a test says."""

    def __init__(self) -> None:
        self.leased: dict[int, Here] = {}
        self.is_away = False
        self.asked = asyncio.Event()

    async def elsewhere(self, people: Collection[int]) -> dict[int, Here]:
        self.asked.set()
        if self.is_away:
            raise LeasesAway("away")
        return {person: self.leased[person] for person in people if person in self.leased}


class Watcher(Listener):
    def __init__(self, hub: Hub, person: int) -> None:
        super().__init__(hub, person)
        self.news = asyncio.Event()
        hub.subscribe(self, entered(person, {LOBBY: 2}))

    def signal(self, key: object | None, data: bytes) -> None:
        super().signal(key, data)
        self.news.set()

    async def states(self) -> list[str]:
        """All states that it was told, once there is one."""
        async with asyncio.timeout(30):
            await self.news.wait()
        self.news.clear()
        return [signal["state"] for signal in self.signals]


class Scene:
    """Ada watches bob, who is at another process."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.others = Others()
        self.seen: dict[int, int] = {}
        self.kept = asyncio.Event()
        self.database_is_away = False
        self.metrics = Metrics()
        self.watches = Watches(hub.follows, self._watched, self.metrics)
        self.presence = Presence(
            self.watches,
            self.others,
            LoneSignalBus(),
            read_seen=self._read_seen,
            keep_seen=self._keep_seen,
            metrics=self.metrics,
            now=lambda: 1_000,
        )
        self.ada = Watcher(hub, ADA)

    def _watched(self, person: int, is_watched: bool) -> None:
        self.presence.watched(person, is_watched)

    async def watch(self, *people: int) -> list[str]:
        begun = self.watches.begin(self.ada, LOBBY)
        return [one.state for one in await self.presence.watch(begun, dict.fromkeys(people, 3), {})]

    def away(self, person: int) -> None:
        """Somebody is here, and does something else."""
        listener = Listener(self.hub, person)
        self.presence.here.come(listener)
        self.presence.here.become(listener, "away")

    def notice(self) -> None:
        self.presence.hear(Notice(kind="presence", log=person_log(BOB), person=BOB))

    async def _read_seen(self, people: Collection[int]) -> dict[int, int]:
        if self.database_is_away:
            raise Unavailable("away")
        return {person: self.seen[person] for person in people if person in self.seen}

    async def _keep_seen(self, people: Mapping[int, int]) -> None:
        if self.database_is_away:
            raise Unavailable("away")
        self.seen |= people
        self.kept.set()


@pytest.fixture
async def scene(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(presence, "LOOK_SECONDS", 1_000.0)
    monkeypatch.setattr(attendance, "RELOAD_SECONDS", 0.001)
    scene = Scene(hub)
    running = asyncio.ensure_future(scene.presence.run())
    yield scene
    running.cancel()


async def test_a_notice_has_the_leases_looked_at(scene: Scene) -> None:
    assert await scene.watch(BOB) == ["offline"]
    scene.others.leased[BOB] = "online"
    scene.notice()
    assert await scene.ada.states() == ["online"]
    del scene.others.leased[BOB]
    scene.seen[BOB] = 1_700_000_000_000
    scene.notice()
    assert await scene.ada.states() == ["online", "offline"]
    assert scene.ada.signals[-1]["last_seen"] == "2023-11-14T22:13:20.000Z"


async def test_a_lost_notice_is_made_up_for_also_where_there_is_always_news(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "LOOK_SECONDS", 0.01)
    stop = asyncio.Event()

    async def come_and_go() -> None:
        while not stop.is_set():
            for here in ("away", "online"):
                scene.presence.here.become(scene.ada, here)
                await asyncio.sleep(0)

    scene.presence.here.come(scene.ada)
    await scene.watch(BOB)
    busy = asyncio.ensure_future(come_and_go())
    scene.presence.hear(Notice(kind="presence", log=person_log(BOB), person=BOB))
    scene.others.leased[BOB] = "online"
    assert await scene.ada.states() == ["online"]
    scene.others.leased[BOB] = "away"
    assert await scene.ada.states() == ["online", "away"]
    stop.set()
    await busy


async def test_while_leases_are_away_nobody_goes_but_who_comes_is_told(
    scene: Scene, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.others.leased[BOB] = "online"
    assert await scene.watch(BOB, ADA) == ["online", "offline"]
    scene.others.is_away = True
    scene.notice()
    scene.presence.here.come(Listener(hub, ADA))
    assert await scene.ada.states() == ["online"]  # she herself
    assert scene.metrics.presence_frozen.values[()] == 1
    scene.others.is_away = False
    scene.others.leased.clear()
    scene.notice()
    scene.away(BOB)
    scene.others.asked.clear()
    async with asyncio.timeout(30):
        await scene.others.asked.wait()
    assert [signal["person"] for signal in scene.ada.signals] == [str(ADA)]
    monkeypatch.setattr(scene.presence, "_frozen_until", 0.0)
    scene.notice()
    await scene.ada.states()
    assert [(signal["person"], signal["state"]) for signal in scene.ada.signals[1:]] == [(str(BOB), "away")]


async def test_nobody_looks_at_people_who_are_not_watched(scene: Scene, hub: Hub) -> None:
    scene.notice()
    listener = Listener(hub, BOB)
    scene.presence.here.come(listener)
    scene.presence.here.go(listener, lost=False)
    async with asyncio.timeout(30):
        await scene.kept.wait()
    assert scene.seen == {BOB: 1_000}
    assert not scene.others.asked.is_set()


async def test_without_the_database_people_still_come_and_go(scene: Scene, hub: Hub) -> None:
    scene.database_is_away = True
    await scene.watch(BOB)
    listener = Listener(hub, BOB)
    scene.presence.here.come(listener)
    assert await scene.ada.states() == ["online"]
    scene.presence.here.go(listener, lost=False)
    assert await scene.ada.states() == ["online", "offline"]
    assert "last_seen" not in scene.ada.signals[-1]
    await scene.presence.leave()


async def test_what_fails_again_and_again_is_logged_once(scene: Scene) -> None:
    scene.database_is_away = scene.others.is_away = True
    with capture_logs() as lines:
        for _ in range(3):
            await scene.presence._keep({BOB: 1_000})
            await scene.presence._seen([BOB])
            await scene.presence._look_at([BOB])
    assert [line["event"] for line in lines] == ["seen_not_kept", "seen_not_read", "presence_frozen"]


async def test_everybody_who_is_here_is_remembered_now_and_then(
    scene: Scene, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "SEEN_SECONDS", 0.001)
    scene.away(BOB)
    await scene.presence._keep_regularly()
    assert scene.seen == {BOB: 1_000}


async def test_a_connection_that_missed_signals_is_told_again_and_no_other(scene: Scene, hub: Hub) -> None:
    scene.others.leased[BOB] = "away"
    await scene.watch(BOB)
    other = Watcher(hub, BOB)
    scene.watches.fill(scene.watches.begin(other, LOBBY), {BOB: 3})
    scene.presence.tell_again(scene.ada)
    assert (await scene.ada.states(), other.signals) == (["away"], [])
