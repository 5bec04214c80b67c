"""Rooms, and the stays of the people in them."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, or_, select, update

from parley.basics.folding import ESCAPE, begins_a_word, folded
from parley.basics.ids import new_id
from parley.changes import person_log, room_log
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import CreateRoom, Membership, Room, RoomRole, Stay
from parley.store import drafts, favourites, held, mutes, section_rooms
from parley.store import people as people_store
from parley.store.database import Transaction
from parley.store.rows import made
from parley.store.schema import heads, rooms, slugs, stays
from parley.store.units import WriteTransaction

BY_IDS = select(rooms).where(rooms.c.id.in_(bindparam("ids", expanding=True))).order_by(rooms.c.id)
# Enough for every list that a person reads; larger rooms say that there are more.
MEMBERS_LIMIT = 1_000


async def by_id(tx: Transaction, room: int) -> Row[Any] | None:
    return await tx.one(select(rooms).where(rooms.c.id == room))


async def by_slug(tx: Transaction, slug: str) -> Row[Any] | None:
    """The room that has this slug, or had it before."""
    return await tx.one(select(rooms).join(slugs, slugs.c.room == rooms.c.id).where(slugs.c.slug == slug))


async def by_people(tx: Transaction, people: Sequence[int]) -> Row[Any] | None:
    """The direct conversation of these people, in ascending order."""
    return await tx.one(select(rooms).where(rooms.c.direct == direct_key(people)))


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    return await tx.one(select(rooms).where(rooms.c.created_by == person, rooms.c.client_id == client_id))


async def owner_of_slug(tx: Transaction, slug: str) -> int | None:
    """The room to which a slug leads for ever."""
    row = await tx.one(select(slugs.c.room).where(slugs.c.slug == slug))
    return None if row is None else int(row.room)


async def defaults(tx: Transaction) -> Sequence[Row[Any]]:
    """The rooms into which everybody with a new account is put."""
    is_open = rooms.c.archived_at.is_(None)
    return await tx.all(select(rooms).where(rooms.c.default_since.is_not(None), is_open).order_by(rooms.c.id))


async def open_stay(tx: Transaction, room: int, person: int) -> Row[Any] | None:
    return await tx.one(select(stays).where(stays.c.room == room, stays.c.person == person, stays.c.until.is_(None)))


async def last_stay(tx: Transaction, room: int, person: int) -> Row[Any] | None:
    return await tx.one(
        select(stays).where(stays.c.room == room, stays.c.person == person).order_by(stays.c.since.desc()).limit(1)
    )


async def last_ends(tx: Transaction, person: int, among: Collection[int]) -> dict[int, int]:
    """Where somebody left these rooms: 0 for one that they are in. One where they never were is left out."""
    of_theirs = select(stays.c.room, stays.c.until).where(stays.c.person == person, stays.c.room.in_(among))
    return {row.room: row.until or 0 for row in await tx.all(of_theirs.order_by(stays.c.since))}


async def owning_stays(tx: Transaction, room: int) -> Sequence[Row[Any]]:
    """The stays of everybody who is the room's owner or once was."""
    return await tx.all(select(stays).where(stays.c.room == room, stays.c.role == "owner"))


async def counters(tx: Transaction, room: int) -> tuple[int, int]:
    """A room's head and last seq."""
    row = await tx.one(select(heads.c.head, heads.c.seq).where(heads.c.log == room))
    return (row.head, row.seq) if row else (0, 0)


async def members(tx: Transaction, room: int) -> tuple[list[Stay], bool]:
    """The people in a room, longest there first, and whether that is all of them."""
    rows = await tx.all(
        select(stays)
        .where(stays.c.room == room, stays.c.until.is_(None))
        .order_by(stays.c.since)
        .limit(MEMBERS_LIMIT + 1)
    )
    return [stay_of(row) for row in rows[:MEMBERS_LIMIT]], len(rows) <= MEMBERS_LIMIT


async def visible_page(
    tx: Transaction, person: int, *, prefix: str, after: int, limit: int, only_own: bool
) -> Sequence[Row[Any]]:
    """Public rooms and this person's own, oldest first."""
    own = select(stays.c.room).where(stays.c.person == person, stays.c.until.is_(None))
    visible: ColumnElement[bool] = rooms.c.id.in_(own)
    if not only_own:
        visible = or_(rooms.c.kind == "public", visible)
    return await tx.all(_page(visible, prefix, after, limit))


async def page_of_all(tx: Transaction, *, prefix: str, after: int, limit: int) -> Sequence[Row[Any]]:
    """All rooms but direct conversations, oldest first."""
    return await tx.all(_page(rooms.c.kind != "direct", prefix, after, limit))


async def end_of(tx: Transaction, room: int, person: int, since: int) -> int | None:
    """Where this stay ended, if it has."""
    row = await tx.one(
        select(stays.c.until).where(stays.c.room == room, stays.c.person == person, stays.c.since == since)
    )
    return row.until if row is not None else None


async def own_memberships(tx: Transaction, person: int) -> list[Membership]:
    rows = await tx.all(select(stays).where(stays.c.person == person, stays.c.until.is_(None)).order_by(stays.c.room))
    return [membership_of(row) for row in rows]


async def number_of(tx: Transaction, person: int) -> int:
    """How many rooms somebody is in, direct conversations among them."""
    row = await tx.one(
        select(func.count().label("rooms")).select_from(stays).where(stays.c.person == person, stays.c.until.is_(None))
    )
    return 0 if row is None else int(row.rooms)


async def by_ids(tx: Transaction, ids: Sequence[int]) -> list[Room]:
    return [room_of(row) for row in await tx.all(BY_IDS, {"ids": ids})]


async def add(tx: WriteTransaction, command: CreateRoom, *, person: int, request_hash: bytes) -> Room:
    """A room with its slug written down for ever. The slug must be free."""
    room = new_id()
    if command.slug is not None:
        await tx.run(insert(slugs).values(slug=command.slug, room=room))
    # A command that came through a socket has two fields of the socket's besides.
    fields = {field.name: getattr(command, field.name) for field in structs.fields(CreateRoom)}
    fields["notices"] = int(command.notices)
    return await _insert(tx, room, created_by=person, request_hash=request_hash, **fields)


async def add_direct(tx: WriteTransaction, people: Sequence[int], *, person: int) -> Room:
    """A conversation of these people, in ascending order. There must be none of them."""
    room = new_id()
    # No caller can choose this client_id, because of the slash.
    named = {"kind": "direct", "name": "", "topic": "", "client_id": f"direct/{room}", "request_hash": b""}
    return await _insert(tx, room, created_by=person, direct=direct_key(people), **named)


def direct_key(people: Sequence[int]) -> str:
    return " ".join(map(str, people))


async def change(tx: WriteTransaction, row: Row[Any], **values: Any) -> Room:
    """The room with these columns changed; a change that changes nothing is none."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return room_of(row)
    log = room_log(row.id)
    rev = tx.rev(log)
    slug = values.get("slug", row.slug)
    if slug != row.slug and await owner_of_slug(tx, slug) is None:
        await tx.run(insert(slugs).values(slug=slug, room=row.id))
    searched = _searched(slug, values.get("name", row.name))
    await tx.run(update(rooms).where(rooms.c.id == row.id).values(**values, folded=searched, rev=rev))
    (room,) = await by_ids(tx, [row.id])
    tx.changed(log, room, people=await people_of(tx, room))
    return room


async def let_in(
    tx: WriteTransaction, room: Room, person: int, role: RoomRole, *, last: Row[Any] | None = None
) -> Membership:
    """Begin a stay after the last one, if there was one: it has ended. All that was said before counts as read."""
    log, own = room_log(int(room.id)), person_log(person)
    said = tx.heads[log].seq
    rev, mine, read = tx.rev(log), tx.rev(own), tx.rev(own)
    first = said + 1 if room.history == "since_join" else 1
    # Generations go on from stay to stay, so that of two positions the later one can always be told.
    generation = last.read_generation + 1 if last is not None else 0
    position = (generation, said, read, None, None)
    await tx.insert(stays, [(int(room.id), person, rev, None, role, rev, mine, first, *position)])
    stay = Stay(person=str(person), role=role, since=rev, until=None, rev=rev)
    membership = await _tell(tx, room, stay, first, mine)
    tx.changed(own, ReadPosition(room=room.id, generation=generation, seq=said, rev=read))
    return membership


async def let_out(tx: WriteTransaction, room: Room, stay: Row[Any]) -> int:
    """End a stay, and return the place in the room's log at which it ended."""
    log, own = room_log(int(room.id)), person_log(stay.person)
    rev, mine = tx.rev(log), tx.rev(own)
    await tx.run(
        update(stays)
        .where(stays.c.room == stay.room, stays.c.person == stay.person, stays.c.since == stay.since)
        .values(until=rev, rev=rev, mine_rev=mine)
    )
    ended = Stay(person=str(stay.person), role=stay.role, since=stay.since, until=rev, rev=rev)
    await _tell(tx, room, ended, stay.first_seq, mine)
    await drafts.remove_in(tx, stay.person, stay.room)
    await favourites.remove(tx, stay.person, stay.room)
    await section_rooms.remove(tx, stay.person, stay.room)
    await mutes.remove(tx, stay.person, stay.room)
    await held.end_in(tx, stay.person, stay.room)
    return rev


async def _tell(tx: WriteTransaction, room: Room, stay: Stay, first: int, mine: int) -> Membership:
    person = int(stay.person)
    membership = Membership(room=room.id, role=stay.role, since=stay.since, until=stay.until, first_seq=first, rev=mine)
    tx.changed(room_log(int(room.id)), stay, people=await people_store.cards(tx, [person]))
    if stay.until is None:
        tx.changed(person_log(person), membership, people=await people_of(tx, room), rooms={room.id: room})
    else:  # somebody who has left is not sent the room's present row
        tx.changed(person_log(person), membership)
    return membership


def _searched(slug: str | None, name: str) -> str:
    """A space before each word."""
    return f" {(slug or '').replace('-', ' ')} {folded(name)}"


async def _insert(tx: WriteTransaction, room: int, *, created_by: int, **values: Any) -> Room:
    log = room_log(room)
    await tx.create(log)
    row = {"id": room, "created_by": created_by, "created_at": tx.now, "rev": tx.rev(log), **values}
    row["folded"] = _searched(row.get("slug"), row["name"])
    await tx.run(insert(rooms).values(**row))
    (created,) = await by_ids(tx, [room])
    tx.changed(log, created, people=await people_store.cards(tx, [created_by, *map(int, created.direct)]))
    return created


async def people_of(tx: Transaction, room: Room) -> dict[str, Card]:
    """The cards of those by whom a direct conversation is shown."""
    return await people_store.cards(tx, map(int, room.direct)) if room.direct else {}


def room_of(row: Row[Any]) -> Room:
    return made(Room, row)


def stay_of(row: Row[Any]) -> Stay:
    return made(Stay, row)


def membership_of(row: Row[Any]) -> Membership:
    return made(Membership, row)


def _page(wanted: ColumnElement[bool], prefix: str, after: int, limit: int) -> Select[Any]:
    found = (
        select(rooms).where(wanted, rooms.c.deleted_at.is_(None), rooms.c.id > after).order_by(rooms.c.id).limit(limit)
    )
    return found.where(rooms.c.folded.like(begins_a_word(prefix), escape=ESCAPE)) if folded(prefix) else found
