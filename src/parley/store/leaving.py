"""Deleting accounts: what is known of a person goes at once, what they said a batch at a time if they want that.

The row stays, with another name and handle, for the messages, stays and reactions that name it.
"""

from typing import Any

from msgspec import Struct
from sqlalchemy import Row, delete, exists, select, update

from parley.changes import Log, room_log, thread_log
from parley.store import (
    authenticators,
    avatars,
    challenges,
    erasures,
    exports,
    groups,
    handles,
    held,
    identities,
    jobs,
    passkeys,
    profiles,
    reminders,
    reports,
    scheduled,
)
from parley.store import rooms as rooms_store
from parley.store.beside import seen
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.mention_tables import mentions
from parley.store.own import blocks, drafts, favourites, mutes, saves, section_rooms, sections
from parley.store.schema import messages, sessions, stays
from parley.store.thread_tables import follows, threads
from parley.store.units import WriteTransaction

NAME = "Deleted user"
# What one transaction erases: others who write in the room wait for as long as that takes.
BATCH = 100


class EraseMessages(Struct, frozen=True, kw_only=True):
    """Erases all that a person said, in every room."""

    person: int


ERASE_MESSAGES = JobKind("account.erase_messages", EraseMessages)


async def forget(tx: WriteTransaction, row: Row[Any]) -> None:
    """All that the server knows of a person but what they said. Their sessions have ended."""
    person = int(row.id)
    for membership in await rooms_store.own_memberships(tx, person):
        room = await rooms_store.by_id(tx, int(membership.room))
        stay = await rooms_store.open_stay(tx, int(membership.room), person)
        # The people of a direct conversation never change.
        if room is not None and stay is not None and room.kind != "direct":
            await rooms_store.let_out(tx, rooms_store.room_of(room), stay)
    await avatars.drop(tx, person)
    await challenges.drop_all(tx, person)
    await authenticators.remove(tx, person)
    await passkeys.remove_all(tx, person)
    await identities.drop_all(tx, person)
    await handles.keep_for_ever(tx, row.handle, person)
    await profiles.time_status(tx, person, None)
    await tx.run(delete(seen).where(seen.c.person == person))
    await tx.run(delete(saves).where(saves.c.person == person))
    await tx.run(delete(follows).where(follows.c.person == person))
    await tx.run(delete(mentions).where(mentions.c.person == person))
    await tx.run(delete(favourites).where(favourites.c.person == person))
    await tx.run(delete(section_rooms).where(section_rooms.c.person == person))
    await tx.run(delete(sections).where(sections.c.person == person))
    await tx.run(delete(mutes).where(mutes.c.person == person))
    await tx.run(delete(drafts).where(drafts.c.person == person))
    await tx.run(delete(blocks).where(blocks.c.owner == person))
    await groups.leave_all(tx, person)
    await exports.drop_of(tx, person)
    await reports.drop_by(tx, person)
    await held.drop_by(tx, person)
    await scheduled.drop_all(tx, person)
    await reminders.drop_all(tx, person)
    await tx.run(update(sessions).where(sessions.c.person == person).values(device=None, address=None))
    await tx.run(update(stays).where(stays.c.person == person).values(seen_seq=None, seen_at=None))
    nothing = dict.fromkeys(("avatar", "password_hash", "email", "email_key", "about", "language"))
    unnamed = {"handle": f"deleted-{person}", "name": NAME, "client_id": f"deleted-{person}", "role": "member"}
    at = {"disabled_at": row.disabled_at or tx.now, "deleted_at": tx.now}
    await profiles.change(tx, row, **nothing, **unnamed, **at, hides_reading=0)


async def erase_later(tx: WriteTransaction, person: int) -> None:
    await reports.drop_of(tx, person)
    await jobs.add(tx, ERASE_MESSAGES, EraseMessages(person=person), key=str(person), due_at=tx.now)


async def next_said(tx: Transaction, person: int) -> tuple[Log, ...]:
    """The log in which they said something that is still there, last, and before it the room's that a thread is in.

    Empty if there is none.
    """
    theirs = (messages.c.sender == person, messages.c.body != "")
    in_room = exists().where(messages.c.room == stays.c.room, *theirs)
    row = await tx.one(select(stays.c.room).where(stays.c.person == person, in_room).limit(1))
    if row is not None:
        return (room_log(row.room),)
    in_thread = exists().where(messages.c.room == threads.c.id, *theirs)
    row = await tx.one(select(threads).where(in_thread).limit(1))
    return () if row is None else (room_log(row.room), thread_log(row.id))


async def erase_some(tx: WriteTransaction, log: Log, person: int) -> None:
    assert log in tx.heads  # noqa: S101 - the job has named it
    theirs = (messages.c.room == log.id, messages.c.sender == person, messages.c.body != "")
    found = await tx.all(select(messages.c.seq).where(*theirs).order_by(messages.c.seq).limit(BATCH))
    for row in found:
        await erasures.erase_for_good(tx, log, row.seq, by=person)
