"""A commit's changes become frames: each log in order, split where somebody leaves."""

import json
from typing import Any

import pytest

from parley.changes import THE_SERVER, Change, End, Enter, Leave, person_log, room_log
from parley.own_things import SessionState
from parley.protocol.messages import Message
from parley.protocol.people import Card, Profile
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import ALWAYS_EDITABLE, Membership, Room, Stay
from parley.realtime.frames import Packet, log_packets, packets, text_frame

LOBBY, DEN, ADA, BOB, EVE = 10, 20, 100, 200, 300
WHEN = "2026-01-01T00:00:00.000Z"
ROOM_ROW = Room(
    id=str(LOBBY),
    slug="lobby",
    kind="public",
    name="Lobby",
    topic="",
    history="all",
    keep_days=0,
    edit_minutes=ALWAYS_EDITABLE,
    first_seq=1,
    created_by=str(ADA),
    created_at=WHEN,
    rev=1,
)


def said(room: int, rev: int, sender: int = ADA, *, seq: int | None = None) -> Change:
    message = Message(
        room=str(room), seq=seq or rev, rev=rev, sender=str(sender), client_id=f"{rev}", body=f"{rev}", created_at=WHEN
    )
    return Change(room_log(room), message, {str(sender): card(sender)})


def stayed(room: int, rev: int, person: int, *, since: int, until: int | None = None) -> Change:
    stay = Stay(person=str(person), role="member", since=since, until=until, rev=rev)
    return Change(room_log(room), stay, {str(person): card(person)})


def own(person: int, rev: int, *, since: int, until: int | None = None, first_seq: int = 1) -> Change:
    membership = Membership(room=str(LOBBY), role="member", since=since, until=until, first_seq=first_seq, rev=rev)
    return Change(person_log(person), membership, rooms={str(LOBBY): ROOM_ROW} if until is None else {})


def card(person: int) -> Card:
    return Card(handle=f"p{person}", name=f"P{person}", avatar=None, rev=person)


def frame(packet: Packet) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(packet.payload))
    return found


def revs(packet: Packet, kind: str) -> list[int]:
    return [thing["rev"] for thing in frame(packet)["things"] if thing["thing"] == kind]


def test_a_commits_changes_to_a_room_are_one_frame() -> None:
    (packet,) = packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=2), said(LOBBY, 7, BOB)])
    assert (packet.log, packet.from_, packet.to) == (room_log(LOBBY), 4, 7)
    told = frame(packet)
    assert (told["type"], told["log"], told["from"], told["to"]) == ("changes", f"room:{LOBBY}", 4, 7)
    assert [(thing["thing"], thing["rev"]) for thing in told["things"]] == [("message", 5), ("stay", 6), ("message", 7)]
    assert set(told["people"]) == {str(ADA), str(BOB)}


def test_each_log_has_frames_of_its_own() -> None:
    made = packets([said(LOBBY, 5), said(DEN, 2), own(BOB, 3, since=4), said(LOBBY, 6)])
    assert [(packet.log, packet.from_, packet.to) for packet in made] == [
        (room_log(LOBBY), 4, 6),
        (room_log(DEN), 1, 2),
        (person_log(BOB), 2, 3),
    ]


def test_a_rooms_frame_ends_where_somebody_leaves() -> None:
    leaves = stayed(LOBBY, 6, BOB, since=2, until=6)
    first, second = packets([said(LOBBY, 5), leaves, said(LOBBY, 7)])
    assert (first.from_, first.to) == (4, 6)
    assert first.effects == (Leave(person=BOB, room=LOBBY, since=2, at=6),)
    assert (second.from_, second.to, second.effects) == (6, 7, ())
    assert revs(second, "message") == [7]


def test_a_rooms_frame_ends_before_somebody_comes() -> None:
    changes = [said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=6), said(LOBBY, 7)]
    first, second = packets(changes)
    assert [(packet.from_, packet.to) for packet in (first, second)] == [(4, 5), (5, 7)]
    assert revs(second, "message") == [7]


def test_where_somebody_came_counts_also_when_they_have_left_since() -> None:
    """In the table, the only row of a stay is at the place where the stay ended."""
    changes = [said(LOBBY, 5), said(LOBBY, 7), stayed(LOBBY, 8, BOB, since=6, until=8)]
    assert [(packet.from_, packet.to) for packet in log_packets(changes, 4, 9)] == [(4, 5), (5, 9)]


def test_ones_own_frame_says_where_one_is_now() -> None:
    (packet,) = packets([own(BOB, 3, since=4, first_seq=7)])
    assert packet.effects == (Enter(person=BOB, room=LOBBY, since=4, first_seq=7),)
    told = frame(packet)
    assert told["log"] == f"person:{BOB}"
    assert [room["id"] for room in told["rooms"].values()] == [str(LOBBY)]


def test_of_what_changed_twice_in_a_commit_the_last_state_is_told_and_everything_it_meant() -> None:
    (packet,) = packets([own(BOB, 3, since=4), own(BOB, 4, since=4, until=9)])
    assert [isinstance(effect, Leave) for effect in packet.effects] == [False, True]
    told = frame(packet)
    assert [(thing["until"], thing["rev"]) for thing in told["things"]] == [(9, 4)]
    assert "rooms" not in told, "whoever left is not told what the room looks like now"


def test_a_packet_names_the_oldest_message_in_it() -> None:
    (packet,) = packets([said(LOBBY, 5), said(LOBBY, 6, seq=2), stayed(LOBBY, 7, BOB, since=3)])
    assert packet.oldest == 2
    (packet,) = packets([stayed(LOBBY, 7, BOB, since=3)])
    assert packet.oldest is None


def test_ended_sessions_are_told_to_the_hub_and_to_nobody_else() -> None:
    begun = Change(person_log(BOB), SessionState(session=7, has_ended=False, rev=1))
    ended = Change(person_log(BOB), SessionState(session=8, has_ended=True, rev=2))
    (packet,) = packets([begun, ended])
    assert packet.effects == (End(session=8),)
    assert frame(packet) == {"type": "changes", "log": f"person:{BOB}", "from": 0, "to": 2}


def test_a_read_position_is_in_ones_own_frame_and_moves_nobody() -> None:
    position = ReadPosition(room=str(LOBBY), generation=1, seq=7, rev=4)
    (packet,) = packets([Change(person_log(BOB), position)])
    assert (packet.effects, packet.oldest) == ((), None)
    told = {"thing": "read", "room": str(LOBBY), "generation": 1, "seq": 7, "rev": 4}
    assert frame(packet) == {"type": "changes", "log": f"person:{BOB}", "from": 3, "to": 4, "things": [told]}


def test_a_new_person_is_in_the_servers_frame() -> None:
    (packet,) = packets([Change(THE_SERVER, Profile(person=str(BOB), rev=4), {str(BOB): card(BOB)})])
    told = frame(packet)
    assert (told["log"], told["from"], told["to"], list(told["people"])) == ("server", 3, 4, [str(BOB)])


def test_what_is_read_from_the_table_reaches_up_to_the_head_without_holes() -> None:
    """The table no longer has the numbers of earlier versions: the frames skip them."""
    changes = [said(LOBBY, 5), stayed(LOBBY, 8, BOB, since=2, until=8), said(LOBBY, 11)]
    made = log_packets(changes, 3, 12)
    assert [(packet.from_, packet.to) for packet in made] == [(3, 8), (8, 12)]
    assert log_packets([], 3, 3) == []


@pytest.mark.parametrize(
    ("size", "header"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_a_frames_header_tells_its_length(size: int, header: bytes) -> None:
    assert text_frame(b"x" * size) == header + b"x" * size
