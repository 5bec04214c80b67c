"""Who is subscribed to which room: joins and leaves arrive in any order, late or repeated."""

import pytest

from parley.realtime.frames import packets
from parley.realtime.hub import Hub
from tests.realtime.listener import Listener, entered, listen, welcome
from tests.realtime.test_frames import ADA, BOB, LOBBY, own, said, stayed


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
    """The connection is attached, the leave arrives, and only then the memberships, which were read before it."""
    bob = Listener(hub, BOB)
    hub.deliver(packets([stayed(LOBBY, 6, BOB, since=3, until=6), own(BOB, 1, since=3, until=6)]))
    hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
    hub.deliver(packets([said(LOBBY, 7)]))
    assert not [frame for frame in bob.sent if frame["log"] == f"room:{LOBBY}"]


class TestAFeedThatBegins:
    """Bob subscribes by one snapshot, and leaves. Ada's snapshot, from after that, sets the audience's first cursor."""

    @pytest.mark.parametrize("is_heard", [True, False], ids=["told early", "never told"])
    async def test_who_has_left_before_that_is_sent_nothing_after(self, hub: Hub, is_heard: bool) -> None:
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        if is_heard:
            hub.deliver(packets([stayed(LOBBY, 6, BOB, since=3, until=6)]))
        listen(hub, ADA, {LOBBY: 2}, head=6)
        hub.deliver(packets([said(LOBBY, 7)]))
        assert hub.welcomed(bob, welcome(BOB, {}, head=7, known=2))
        hub.deliver(packets([said(LOBBY, 8)]))
        assert bob.told() == []

    async def test_nor_who_reads_their_memberships_only_then(self, hub: Hub) -> None:
        bob = Listener(hub, BOB)
        listen(hub, ADA, {LOBBY: 2}, head=6)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        hub.deliver(packets([said(LOBBY, 7)]))
        assert bob.told() == []

    async def test_a_welcome_that_is_older_as_well_is_not_believed_before_they_are_read_again(self, hub: Hub) -> None:
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        listen(hub, ADA, {LOBBY: 2}, head=6)
        assert not hub.welcomed(bob, welcome(BOB, {LOBBY: 3}, head=5, known=1))
        hub.deliver(packets([said(LOBBY, 7)]))
        hub.subscribe(bob, [])
        hub.deliver(packets([said(LOBBY, 8)]))
        assert bob.told() == []

    async def test_and_leaving_while_they_are_read_again_counts(self, hub: Hub) -> None:
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        listen(hub, ADA, {LOBBY: 2}, head=6)
        assert not hub.welcomed(bob, welcome(BOB, {LOBBY: 3}, head=5, known=1))
        hub.deliver(packets([stayed(LOBBY, 7, BOB, since=3, until=7)]))
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        hub.deliver(packets([said(LOBBY, 8)]))
        assert bob.told() == []

    @pytest.mark.parametrize("head", [5, 6, 7])
    async def test_who_has_not_left_follows_on_and_knows_of_a_gap(self, hub: Hub, head: int) -> None:
        bob = Listener(hub, BOB)
        hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        listen(hub, ADA, {LOBBY: 2}, head=6)
        hub.deliver(packets([said(LOBBY, 7)]))
        if not hub.welcomed(bob, welcome(BOB, {LOBBY: 3}, head=head, known=1)):
            hub.subscribe(bob, entered(BOB, {LOBBY: 3}))
        hub.deliver(packets([said(LOBBY, 8)]))
        gaps = [frame["heads"] for frame in bob.sent if frame["type"] == "beat"]
        assert gaps == ([] if head == 7 else [{f"room:{LOBBY}": 7}])
        assert [frame["to"] for frame in bob.sent if frame["type"] == "changes"] == [8]


class TestLateNews:
    """A join that is over arrives late, or once more."""

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
        """The first connected before the join, and the second after the leave."""
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
        """Bob was in the lobby when his memberships were read, and no longer when his welcome was."""
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
