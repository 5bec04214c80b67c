"""A newcomer is sent nothing of messages from before their stay."""

from parley.realtime.frames import packets
from parley.realtime.hub import Hub
from tests.realtime.listener import listen
from tests.realtime.test_frames import ADA, BOB, EVE, LOBBY, said


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
