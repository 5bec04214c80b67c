"""What a client knows, as one immutable value. `apply` makes the next one from it and a frame."""

from msgspec import Struct

from parley.protocol.messages import Message
from parley.protocol.people import Card, Me
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.server import ServerInfo


class RoomState(Struct, frozen=True, kw_only=True):
    """One room. Its messages are one range without holes; what lies outside it is not shown."""

    info: Room
    # The highest head heard of. Above the cursor, something is missing.
    head: int = 0
    # The newest message heard of, shown or not.
    last_seq: int = 0
    # Up to where every change is known. None until the room's first page.
    cursor: int | None = None
    messages: tuple[Message, ...] = ()
    has_before: bool = False
    has_after: bool = False
    # By person, ended stays included: they guard against older rows that arrive late.
    members: dict[str, Stay] = {}
    members_complete: bool = False

    @property
    def open_stays(self) -> list[Stay]:
        return sorted((stay for stay in self.members.values() if stay.until is None), key=lambda stay: stay.person)

    @property
    def newest_seq(self) -> int:
        return self.messages[-1].seq if self.messages else 0


class State(Struct, frozen=True, kw_only=True):
    """Everything: who one is, the rooms one is in, and up to where each log is known."""

    epoch: str | None = None
    me: Me | None = None
    settings: ServerInfo | None = None
    mine: int = 0
    server: int = 0
    rooms: dict[str, RoomState] = {}
    # By room, ended ones included, for the same reason as a room's members.
    memberships: dict[str, Membership] = {}
    reads: dict[str, ReadPosition] = {}
    people: dict[str, Card] = {}

    @property
    def open_memberships(self) -> list[Membership]:
        return sorted((own for own in self.memberships.values() if own.until is None), key=lambda own: own.room)

    def unread(self, room: str) -> int:
        """How many messages of a room one is in have not been read yet, on whichever device."""
        known, position = self.rooms.get(room), self.reads.get(room)
        if known is None or position is None:
            return 0
        return max(0, known.last_seq - max(position.seq, known.info.first_seq - 1))


NOTHING_KNOWN = State()
