"""A log read from the table: the changes after a place, as if they had been told by the commits that made them."""

from parley.changes import PERSON, ROOM, SERVER, Change, OwnMembership, Profile, SessionChange
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.rooms import Room, Stay
from parley.store import logs, messages, people, reads, rooms, sessions
from parley.store.database import Transaction

# One stretch of reading; whoever wants more asks again from where it ended.
STRETCH = 500


async def after(tx: Transaction, kind: int, log: int, place: int) -> tuple[list[Change], int]:
    """Changes in order of `rev`, and the place up to which they are complete: the log's head, unless it is far off."""
    head = await logs.head(tx, log)
    if head <= place:
        return [], place
    read = {ROOM: _room, PERSON: _person}.get(kind, _server)
    changes = sorted(await read(tx, log, place), key=lambda change: change.rev)
    if len(changes) <= STRETCH:
        return changes, head
    return changes[:STRETCH], changes[STRETCH - 1].rev


async def _room(tx: Transaction, room: int, place: int) -> list[Change]:
    said = await messages.changed(tx, messages.everything(room), place, STRETCH + 1)
    stays = await rooms.changed_stays(tx, room, place, STRETCH + 1)
    row = await rooms.by_id(tx, room)
    things: list[Message | Stay | Room] = [*said, *stays]
    if row is not None and row.rev > place:
        things.append(rooms.room_of(row))
    named = [int(message.sender) for message in said] + [int(stay.person) for stay in stays]
    cards = await people.cards(tx, named)
    return [Change(ROOM, room, thing.rev, thing, _named_by(thing, cards)) for thing in things]


async def _person(tx: Transaction, person: int, place: int) -> list[Change]:
    own = await rooms.changed_memberships(tx, person, place, STRETCH + 1)
    about = {room.id: room for room in await rooms.by_ids(tx, [int(membership.room) for membership in own])}
    memberships = [
        Change(PERSON, person, membership.rev, OwnMembership(membership, about[membership.room])) for membership in own
    ]
    positions = [
        Change(PERSON, person, position.rev, position)
        for position in await reads.changed(tx, person, place, STRETCH + 1)
    ]
    changed = await sessions.changed(tx, person, place, STRETCH + 1)
    return [
        *memberships,
        *positions,
        *(Change(PERSON, person, row.rev, SessionChange(row.id, row.ended_at is not None)) for row in changed),
    ]


async def _server(tx: Transaction, log: int, place: int) -> list[Change]:
    cards = await people.changed_cards(tx, place, STRETCH + 1)
    return [Change(SERVER, log, card.rev, Profile(int(id_)), {id_: card}) for id_, card in cards.items()]


def _named_by(thing: Message | Stay | Room, cards: dict[str, Card]) -> dict[str, Card]:
    """The card of whoever this is about; a room's own row names nobody who would have to be shown."""
    person = thing.sender if isinstance(thing, Message) else thing.person if isinstance(thing, Stay) else None
    return {person: cards[person]} if person in cards else {}
