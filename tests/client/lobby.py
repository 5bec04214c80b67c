"""A lobby as a client hears of it: the frames and pages that tests of pure functions are made of."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from parley.client.answers import apply_page
from parley.client.apply import apply
from parley.client.state import NOTHING_KNOWN, State
from parley.protocol.messages import Message, MessagePage
from parley.protocol.people import Me
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import ALWAYS_EDITABLE, Membership, Room
from parley.protocol.server import ServerInfo
from parley.protocol.sync import Changes, Reset, Welcome
from parley.things import packed

ROOM_LOG, OWN_LOG = "room:7", "person:1"
NOW = "2026-11-20T09:00:00.000Z"
LOBBY = Room(
    id="7",
    slug="lobby",
    kind="public",
    name="Lobby",
    topic="",
    history="all",
    keep_days=0,
    edit_minutes=ALWAYS_EDITABLE,
    first_seq=1,
    created_by="1",
    created_at=NOW,
    rev=1,
)
ADA = Me(id="1", handle="ada", name="Ada", avatar=None, role="owner", created_at=NOW, email=None)
SERVER = ServerInfo(name="Parley", version="1", registration="open", needs_setup=False, body_limit=8000)
MEMBER = Membership(room="7", role="owner", since=2, until=None, first_seq=1, rev=1)


def welcome(
    *,
    epoch: str = "e1",
    own: int = 1,
    head: int = 2,
    memberships: Sequence[Membership] = (MEMBER,),
    reads: Sequence[ReadPosition] = (),
    last_seq: int = 0,
    server: int = 1,
) -> Welcome:
    return Welcome(
        epoch=epoch,
        you=ADA,
        log=OWN_LOG,
        things=packed([*memberships, *reads]),
        complete=["membership", "read"],
        rooms={"7": LOBBY} if memberships else {},
        heads={OWN_LOG: own, "server": server} | ({ROOM_LOG: head} if memberships else {}),
        last_seqs={ROOM_LOG: last_seq} if memberships else {},
        settings=SERVER,
    )


def said(seq: int, *, rev: int, body: str = "") -> Message:
    return Message(room="7", seq=seq, rev=rev, sender="1", client_id=f"c{seq}", body=body or f"{seq}", created_at=NOW)


def changes(from_: int, to: int, *things: Struct) -> Changes:
    return Changes(log=ROOM_LOG, from_=from_, to=to, things=packed(things))


def own_changes(from_: int, to: int, *things: Struct, rooms: Mapping[str, Room] | None = None) -> Changes:
    return Changes(log=OWN_LOG, from_=from_, to=to, things=packed(things), rooms=dict(rooms or {}))


def reset(head: int, *things: Struct, has_before: bool = False) -> Reset:
    return Reset(log=ROOM_LOG, head=head, things=packed(things), complete=["room", "stay"], has_before=has_before)


def page(
    head: int,
    *messages: Message,
    things: Sequence[Struct] = (),
    own: Sequence[Struct] = (),
    has_before: bool = False,
    has_after: bool = False,
) -> MessagePage:
    return MessagePage(
        log=ROOM_LOG,
        head=head,
        messages=list(messages),
        things=packed(things),
        own=packed(own),
        has_before=has_before,
        has_after=has_after,
        people={},
    )


def opened(*messages: Message, head: int = 2) -> State:
    return apply_page(apply(NOTHING_KNOWN, welcome(head=head)), page(head, *messages))


def read_up_to(seq: int, *, rev: int) -> ReadPosition:
    return ReadPosition(room="7", generation=0, seq=seq, rev=rev)
