"""Who is told that somebody types, by name or by number."""

import asyncio
from typing import Any

import pytest

from parley.basics.metrics import Metrics
from parley.changes import Log, room_log
from parley.realtime import typists
from parley.realtime.hub import Hub
from parley.realtime.signal_bus import LoneSignalBus, Notice
from parley.realtime.typists import NAMED_UP_TO, Typists
from tests.realtime.listener import Listener, entered, listen
from tests.realtime.test_frames import ADA, BOB, DEN, LOBBY


class Recording(LoneSignalBus):
    """Keeps what other processes would be told."""

    def __init__(self) -> None:
        self.published: list[Notice] = []

    def publish(self, notice: Notice) -> None:
        self.published.append(notice)


class Waiting(Listener):
    """Knows when it was told something."""

    def __init__(self, hub: Hub, person: int) -> None:
        super().__init__(hub, person)
        self.news = asyncio.Event()

    def signal(self, key: object | None, data: bytes) -> None:
        super().signal(key, data)
        self.news.set()


@pytest.fixture
def bus() -> Recording:
    return Recording()


@pytest.fixture
def typing(hub: Hub, bus: Recording, metrics: Metrics) -> Typists:
    return Typists(hub.followers, bus, metrics)


def crowd(hub: Hub, size: int) -> list[Listener]:
    return [listen(hub, 1_000 + n, {LOBBY: 2}) for n in range(size)]


def counts(listener: Listener) -> list[Any]:
    return [signal["count"] for signal in listener.signals]


async def test_those_who_follow_the_room_are_told_by_name_in_the_same_bytes(
    hub: Hub, typing: Typists, bus: Recording, metrics: Metrics
) -> None:
    ada, bob, elsewhere = listen(hub, ADA, {LOBBY: 2}), listen(hub, BOB, {LOBBY: 2}), listen(hub, 9, {DEN: 2})
    typing.say(BOB, LOBBY, is_typing=True, but=bob)
    assert ada.signals == [
        {"type": "signal", "kind": "typing", "log": f"room:{LOBBY}", "person": str(BOB), "is_typing": True}
    ]
    assert (bob.signals, elsewhere.signals) == ([], [])
    assert bus.published == [Notice(kind="typing", log=room_log(LOBBY), person=BOB, is_typing=True)]
    assert metrics.signals.values["typing",] == 1


async def test_what_another_process_says_reaches_everybody_here_and_is_not_passed_on(
    hub: Hub, typing: Typists, bus: Recording
) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    typing.hear(Notice(kind="typing", log=room_log(LOBBY), person=BOB, is_typing=False))
    typing.hear(Notice(kind="typing", log=room_log(DEN), person=BOB, is_typing=True))
    assert [(signal["log"], signal["is_typing"]) for signal in ada.signals] == [(f"room:{LOBBY}", False)]
    assert bus.published == []


async def test_a_thousand_typists_in_one_room_are_a_number_once_a_second(hub: Hub, typing: Typists) -> None:
    readers = crowd(hub, 1_000)
    for person in range(1_000):
        typing.say(1_000 + person, LOBBY, is_typing=True)
    assert readers[0].signals == []
    now = asyncio.get_running_loop().time()
    typing.tick(now)
    told = {"type": "signal", "kind": "typing", "log": f"room:{LOBBY}", "count": 1_000}
    assert all(reader.signals == [told] for reader in readers)
    typing.tick(now + 1)
    assert counts(readers[0]) == [1_000]


async def test_a_number_is_told_when_it_changes_again_after_three_seconds_and_as_nothing_in_the_end(
    hub: Hub, typing: Typists
) -> None:
    reader = crowd(hub, NAMED_UP_TO + 1)[0]
    typing.say(ADA, LOBBY, is_typing=True)
    typing.say(BOB, LOBBY, is_typing=True)
    now = asyncio.get_running_loop().time()
    typing.tick(now)
    typing.say(BOB, LOBBY, is_typing=False)
    typing.tick(now + 1)
    typing.tick(now + 3)
    typing.tick(now + 4)
    typing.tick(now + 7)  # six seconds after they said so last
    typing.tick(now + 30)
    assert counts(reader) == [2, 1, 1, 0]


async def test_where_readers_have_gone_the_rest_are_told_names_again(hub: Hub, typing: Typists) -> None:
    first, *others = crowd(hub, NAMED_UP_TO + 1)
    typing.say(ADA, LOBBY, is_typing=True)
    typing.tick(asyncio.get_running_loop().time())
    hub.detach(others[0])
    typing.say(ADA, LOBBY, is_typing=True)
    assert [signal.get("count", signal.get("person")) for signal in first.signals] == [1, 0, str(ADA)]


async def test_numbers_are_told_by_themselves(hub: Hub, typing: Typists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typists, "COUNT_SECONDS", 0.001)
    crowd(hub, NAMED_UP_TO)
    reader = Waiting(hub, BOB)
    hub.subscribe(reader, entered(BOB, {LOBBY: 2}))
    running = asyncio.ensure_future(typing.run())
    typing.say(ADA, LOBBY, is_typing=True)
    async with asyncio.timeout(30):
        await reader.news.wait()
        reader.news.clear()
        typing.say(ADA, LOBBY, is_typing=False)
        await reader.news.wait()
    running.cancel()
    assert counts(reader) == [1, 0]


async def test_an_unknown_log_is_nobodys(typing: Typists) -> None:
    typing.hear(Notice(kind="typing", log=Log(1, 77), person=ADA, is_typing=True))
