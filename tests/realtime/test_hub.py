"""Who is sent what, without sockets: packets go in, byte strings come out."""

import asyncio

from parley.basics.metrics import Metrics
from parley.changes import Change, Log, person_log, room_log
from parley.own_things import SessionState
from parley.realtime.frames import Packet, packets
from parley.realtime.hub import BEATS_AFTER_THE_LAST, Hub
from parley.realtime.recent import Recent
from tests.realtime.listener import Listener, entered, listen, welcome
from tests.realtime.test_frames import ADA, BOB, DEN, LOBBY, own, said, stayed
from tests.realtime.test_recent import no_reading


class Impatient(Listener):
    """A connection that is too slow for its first frame, and detaches while it is sent that frame."""

    def send(self, data: bytes) -> None:
        super().send(data)
        self._hub.detach(self)


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
    """Otherwise nobody would be sent commits of the new one at places that the old one had passed."""
    listen(hub, ADA, {LOBBY: 2}, head=100)
    hub.begin_anew()
    assert (len(hub), hub.followed(), recent.held_bytes) == (0, [], 0)


async def test_one_that_goes_away_while_it_is_told_disturbs_nobody(hub: Hub) -> None:
    first = Impatient(hub, BOB)
    hub.subscribe(first, entered(BOB, {LOBBY: 3}))
    hub.welcomed(first, welcome(BOB, {LOBBY: 3}, head=4, known=0))
    second = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=3, until=6), said(LOBBY, 7)]))
    assert second.told() == [("changes", 6), ("changes", 7)]
    assert len(first.sent) == 1


class Parting(Listener):
    """A connection that detaches while it is sent that its person has left a room."""

    def send(self, data: bytes) -> None:
        super().send(data)
        if self.sent[-1]["type"] == "gone":
            self._hub.detach(self)


async def test_one_that_goes_between_two_changes_of_its_person_disturbs_nobody(hub: Hub) -> None:
    bob = Parting(hub, BOB)
    hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
    hub.welcomed(bob, welcome(BOB, {LOBBY: 3}, head=4, known=0))
    ada = listen(hub, ADA, {LOBBY: 2})
    hub.deliver(packets([own(BOB, 1, since=3, until=6), own(BOB, 2, since=7), said(LOBBY, 5)]))
    assert [frame["type"] for frame in bob.sent] == ["changes", "gone"]
    assert ada.told() == [("changes", 5)]


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
    async with asyncio.timeout(60):
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
    async with asyncio.timeout(60):
        while not ada.sent:  # noqa: ASYNC110 - a listener tells nobody
            await asyncio.sleep(0.001)
    assert ada.told() == [("changes", 5)]
