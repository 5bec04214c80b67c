"""A lobby as a client hears of it: the frames and pages that tests of pure functions are made of."""

from collections.abc import Sequence

from parley.client.apply import apply, apply_page
from parley.client.state import NOTHING_KNOWN, State
from parley.protocol.messages import Message, MessagePage
from parley.protocol.people import Me
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.server import ServerInfo
from parley.protocol.sync import Changes, Welcome

NOW = "2026-11-20T09:00:00.000Z"
LOBBY = Room(
    id="7",
    slug="lobby",
    kind="public",
    name="Lobby",
    topic="",
    history="all",
    keep_days=0,
    first_seq=1,
    created_by="1",
    created_at=NOW,
    rev=1,
)
ADA = Me(id="1", handle="ada", name="Ada", avatar=None, role="owner", created_at=NOW)
SERVER = ServerInfo(name="Parley", version="1", registration="open", needs_setup=False, body_limit=8000)
MEMBER = Membership(room="7", role="owner", since=2, until=None, first_seq=1, rev=1)


def welcome(
    *,
    epoch: str = "e1",
    mine: int = 1,
    head: int = 2,
    memberships: Sequence[Membership] = (MEMBER,),
    reads: Sequence[ReadPosition] = (),
    last_seq: int = 0,
) -> Welcome:
    return Welcome(
        epoch=epoch,
        you=ADA,
        rooms=[LOBBY] if memberships else [],
        memberships=list(memberships),
        reads=list(reads),
        heads={"7": head} if memberships else {},
        last_seqs={"7": last_seq} if memberships else {},
        mine=mine,
        server=1,
        settings=SERVER,
    )


def said(seq: int, *, rev: int, body: str = "") -> Message:
    return Message(room="7", seq=seq, rev=rev, sender="1", client_id=f"c{seq}", body=body or f"{seq}", created_at=NOW)


def changes(from_: int, to: int, *messages: Message, members: Sequence[Stay] = ()) -> Changes:
    return Changes(from_=from_, to=to, room="7", messages=list(messages), members=list(members))


def page(head: int, *messages: Message, has_before: bool = False, has_after: bool = False) -> MessagePage:
    return MessagePage(
        room="7", head=head, messages=list(messages), has_before=has_before, has_after=has_after, people={}
    )


def opened(*messages: Message, head: int = 2) -> State:
    return apply_page(apply(NOTHING_KNOWN, welcome(head=head)), page(head, *messages))


# A log: at each rev either the next message or another version of an earlier one.


def read_up_to(seq: int, *, rev: int) -> ReadPosition:
    return ReadPosition(room="7", generation=0, seq=seq, rev=rev)
