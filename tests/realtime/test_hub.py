"""Who is sent what, without sockets: packets go in, byte strings come out."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from parley.changes import Change, Enter, Log, log_name, person_log, room_log
from parley.metrics import Metrics
from parley.protocol.people import Me
from parley.protocol.rooms import Membership
from parley.protocol.server import ServerInfo
from parley.protocol.sync import Welcome
from parley.realtime import hub as hub_module
from parley.realtime.frames import Packet, packets
from parley.realtime.hub import BEATS_AFTER_THE_LAST, Hub
from parley.realtime.recent import Recent
from parley.things import SessionState, packed
from tests.realtime.test_frames import ADA, BOB, DEN, EVE, LOBBY, WHEN, own, said, stayed
from tests.realtime.test_recent import no_reading


class Listener:
    """A connection that keeps what it is sent."""

    def __init__(self, hub: Hub, person: int, session: int = 1) -> None:
        self.person, self.session, self.session_expires_at = person, session, 2**62
        self.sent: list[dict[str, Any]] = []
        self.data: list[bytes] = []
        self.beats: list[dict[str, Any]] = []
        self.has_ended = False
        self._hub = hub
        hub.attach(self)

    def send(self, data: bytes) -> None:
        self.data.append(data)
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


def entered(person: int, rooms: dict[int, int], first_seq: int = 1) -> list[Enter]:
    return [Enter(person=person, room=room, since=since, first_seq=first_seq) for room, since in rooms.items()]


def welcome(person: int, rooms: dict[int, int], *, head: int, known: int, first_seq: int = 1) -> Welcome:
    own = log_name(person_log(person))
    stays = [
        Membership(room=str(room), role="member", since=since, until=None, first_seq=first_seq, rev=0)
        for room, since in rooms.items()
    ]
    return Welcome(
        epoch="e1",
        you=Me(id=str(person), handle="p", name="P", avatar=None, role="member", created_at=WHEN),
        log=own,
        things=packed(stays),
        complete=["membership", "read"],
        rooms={},
        heads={own: known, "server": 0} | {log_name(room_log(room)): head for room in rooms},
        last_seqs={},
        settings=ServerInfo(name="", version="", registration="open", needs_setup=False, body_limit=1),
    )


def listen(
    hub: Hub,
    person: int,
    rooms: dict[int, int] | None = None,
    *,
    head: int = 4,
    session: int = 1,
    known: int = 0,
    first_seq: int = 1,
) -> Listener:
    """Connected, with its memberships read and its welcome sent, in which its own log stood at `known`."""
    listener = Listener(hub, person, session)
    hub.subscribe(listener, entered(person, rooms or {}, first_seq))
    hub.welcomed(listener, welcome(person, rooms or {}, head=head, known=known, first_seq=first_seq))
    return listener


@pytest.fixture
def table() -> dict[Log, list[Packet]]:
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
    table: dict[Log, list[Packet]], recent: Recent, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Hub]:
    monkeypatch.setattr(hub_module, "HOLE_SECONDS", 0.001)

    async def read(log: Log, after: int) -> list[Packet]:
        return [packet for packet in table.get(log, []) if packet.to > after]

    hub = Hub(read, recent, metrics)
    running = asyncio.ensure_future(hub.run())
    yield hub
    running.cancel()


async def test_a_room_reaches_those_who_are_in_it(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 5), said(DEN, 5)]))
    assert [frame["log"] for frame in ada.sent] == [f"room:{LOBBY}", f"room:{DEN}"]
    assert [frame["log"] for frame in bob.sent] == [f"room:{LOBBY}"]


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
        assert [frame["to"] for frame in tab.sent if frame["log"] == f"room:{LOBBY}"][-1] == 6


async def test_a_joiner_is_told_nothing_of_before_even_when_their_own_log_is_faster_than_the_rooms(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2}), listen(hub, BOB)
    hub.deliver(packets([own(BOB, 1, since=6)]))
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=6), said(LOBBY, 7)]))
    assert ada.told() == [("changes", 5), ("changes", 7)]
    assert bob.told() == [("changes", 1), ("changes", 7)]
    assert [thing["rev"] for thing in bob.sent[-1]["things"]] == [6, 7]


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
    assert bob.sent[-1]["log"] == f"room:{LOBBY}"


async def test_a_leaving_that_is_heard_before_the_memberships_are_read_counts(hub: Hub) -> None:
    """Attached, left, and only then what was read, which is older, arrives."""
    bob = Listener(hub, BOB)
    hub.deliver(packets([stayed(LOBBY, 6, BOB, since=3, until=6), own(BOB, 1, since=3, until=6)]))
    hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
    hub.deliver(packets([said(LOBBY, 7)]))
    assert not [frame for frame in bob.sent if frame["log"] == f"room:{LOBBY}"]


class TestLateNews:
    """Of a joining that is over: from a link that is late, or sent again."""

    async def test_it_does_not_let_a_leaver_hear_the_room_again(self, hub: Hub) -> None:
        ada = listen(hub, ADA, {LOBBY: 2})
        late = packets([own(BOB, 1, since=5)])
        bob = Listener(hub, BOB)
        hub.subscribe(bob, [])
        hub.deliver(late)
        hub.welcomed(bob, welcome(BOB, {}, head=4, known=2))
        hub.deliver(late)
        hub.deliver(packets([stayed(LOBBY, 5, BOB, since=5), stayed(LOBBY, 6, BOB, since=5, until=6), said(LOBBY, 7)]))
        assert not [frame for frame in bob.sent if frame["log"] == f"room:{LOBBY}"]
        assert ada.told()[-1] == ("changes", 7)

    async def test_also_where_another_of_their_connections_has_not_heard_of_it_yet(self, hub: Hub) -> None:
        """The first is here since before the joining, and the second came after the leaving."""
        first, ada = listen(hub, BOB), listen(hub, ADA, {LOBBY: 2}, head=6)
        second = listen(hub, BOB, session=2, known=2)
        hub.deliver(packets([own(BOB, 1, since=5)]))
        hub.deliver(packets([said(LOBBY, 7)]))
        assert second.told() == [("changes", 1)]
        hub.deliver(packets([own(BOB, 2, since=5, until=6)]))
        hub.deliver(packets([said(LOBBY, 8)]))
        assert first.told() == [("changes", 1), ("changes", 7), ("changes", 2), ("gone", 6)]
        assert ada.told() == [("changes", 7), ("changes", 8)]

    async def test_a_leaving_between_two_snapshots_counts(self, hub: Hub) -> None:
        """In the lobby when the memberships were read, and not any more when the welcome was."""
        listen(hub, ADA, {LOBBY: 2}, head=6)
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        hub.welcomed(bob, welcome(BOB, {}, head=6, known=1))
        hub.deliver(packets([said(LOBBY, 7)]))
        assert bob.sent == []

    async def test_a_leaving_heard_before_an_older_welcome_counts(self, hub: Hub) -> None:
        listen(hub, ADA, {LOBBY: 2})
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        hub.deliver(packets([stayed(LOBBY, 5, BOB, since=3, until=5)]))
        hub.welcomed(bob, welcome(BOB, {LOBBY: 3}, head=4, known=0))
        hub.deliver(packets([said(LOBBY, 6)]))
        assert bob.told() == [("changes", 5), ("gone", 5)]

    async def test_a_joining_heard_before_the_welcome_counts_if_it_is_newer(self, hub: Hub) -> None:
        listen(hub, ADA, {LOBBY: 2})
        bob = Listener(hub, BOB)
        hub.subscribe(bob, [])
        hub.deliver(packets([stayed(LOBBY, 5, BOB, since=5), own(BOB, 2, since=5)]))
        hub.welcomed(bob, welcome(BOB, {}, head=4, known=1))
        hub.deliver(packets([said(LOBBY, 6)]))
        assert bob.told()[-1] == ("changes", 6)


class TestSight:
    async def test_a_newcomer_is_not_told_of_a_message_from_before(self, hub: Hub) -> None:
        ada, bob = listen(hub, ADA, {LOBBY: 2}), listen(hub, BOB, {LOBBY: 4}, first_seq=4)
        hub.deliver(packets([said(LOBBY, 5, EVE, seq=3)]))
        assert [thing["seq"] for thing in ada.sent[-1]["things"]] == [3]
        assert bob.sent == [{"type": "changes", "log": f"room:{LOBBY}", "from": 4, "to": 5}]

    async def test_what_else_there_is_comes_with_the_cards_that_it_names(self, hub: Hub) -> None:
        bob = listen(hub, BOB, {LOBBY: 4}, first_seq=4)
        hub.deliver(packets([said(LOBBY, 5, EVE, seq=3), said(LOBBY, 6, ADA, seq=4)]))
        (frame,) = bob.sent
        assert ([thing["seq"] for thing in frame["things"]], list(frame["people"])) == ([4], [str(ADA)])

    async def test_those_who_see_as_much_share_the_bytes(self, hub: Hub) -> None:
        listeners = [
            listen(hub, person, {LOBBY: 4}, first_seq=first_seq)
            for person, first_seq in ((1, 1), (2, 4), (3, 4), (4, 9))
        ]
        hub.deliver(packets([said(LOBBY, 5, seq=5), said(LOBBY, 6, seq=3)]))
        seen = [[thing["seq"] for thing in listener.sent[0].get("things", [])] for listener in listeners]
        assert seen == [[5, 3], [5], [5], []]
        assert listeners[1].data[0] is listeners[2].data[0]


async def test_an_ended_session_ends_its_own_connections(hub: Hub) -> None:
    ended, other = listen(hub, BOB, session=7), listen(hub, BOB, session=8)
    hub.deliver(packets([Change(person_log(BOB), SessionState(session=7, has_ended=True, rev=1))]))
    assert (ended.has_ended, other.has_ended, len(hub)) == (True, False, 1)


async def test_whoever_goes_away_is_forgotten_wholly(hub: Hub, recent: Recent) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.detach(ada)
    hub.detach(ada)
    hub.subscribe(ada, entered(ADA, {DEN: 1}))  # its memberships were still being read
    hub.deliver(packets([said(LOBBY, 5)]))
    for _ in range(BEATS_AFTER_THE_LAST):
        hub.beat()
    assert (ada.sent, len(hub), hub.followed(), recent.held_bytes) == ([], 0, [], 0)


async def test_a_room_that_everybody_was_cut_from_is_still_listened_to_for_a_while(hub: Hub, recent: Recent) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.detach(ada)
    hub.beat()
    hub.deliver(packets([said(LOBBY, 5)]))
    await recent.since(room_log(LOBBY), 4, 5, no_reading)
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
    hub.subscribe(first, entered(BOB, {LOBBY: 3}))
    second = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=3, until=6), said(LOBBY, 7)]))
    assert second.told() == [("changes", 6), ("changes", 7)]
    assert len(first.sent) == 1


async def test_a_beat_tells_each_what_changed_for_it_since_the_last(hub: Hub) -> None:
    ada, bob = listen(hub, ADA, {LOBBY: 2, DEN: 2}), listen(hub, BOB, {LOBBY: 3})
    hub.deliver(packets([said(LOBBY, 5), said(DEN, 5), said(LOBBY, 6)]))
    hub.beat()
    hub.beat()
    assert [beat["heads"] for beat in ada.beats] == [{f"room:{LOBBY}": 6, f"room:{DEN}": 5}, {}]
    assert [beat["heads"] for beat in bob.beats] == [{f"room:{LOBBY}": 6}, {}]


async def test_a_hole_is_read_from_the_table_and_counted(
    hub: Hub, recent: Recent, table: dict[Log, list[Packet]], metrics: Metrics
) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    lost, kept = packets([said(LOBBY, 5)]), packets([said(LOBBY, 6)])
    table[room_log(LOBBY)] = [*lost, *kept]
    hub.deliver(kept)
    assert ada.sent == []
    async with asyncio.timeout(5):
        while len(ada.sent) < 2:  # noqa: ASYNC110 - a listener tells nobody
            await asyncio.sleep(0.001)
    assert ada.told() == [("changes", 5), ("changes", 6)]
    await recent.since(room_log(LOBBY), 4, 6, no_reading)  # and whoever comes now is caught up without
    assert metrics.holes.values == {(): 1}


async def test_what_was_only_overtaken_is_told_in_order_and_nothing_is_read(hub: Hub, metrics: Metrics) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([said(LOBBY, 6)]))
    hub.deliver(packets([said(LOBBY, 5)]))
    assert ada.told() == [("changes", 5), ("changes", 6)]
    assert metrics.holes.values == {(): 0}


async def test_a_lost_last_packet_is_found_by_comparing(hub: Hub, table: dict[Log, list[Packet]]) -> None:
    ada = listen(hub, ADA, {LOBBY: 2})
    table[room_log(LOBBY)] = packets([said(LOBBY, 5)])
    assert hub.compare({room_log(LOBBY): 4}) == 0
    assert hub.compare({room_log(LOBBY): 5, room_log(DEN): 9}) == 1
    async with asyncio.timeout(5):
        while not ada.sent:  # noqa: ASYNC110 - a listener tells nobody
            await asyncio.sleep(0.001)
    assert ada.told() == [("changes", 5)]
