"""Groups of people: rows, members, and the members whom a text calls by a group's handle.

They change under the lock of the server's log, as handles do: of two who want one handle, the second is refused.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, true, update

from parley.basics.folding import ESCAPE, begins_a_word, folded
from parley.basics.ids import new_id
from parley.basics.times import DAY
from parley.language.mentions import Called
from parley.protocol.groups import Group
from parley.store import people as people_store
from parley.store.database import Transaction
from parley.store.group_tables import former_group_handles, group_members, people_groups
from parley.store.schema import people, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup, Upsert

KEPT_MS = 90 * DAY
FORMER = Upsert(former_group_handles)
BY_HANDLE = Lookup("people_groups", (people_groups.c.handle,), (people_groups.c.id,))
# CROSS keeps SQLite from beginning with the room's members, who may be many more.
CALLED = Lookup(
    "group_members CROSS JOIN people CROSS JOIN stays",
    (group_members.c.of_group, stays.c.room),
    (group_members.c.person,),
    "people.id = group_members.person AND people.disabled_at IS NULL"
    " AND stays.person = group_members.person AND stays.until IS NULL",
    many=True,
)
_theirs = stays.alias("theirs")


async def by_id(tx: Transaction, group: int) -> Row[Any] | None:
    return await tx.one(select(people_groups).where(people_groups.c.id == group))


async def by_handle(tx: Transaction, handle: str) -> Row[Any] | None:
    return await tx.one(select(people_groups).where(people_groups.c.handle == handle))


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    mine = (people_groups.c.created_by == person, people_groups.c.client_id == client_id)
    return await tx.one(select(people_groups).where(*mine))


async def keeps(tx: Transaction, handle: str) -> bool:
    """Whether no person can have this handle, because a group has it or had it a short time ago."""
    former = former_group_handles.c.handle
    return await by_handle(tx, handle) is not None or await tx.one(select(former).where(former == handle)) is not None


async def count(tx: Transaction) -> int:
    row = await tx.one(select(func.count()).select_from(people_groups))
    return 0 if row is None else int(row[0])


async def add(tx: WriteTransaction, *, by: int, handle: str, name: str, **values: object) -> int:
    """The handle must be free, or a group's from before."""
    group, text = new_id(), people_store.searched(handle, name)
    shown = {"handle": handle, "name": name, "folded": text}
    await tx.run(insert(people_groups).values(id=group, created_by=by, created_at=tx.now, **shown, **values))
    await _forget_former(tx, handle)
    return group


async def change(tx: WriteTransaction, row: Row[Any], **values: str) -> None:
    named = {"handle": row.handle, "name": row.name} | values
    text = people_store.searched(named["handle"], named["name"])
    await tx.run(update(people_groups).where(people_groups.c.id == row.id).values(**values, folded=text))
    if named["handle"] != row.handle:
        await _forget_former(tx, named["handle"])
        await _keep(tx, row.handle)


async def remove(tx: WriteTransaction, row: Row[Any]) -> None:
    await tx.run(delete(group_members).where(group_members.c.of_group == row.id))
    await tx.run(delete(people_groups).where(people_groups.c.id == row.id))
    await _keep(tx, row.handle)


async def clean(tx: WriteTransaction) -> None:
    """From here on people can have these handles."""
    await tx.run(delete(former_group_handles).where(former_group_handles.c.until <= tx.now))


async def page(tx: Transaction, *, prefix: str, after: str | None, limit: int) -> Sequence[Row[Any]]:
    statement = select(people_groups).where(_matches(prefix)).order_by(people_groups.c.handle).limit(limit)
    return await tx.all(statement if after is None else statement.where(people_groups.c.handle > after))


async def shown(tx: Transaction, rows: Sequence[Row[Any]], *, met_by: int | None = None) -> list[Group]:
    """With the numbers of their members; a guest counts only people whom they know."""
    numbers = (
        select(group_members.c.of_group, func.count().label("members"))
        .where(group_members.c.of_group.in_([row.id for row in rows]), _is_met(group_members.c.person, met_by))
        .group_by(group_members.c.of_group)
    )
    known = {row.of_group: int(row.members) for row in await tx.all(numbers)} if rows else {}
    return [
        Group(
            id=str(row.id),
            handle=row.handle,
            name=row.name,
            description=row.description,
            members=known.get(row.id, 0),
        )
        for row in rows
    ]


async def members(tx: Transaction, group: int) -> list[int]:
    """All of them, in the order of their ids."""
    own = select(group_members.c.person).where(group_members.c.of_group == group)
    return [row.person for row in await tx.all(own.order_by(group_members.c.person))]


async def members_page(
    tx: Transaction, group: int, *, prefix: str, after: str | None, limit: int, met_by: int | None = None
) -> Sequence[Row[Any]]:
    """Rows of people, by their handles; a guest sees only people whom they know."""
    statement = (
        select(people)
        .join(group_members, group_members.c.person == people.c.id)
        .where(group_members.c.of_group == group, people_store.matches(prefix), _is_met(people.c.id, met_by))
        .order_by(people.c.handle)
        .limit(limit)
    )
    return await tx.all(statement if after is None else statement.where(people.c.handle > after))


async def put(tx: WriteTransaction, group: int, coming: Iterable[int]) -> None:
    """They must not be in it."""
    await tx.insert(group_members, [(group, person, tx.now) for person in coming])


async def take(tx: WriteTransaction, group: int, person: int) -> bool:
    """False if they were not in it."""
    own = (group_members.c.of_group == group, group_members.c.person == person)
    return bool(await tx.run(delete(group_members).where(*own)))


async def leave_all(tx: WriteTransaction, person: int) -> None:
    await tx.run(delete(group_members).where(group_members.c.person == person))


async def called(tx: Transaction, keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Called]:
    """Of rooms and handles, those with a group of this handle that has members in the room. They can come in."""
    if not keys:
        return {}
    ids = await tx.find(BY_HANDLE, sorted({(handle,) for _, handle in keys}))
    named = {(room, handle): ids[(handle,)][0] for room, handle in keys if (handle,) in ids}
    found = await tx.find_all(CALLED, sorted({(group, room) for (room, _), group in named.items()})) if named else {}
    return {
        (room, handle): Called(group, sorted(person for (person,) in found[group, room]))
        for (room, handle), group in named.items()
        if (group, room) in found
    }


def _matches(prefix: str) -> ColumnElement[bool]:
    return people_groups.c.folded.like(begins_a_word(prefix), escape=ESCAPE) if folded(prefix) else true()


def _is_met(person: ColumnElement[int], by: int | None) -> ColumnElement[bool]:
    if by is None:
        return true()
    own = select(stays.c.room).where(stays.c.person == by, stays.c.until.is_(None))
    met = select(_theirs.c.room).where(_theirs.c.person == person, _theirs.c.until.is_(None), _theirs.c.room.in_(own))
    return met.exists()


async def _keep(tx: WriteTransaction, handle: str) -> None:
    await tx.update(FORMER, [(handle, tx.now + KEPT_MS)])


async def _forget_former(tx: WriteTransaction, handle: str) -> None:
    await tx.run(delete(former_group_handles).where(former_group_handles.c.handle == handle))
