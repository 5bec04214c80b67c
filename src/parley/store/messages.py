"""Messages: pages of them, and what changed among them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from parley.protocol.messages import Message
from parley.store.database import Transaction
from parley.store.schema import messages
from parley.times import rfc3339


async def newest(tx: Transaction, room: int, limit: int) -> list[Message]:
    return await before(tx, room, None, limit)


async def before(tx: Transaction, room: int, seq: int | None, limit: int) -> list[Message]:
    """The messages just before a place, or the last ones; in order of `seq`."""
    where = [messages.c.seq < seq] if seq is not None else []
    return (await _page(tx, room, where, messages.c.seq.desc(), limit))[::-1]


async def after(tx: Transaction, room: int, seq: int, limit: int) -> list[Message]:
    """The messages just after a place, in order of `seq`."""
    return await _page(tx, room, [messages.c.seq > seq], messages.c.seq, limit)


async def changed(tx: Transaction, room: int, rev: int, limit: int) -> list[Message]:
    """What changed after a cursor, in order of `rev`."""
    return await _page(tx, room, [messages.c.rev > rev], messages.c.rev, limit)


async def _page(
    tx: Transaction, room: int, where: Sequence[ColumnElement[bool]], order: ColumnElement[Any], limit: int
) -> list[Message]:
    rows = await tx.all(select(messages).where(messages.c.room == room, *where).order_by(order).limit(limit))
    return [message_of(row) for row in rows]


def message_of(row: Row[Any]) -> Message:
    return Message(
        room=str(row.room),
        seq=row.seq,
        rev=row.rev,
        sender=str(row.sender),
        client_id=row.client_id,
        body=row.body,
        created_at=rfc3339(row.created_at),
    )
