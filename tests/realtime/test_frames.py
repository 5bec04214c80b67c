"""From a commit's changes to frames: each log in order, split where somebody leaves."""

import json
from typing import Any

import pytest

from parley.changes import PERSON, ROOM, SERVER, Change, OwnMembership, Profile, SessionChange
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay
from parley.realtime.frames import Move, Packet, log_packets, packets, text_frame

LOBBY, DEN, ADA, BOB = 10, 20, 100, 200
WHEN = "2026-01-01T00:00:00.000Z"
ROOM_ROW = Room(
    id=str(LOBBY),
    slug="lobby",
    kind="public",
    name="Lobby",
    topic="",
    history="all",
    keep_days=0,
    first_seq=1,
    created_by=str(ADA),
    created_at=WHEN,
    rev=1,
)


def said(room: int, rev: int, sender: int = ADA) -> Change:
    message = Message(
        room=str(room), seq=rev, rev=rev, sender=str(sender), client_id=f"{rev}", body=f"{rev}", created_at=WHEN
    )
    return Change(ROOM, room, rev, message, {str(sender): card(sender)})


def stayed(room: int, rev: int, person: int, *, since: int, until: int | None = None) -> Change:
    stay = Stay(person=str(person), role="member", since=since, until=until, rev=rev)
    return Change(ROOM, room, rev, stay, {str(person): card(person)})


def own(person: int, rev: int, *, since: int, until: int | None = None) -> Change:
    membership = Membership(room=str(LOBBY), role="member", since=since, until=until, first_seq=1, rev=rev)
    return Change(PERSON, person, rev, OwnMembership(membership, ROOM_ROW))


def card(person: int) -> Card:
    return Card(handle=f"p{person}", name=f"P{person}", avatar=None, rev=person)


def frame(packet: Packet) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(packet.payload)
    return found


def test_a_commits_changes_to_a_room_are_one_frame() -> None:
    (packet,) = packets([said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=2), said(LOBBY, 7, BOB)])
    assert (packet.kind, packet.log, packet.from_, packet.to, packet.left) == (ROOM, LOBBY, 4, 7, None)
    told = frame(packet)
    assert (told["type"], told["room"], told["from"], told["to"]) == ("changes", str(LOBBY), 4, 7)
    assert [message["rev"] for message in told["messages"]] == [5, 7]
    assert [stay["rev"] for stay in told["members"]] == [6]
    assert set(told["people"]) == {str(ADA), str(BOB)}


def test_each_log_has_frames_of_its_own() -> None:
    made = packets([said(LOBBY, 5), said(DEN, 2), own(BOB, 3, since=4), said(LOBBY, 6)])
    assert [(packet.kind, packet.log, packet.from_, packet.to) for packet in made] == [
        (ROOM, LOBBY, 4, 6),
        (ROOM, DEN, 1, 2),
        (PERSON, BOB, 2, 3),
    ]


def test_a_rooms_frame_ends_where_somebody_leaves() -> None:
    leaves = stayed(LOBBY, 6, BOB, since=2, until=6)
    first, second = packets([said(LOBBY, 5), leaves, said(LOBBY, 7)])
    assert (first.from_, first.to, first.left) == (4, 6, BOB)
    assert (second.from_, second.to, second.left) == (6, 7, None)
    assert [message["rev"] for message in frame(second)["messages"]] == [7]


def test_a_rooms_frame_ends_before_somebody_comes() -> None:
    changes = [said(LOBBY, 5), stayed(LOBBY, 6, BOB, since=6), said(LOBBY, 7)]
    first, second = packets(changes)
    assert [(packet.from_, packet.to) for packet in (first, second)] == [(4, 5), (5, 7)]
    assert [message["rev"] for message in frame(second)["messages"]] == [7]


def test_where_somebody_came_counts_also_when_they_have_left_since() -> None:
    """Read from the table, the one row of a stay stands where it ended."""
    changes = [said(LOBBY, 5), said(LOBBY, 7), stayed(LOBBY, 8, BOB, since=6, until=8)]
    assert [(packet.from_, packet.to) for packet in log_packets(changes, 4, 9)] == [(4, 5), (5, 9)]


def test_ones_own_frame_says_where_one_is_now() -> None:
    (packet,) = packets([own(BOB, 3, since=4), own(BOB, 4, since=4, until=9)])
    assert packet.moves == (Move(LOBBY, 4, None), Move(LOBBY, 4, 9))
    told = frame(packet)
    assert told["mine"] is True
    assert [room["id"] for room in told["rooms"]] == [str(LOBBY)]
    assert "room" not in told


def test_ended_sessions_are_told_to_the_hub_and_to_nobody_else() -> None:
    begun = Change(PERSON, BOB, 1, SessionChange(7, ended=False))
    ended = Change(PERSON, BOB, 2, SessionChange(8, ended=True))
    (packet,) = packets([begun, ended])
    assert packet.ended_sessions == (8,)
    assert frame(packet) == {"type": "changes", "from": 0, "to": 2, "mine": True}


def test_a_read_position_is_in_ones_own_frame_and_moves_nobody() -> None:
    position = ReadPosition(room=str(LOBBY), generation=1, seq=7, rev=4)
    (packet,) = packets([Change(PERSON, BOB, 4, position)])
    assert packet.moves == ()
    told = {"room": str(LOBBY), "generation": 1, "seq": 7, "rev": 4}
    assert frame(packet) == {"type": "changes", "from": 3, "to": 4, "mine": True, "reads": [told]}


def test_a_new_person_is_in_the_servers_frame() -> None:
    (packet,) = packets([Change(SERVER, 1, 4, Profile(BOB), {str(BOB): card(BOB)})])
    told = frame(packet)
    assert (told["server"], told["from"], told["to"], list(told["people"])) == (True, 3, 4, [str(BOB)])


def test_what_is_read_from_the_table_reaches_up_to_the_head_without_holes() -> None:
    """Numbers of earlier versions are gone from it: the frames close over them."""
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
