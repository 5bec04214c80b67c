"""Invitations: rows, and where those who made them stand.

An invitation changes under the lock of the server's log only. So its places are counted exactly, and its maker's
account does not change meanwhile.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from parley.basics.ids import new_id
from parley.basics.times import DAY, rfc3339
from parley.protocol.invitations import CreateInvitation, Invitation, InvitedRoom
from parley.standing import Standing
from parley.store.beside import invitation_rooms, invitations
from parley.store.database import Transaction
from parley.store.schema import people, rooms, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering

# Kept for so long after its end, so that a repeated request is known.
KEPT_MS = 30 * DAY
# In no room.
NOWHERE = 0
PLACES = Gathering(
    key={"person": people.c.id, "room": rooms.c.id},
    columns=(
        *(people.c.role, stays.c.since, stays.c.role),
        *(rooms.c.kind, rooms.c.adding, rooms.c.archived_at, rooms.c.deleted_at),
    ),
    joins=(
        (people, "people.id = k.person AND people.disabled_at IS NULL"),
        (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
        (rooms, "rooms.id = k.room"),
    ),
)
# The columns of PLACES, as a standing names them.
AS_STANDING = ("server_role", "since", "role", "kind", "adding", "archived_at", "deleted_at")
Place = tuple[int, int]


async def add(
    tx: WriteTransaction, command: CreateInvitation, into: Iterable[int], *, by: int, token_hash: bytes, expires_at: int
) -> int:
    id_ = new_id()
    row = {"id": id_, "made_by": by, "made_at": tx.now, "client_id": command.client_id, "token_hash": token_hash}
    row |= {"role": command.role, "uses": command.uses, "uses_left": command.uses, "expires_at": expires_at}
    await tx.run(insert(invitations).values(**row))
    await tx.insert(invitation_rooms, [(id_, room) for room in into])
    return id_


async def clean(tx: WriteTransaction) -> None:
    over = invitations.c.expires_at <= tx.now - KEPT_MS
    ids = select(invitations.c.id).where(over)
    await tx.run(delete(invitation_rooms).where(invitation_rooms.c.invitation.in_(ids)))
    await tx.run(delete(invitations).where(over))


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    return await tx.one(select(invitations).where(invitations.c.id == id_))


async def by_token(tx: Transaction, token_hash: bytes) -> Row[Any] | None:
    return await tx.one(select(invitations).where(invitations.c.token_hash == token_hash))


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    mine = (invitations.c.made_by == person, invitations.c.client_id == client_id)
    return await tx.one(select(invitations).where(*mine))


async def open_ones(
    tx: Transaction, now: int, *, by: int | None = None, before: int | None = None, limit: int
) -> Sequence[Row[Any]]:
    """Those that are not revoked, used up or over, newest first."""
    where = [invitations.c.revoked_at.is_(None), invitations.c.uses_left > 0, invitations.c.expires_at > now]
    if by is not None:
        where.append(invitations.c.made_by == by)
    if before is not None:
        where.append(invitations.c.id < before)
    return await tx.all(select(invitations).where(*where).order_by(invitations.c.id.desc()).limit(limit))


async def rooms_of(tx: Transaction, ids: Sequence[int]) -> dict[int, list[int]]:
    """The rooms into which each of these invitations leads."""
    found: dict[int, list[int]] = {id_: [] for id_ in ids}
    of_these = select(invitation_rooms).where(invitation_rooms.c.invitation.in_(ids))
    for row in await tx.all(of_these.order_by(invitation_rooms.c.room)):
        found[row.invitation].append(int(row.room))
    return found


async def places_of(tx: Transaction, keys: Iterable[Place], now: int) -> dict[Place, Standing]:
    """Where these people stand in these rooms, without a session. A deactivated person has no role in the server."""
    distinct = list(dict.fromkeys(keys))
    found = await tx.find(PLACES, distinct)
    return {place: Standing(now, place[0], **dict(zip(AS_STANDING, found[place], strict=True))) for place in distinct}


async def use(tx: WriteTransaction, id_: int) -> bool:
    """Take one of its places. False if there is none."""
    has_place = (invitations.c.id == id_, invitations.c.uses_left > 0)
    taken = update(invitations).where(*has_place).values(uses_left=invitations.c.uses_left - 1, last_used_at=tx.now)
    return bool(await tx.run(taken))


async def revoke(tx: WriteTransaction, id_: int) -> bool:
    """False if it was revoked before."""
    known = (invitations.c.id == id_, invitations.c.revoked_at.is_(None))
    return bool(await tx.run(update(invitations).where(*known).values(revoked_at=tx.now)))


def invitation_of(row: Row[Any], shown: list[InvitedRoom], hidden: int) -> Invitation:
    return Invitation(
        id=str(row.id),
        by=str(row.made_by),
        role=row.role,
        rooms=shown,
        hidden_rooms=hidden,
        uses=row.uses,
        uses_left=row.uses_left,
        created_at=rfc3339(row.made_at),
        expires_at=rfc3339(row.expires_at),
        last_used_at=None if row.last_used_at is None else rfc3339(row.last_used_at),
    )
