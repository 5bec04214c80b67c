"""Members of rooms: pages of them, their roles, and whom a room keeps out."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from parley.admission_policies import role_of_joiner
from parley.basics.times import rfc3339
from parley.changes import person_log, room_log
from parley.protocol.members import Ban
from parley.protocol.people import Card
from parley.protocol.rooms import Membership, Room, RoomRole, Stay
from parley.store import people as people_store
from parley.store import rooms as rooms_store
from parley.store.beside import bans
from parley.store.database import Transaction
from parley.store.schema import people, stays
from parley.store.units import WriteTransaction


async def page(
    tx: Transaction, room: int, *, prefix: str, after: str | None, limit: int
) -> tuple[list[Stay], dict[str, Card], bool]:
    """People in a room by their handles, and whether there are more."""
    statement = (
        select(stays)
        .join(people, people.c.id == stays.c.person)
        .where(stays.c.room == room, stays.c.until.is_(None), people_store.matches(prefix))
        .order_by(people.c.handle)
        .limit(limit + 1)
    )
    rows = await tx.all(statement if after is None else statement.where(people.c.handle > after))
    shown = [rooms_store.stay_of(row) for row in rows[:limit]]
    return shown, await people_store.cards(tx, [int(stay.person) for stay in shown]), len(rows) > limit


async def role_on_coming(tx: Transaction, room: int, person: int) -> RoomRole:
    """Of somebody who joins or is added."""
    owners = await rooms_store.owning_stays(tx, room)
    has_owner, was_owner = (
        any(stay.until is None for stay in owners),
        any(stay.person == person for stay in owners),
    )
    return role_of_joiner(has_owner=has_owner, was_owner=was_owner)


async def other_owner(tx: Transaction, room: int, person: int) -> bool:
    """Whether the room has an owner besides this person."""
    owners = await rooms_store.owning_stays(tx, room)
    return any(stay.until is None and stay.person != person for stay in owners)


async def give_role(tx: WriteTransaction, room: Room, stay: Row[Any], role: RoomRole) -> Membership:
    """Change an open stay's role, in the room's log and in the person's own."""
    log, own = room_log(int(room.id)), person_log(stay.person)
    rev, mine = tx.rev(log), tx.rev(own)
    of_stay = (stays.c.room == stay.room, stays.c.person == stay.person, stays.c.since == stay.since)
    await tx.run(update(stays).where(*of_stay).values(role=role, rev=rev, mine_rev=mine))
    person = str(stay.person)
    changed = Stay(person=person, role=role, since=stay.since, until=None, rev=rev)
    membership = Membership(room=room.id, role=role, since=stay.since, until=None, first_seq=stay.first_seq, rev=mine)
    tx.changed(log, changed, people=await people_store.cards(tx, [stay.person]))
    tx.changed(own, membership, people=await rooms_store.people_of(tx, room), rooms={room.id: room})
    return membership


async def ban_of(tx: Transaction, room: int, person: int) -> Ban | None:
    row = await tx.one(select(bans).where(bans.c.room == room, bans.c.person == person))
    return None if row is None else _ban(row)


async def ban(tx: WriteTransaction, room: int, person: int, *, by: int, reason: str) -> Ban:
    """Nobody lets them in from here on. They must not be banned already."""
    await tx.run(insert(bans).values(room=room, person=person, banned_by=by, at=tx.now, reason=reason))
    return Ban(room=str(room), person=str(person), by=str(by), at=rfc3339(tx.now), reason=reason)


async def unban(tx: WriteTransaction, room: int, person: int) -> bool:
    """False if they were not banned."""
    return bool(await tx.run(delete(bans).where(bans.c.room == room, bans.c.person == person)))


async def bans_page(tx: Transaction, room: int, *, after: int, limit: int) -> tuple[list[Ban], dict[str, Card], bool]:
    rows = await tx.all(
        select(bans).where(bans.c.room == room, bans.c.person > after).order_by(bans.c.person).limit(limit + 1)
    )
    shown = rows[:limit]
    named = [id_ for row in shown for id_ in (row.person, row.banned_by)]
    return [_ban(row) for row in shown], await people_store.cards(tx, named), len(rows) > limit


def _ban(row: Row[Any]) -> Ban:
    return Ban(room=str(row.room), person=str(row.person), by=str(row.banned_by), at=rfc3339(row.at), reason=row.reason)
