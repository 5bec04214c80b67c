"""What a transaction changed, in the order of each log's `rev`: what the hub is told once it has committed."""

from dataclasses import dataclass, field

from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay

# The kinds of log, which is also the order in which their heads are locked.
ROOM, PERSON, SERVER = 1, 2, 3


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A session of the person whose log this is in began, or ended: then its sockets close."""

    session: int
    ended: bool


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """A stay in the person's own log, with the room that it is about."""

    membership: Membership
    room: Room


@dataclass(frozen=True, slots=True)
class Profile:
    """A person in the server's log, new or changed. The card travels in `people`."""

    person: int


Thing = Message | Stay | Room | OwnMembership | ReadPosition | SessionChange | Profile


@dataclass(frozen=True, slots=True)
class Change:
    """One thing's new state at its place in a log, with the cards of the people that it names."""

    kind: int
    log: int
    rev: int
    thing: Thing
    people: dict[str, Card] = field(default_factory=dict)
