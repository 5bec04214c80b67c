"""Follows: the threads that people follow, and how far they have read them, in their own logs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, update

from parley.changes import person_log
from parley.protocol.threads import Follow
from parley.store import mutes
from parley.store.database import Transaction
from parley.store.rows import made
from parley.store.schema import heads, rooms, stays
from parley.store.thread_tables import follows, summaries
from parley.store.threads import Thread
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(follows)


async def known(tx: Transaction, person: int, room: int, root: int) -> Row[Any] | None:
    """Also one that has ended."""
    own = (follows.c.room == room, follows.c.seq == root, follows.c.person == person)
    return await tx.one(select(follows).where(*own))


async def follow(tx: WriteTransaction, person: int, room: int, thread: Thread, *, read: int) -> Follow:
    """Returns what is followed, which is new unless it was there already. New ones are read up to a reply."""
    before = await known(tx, person, room, thread.root)
    if before is not None and before.until is None:
        return made(Follow, before)
    rev = tx.rev(person_log(person))
    read = max(read, before.read) if before is not None else read
    await tx.update(WRITTEN, [(room, thread.root, person, thread.id, read, rev, None, rev)])
    return await _told(tx, person, room, thread.root)


async def follow_again(tx: WriteTransaction, person: int, room: int, thread: Thread, *, read: int) -> None:
    """Follow it, and tell how far it is read also to a device that has not heard of that."""
    before = await known(tx, person, room, thread.root)
    if before is None or before.until is not None:
        await follow(tx, person, room, thread, read=read)
    else:
        await _changed(tx, person, room, thread.root, rev=tx.rev(person_log(person)))


async def unfollow(tx: WriteTransaction, person: int, room: int, thread: Thread) -> Follow | None:
    """Returns what was followed, if it ever was."""
    before = await known(tx, person, room, thread.root)
    if before is None or before.until is not None:
        return None if before is None else made(Follow, before)
    rev = tx.rev(person_log(person))
    return await _changed(tx, person, room, thread.root, until=rev, rev=rev)


async def mark(tx: WriteTransaction, person: int, room: int, thread: Thread, *, read: int) -> Follow | None:
    """Returns how far a thread is read that is followed; it never goes back."""
    before = await known(tx, person, room, thread.root)
    if before is None or before.until is not None or read <= before.read:
        return None if before is None else made(Follow, before)
    return await _changed(tx, person, room, thread.root, read=read, rev=tx.rev(person_log(person)))


async def page(tx: Transaction, person: int, *, before: tuple[int, int] | None, limit: int) -> Sequence[Row[Any]]:
    """The threads that somebody follows and may see, the one with the last reply first: their rows, with `last_at` and
    the last place, `seq_last`.
    """
    if before is None:
        earlier = []
    else:
        at, thread = before
        same = and_(summaries.c.last_at == at, summaries.c.thread < thread)
        earlier = [or_(summaries.c.last_at < at, same)]
    found = _seen(select(follows, summaries.c.last_at, heads.c.seq.label("seq_last")), person).where(*earlier)
    return await tx.all(found.order_by(summaries.c.last_at.desc(), summaries.c.thread.desc()).limit(limit))


async def unread(tx: Transaction, person: int, now: int) -> int:
    """In how many threads that they follow somebody has not read all, without those of rooms that are muted wholly."""
    counts = (heads.c.seq > follows.c.read, ~mutes.silences(follows.c.person, follows.c.room, now))
    row = await tx.one(_seen(select(func.count().label("number")), person).where(*counts))
    return 0 if row is None else int(row.number)


def _seen(chosen: Any, person: int) -> Any:
    """Of the threads that somebody follows, those about messages that they may see."""
    return (
        chosen.select_from(follows)
        .join(summaries, (summaries.c.room == follows.c.room) & (summaries.c.seq == follows.c.seq))
        .join(stays, (stays.c.room == follows.c.room) & (stays.c.person == follows.c.person) & stays.c.until.is_(None))
        .join(rooms, (rooms.c.id == follows.c.room) & rooms.c.deleted_at.is_(None))
        .join(heads, heads.c.log == follows.c.thread)
        .where(
            follows.c.person == person,
            follows.c.until.is_(None),
            summaries.c.until.is_(None),
            follows.c.seq >= stays.c.first_seq,
            follows.c.seq >= rooms.c.first_kept,
        )
    )


async def _changed(tx: WriteTransaction, person: int, room: int, root: int, **values: int) -> Follow:
    own = (follows.c.room == room, follows.c.seq == root, follows.c.person == person)
    await tx.run(update(follows).where(*own).values(**values))
    return await _told(tx, person, room, root)


async def _told(tx: WriteTransaction, person: int, room: int, root: int) -> Follow:
    row = await known(tx, person, room, root)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Follow, row)
    tx.changed(person_log(person), changed)
    return changed
