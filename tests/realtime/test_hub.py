"""Who is sent what, without sockets: packets go in, byte strings come out."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from parley.changes import PERSON, ROOM, Change, SessionChange
from parley.metrics import Metrics
from parley.realtime import hub as hub_module
from parley.realtime.frames import Packet, packets
from parley.realtime.hub import BEATS_AFTER_THE_LAST, Hub
from parley.realtime.recent import Recent
from tests.realtime.test_frames import ADA, BOB, DEN, LOBBY, own, said, stayed
from tests.realtime.test_recent import no_reading

SERVER_LOG = 1


class Listener:
    """A connection that keeps what it is sent."""

    def __init__(self, hub: Hub, person: int, session: int = 1) -> None:
        self.person, self.session = person, session
        self.sent: list[dict[str, Any]] = []
        self.beats: list[dict[str, Any]] = []
        self.has_ended = False
        self._hub = hub
        hub.attach(self)

    def send(self, data: bytes) -> None:
        self.sent.append(payload(data))

    def beat(self, data: bytes) -> None:
        self.beats.append(payload(data))

    def end_session(self) -> None:
        self.has_ended = True
        self._hub.detach(self)

    def drain(self, reconnect_after_ms: int) -> None:
        self._hub.detach(self)

    def told(self) -> list[tuple[str, int]]:
        """What came, by type and up to where."""
        return [(frame["type"], frame["to" if "to" in frame else "at"]) for frame in self.sent]


class Impatient(Listener):
    """One that is too slow for its first frame, and goes away while it is being told."""

    def send(self, data: bytes) -> None:
        super().send(data)
        self._hub.detach(self)


def payload(data: bytes) -> dict[str, Any]:
    size = data[1]
    found: dict[str, Any] = json.loads(data[2 if size < 126 else 4 if size == 126 else 10 :])
    return found


def listen(hub: Hub, person: int, rooms: dict[int, int] | None = None, head: int = 4, session: int = 1) -> Listener:
    """Connected, with its memberships read and its welcome sent."""
    listener = Listener(hub, person, session)
    hub.subscribe(listener, rooms or {})
    hub.based_on({(ROOM, room): head for room in rooms or {}} | {(PERSON, person): 0})
    return listener


@pytest.fixture
def table() -> dict[tuple[int, int], list[Packet]]:
    """What can be read of each log."""
    return {}


@pytest.fixture
def recent() -> Recent:
    return Recent()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def hub(
    table: dict[tuple[int, int], list[Packet]], recent: Recent, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Hub]:
    monkeypatch.setattr(hub_module, "HOLE_SECONDS", 0.001)

    async def read(kind: int, log: int, after: int) -> list[Packet]:
        return [packet for packet in table.get((kind, log), []) if packet.to > after]

    hub = Hub(read, SERVER_LOG, recent, metrics)
    running = asyncio.ensure_future(hub.run())
    yield hub
    running.cancel()


async def test_a_room_reaches_those_who_are_in_it(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 5), said(DEN, 5)]))
    assert [frame["room"] for frame in ada.sent] == [str(LOBBY), str(DEN)]
    assert [frame["room"] for frame in bob.sent] == [str(LOBBY)]


async def test_nothing_is_told_twice(hub: Hub) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    for _ in range(3):
        hub.deliver(packets([said(LOBBY, 5)]))
    hub.deliver(packets([said(LOBBY, 3)]))
    assert ada.told() == [("changes", 5)]


async def test_a_joiners_connections_follow_the_room_at_once(hub: Hub) -> None:
    tabs = [listen(hub, BOB), listen(hub, BOB, session=2)]
    hub.deliver(packets([stayed(LOBBY, 5, BOB, since=5), own(BOB, 1, since=5)]))
    hub.deliver(packets([said(LOBBY, 6)]))
    for tab in tabs:
        assert [frame["to"] for frame in tab.sent if frame.get("room") == str(LOBBY)][-1] == 6


async def test_a_joiner_is_told_nothing_of_before_even_when_their_own_log_is_faster_than_the_rooms(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2}), listen(hub, BOB)
    hub.deliver(packets([own(BOB, 1, since=6)]))
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=6), said(LOBBY, 7)]))
    assert ada.told() == [("changes", 5), ("changes", 7)]
    assert bob.told() == [("changes", 1), ("changes", 7)]
    assert [message["rev"] for message in bob.sent[-1]["messages"]] == [7]


async def test_a_leaver_is_told_where_it_ended_and_nothing_after(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2}), listen(hub, BOB, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=3, until=6), said(LOBBY, 7)]))
    hub.deliver(packets([own(BOB, 1, since=3, until=6)]))
    assert ada.told() == [("changes", 6), ("changes", 7)]
    assert bob.told() == [("changes", 6), ("gone", 6), ("changes", 1)]  # the last is bob's own log


async def test_an_old_leaving_does_not_end_a_new_stay(hub: Hub) -> None:
    bob = listen(hub, BOB, {LOBBY: 9}, head=9)
    hub.deliver(packets([own(BOB, 1, since=3, until=6)]))
    hub.deliver(packets([said(LOBBY, 10)]))
    assert [kind for kind, _ in bob.told()] == ["changes", "changes"]
    assert bob.sent[-1]["room"] == str(LOBBY)


async def test_a_leaving_that_is_heard_before_the_memberships_are_read_counts(hub: Hub) -> None:
    """Attached, left, and only then what was read, which is older, arrives."""
    bob = Listener(hub, BOB)
    hub.deliver(packets([stayed(LOBBY, 6, BOB, since=3, until=6), own(BOB, 1, since=3, until=6)]))
    hub.subscribe(bob, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 7)]))
    assert not [frame for frame in bob.sent if frame.get("room") == str(LOBBY)]


async def test_an_ended_session_ends_its_own_connections(hub: Hub) -> None:
    ended, other = listen(hub, BOB, session=7), listen(hub, BOB, session=8)
    hub.deliver(packets([Change(PERSON, BOB, 1, SessionChange(7, ended=True))]))
    assert (ended.has_ended, other.has_ended, len(hub)) == (True, False, 1)


async def test_whoever_goes_away_is_forgotten_wholly(hub: Hub, recent: Recent) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.detach(ada)
    hub.detach(ada)
    hub.subscribe(ada, {DEN: 1})  # its memberships were still being read
    hub.deliver(packets([said(LOBBY, 5)]))
    for _ in range(BEATS_AFTER_THE_LAST):
        hub.beat()
    assert (ada.sent, len(hub), hub.followed(), recent.held_bytes) == ([], 0, [], 0)


async def test_a_room_that_everybody_was_cut_from_is_still_listened_to_for_a_while(hub: Hub, recent: Recent) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.detach(ada)
    hub.beat()
    hub.deliver(packets([said(LOBBY, 5)]))
    await recent.since((ROOM, LOBBY), 4, 5, no_reading)
    back = listen(hub, ADA, {LOBBY: 2}, head=5)
    hub.beat()
    hub.deliver(packets([said(LOBBY, 6)]))
    assert back.told() == [("changes", 6)]


async def test_of_another_history_of_the_database_nothing_is_left(hub: Hub, recent: Recent) -> None:
    """Else what is committed in the new one, at places that the old one had passed, would be told to nobody."""
    listen(hub, ADA, {LOBBY: 2}, head=100)
    hub.begin_anew()
    assert (len(hub), hub.followed(), recent.held_bytes) == (0, [], 0)


async def test_one_that_goes_away_while_it_is_told_disturbs_nobody(hub: Hub) -> None:
    first = Impatient(hub, BOB)
    hub.subscribe(first, {LOBBY: 3})
    second = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=3, until=6), said(LOBBY, 7)]))
    assert second.told() == [("changes", 6), ("changes", 7)]
    assert len(first.sent) == 1


async def test_a_beat_tells_each_what_changed_for_it_since_the_last(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 5), said(DEN, 5), said(LOBBY, 6)]))
    hub.beat()
    hub.beat()
    assert [beat["heads"] for beat in ada.beats] == [{str(LOBBY): 6, str(DEN): 5}, {}]
    assert [beat["heads"] for beat in bob.beats] == [{str(LOBBY): 6}, {}]


async def test_a_hole_is_read_from_the_table_and_counted(
    hub: Hub, recent: Recent, table: dict[tuple[int, int], list[Packet]], metrics: Metrics
) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    lost, kept = packets([said(LOBBY, 5)]), packets([said(LOBBY, 6)])
    table[(ROOM, LOBBY)] = [*lost, *kept]
    hub.deliver(kept)
    assert ada.sent == []
    async with asyncio.timeout(5):
        while len(ada.sent) < 2:  # noqa: ASYNC110 - a listener tells nobody
            await asyncio.sleep(0.001)
    assert ada.told() == [("changes", 5), ("changes", 6)]
    await recent.since((ROOM, LOBBY), 4, 6, no_reading)  # and whoever comes now is caught up without
    assert metrics.holes.values == {(): 1}


async def test_what_was_only_overtaken_is_told_in_order_and_nothing_is_read(hub: Hub, metrics: Metrics) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([said(LOBBY, 6)]))
    hub.deliver(packets([said(LOBBY, 5)]))
    assert ada.told() == [("changes", 5), ("changes", 6)]
    assert metrics.holes.values == {(): 0}


async def test_a_lost_last_packet_is_found_by_comparing(hub: Hub, table: dict[tuple[int, int], list[Packet]]) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    table[(ROOM, LOBBY)] = packets([said(LOBBY, 5)])
    assert hub.compare({(ROOM, LOBBY): 4}) == 0
    assert hub.compare({(ROOM, LOBBY): 5, (ROOM, DEN): 9}) == 1
    async with asyncio.timeout(5):
        while not ada.sent:  # noqa: ASYNC110 - a listener tells nobody
            await asyncio.sleep(0.001)
    assert ada.told() == [("changes", 5)]
