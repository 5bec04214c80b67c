"""People, oneself first."""

from typing import Any

from msgspec import structs

from parley.actions.context import Context
from parley.actions.emoji import existing
from parley.actions.names import clean_person_name, refuse_reserved, refuse_unseen
from parley.basics.times import MINUTE, milliseconds, rfc3339
from parley.changes import person_log
from parley.errors import Conflict, Invalid, Unauthenticated
from parley.protocol.people import GetMe, Me, NewStatus, Status, UpdateMe
from parley.speech.sentences import say
from parley.standing import Standing, about_of, kept_of
from parley.store import groups, handles, people, profiles
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction

# Handles that are kept for somebody. Without an end to it, one person could keep all of them.
MOST_KEPT = 3


async def get_me(ctx: Context, _: GetMe) -> Me:
    return await ctx.read(_me)


async def update(ctx: Context, command: UpdateMe) -> Me:
    """All of it happens under the lock of the server's log, as every registration does: of two who want one name or
    one handle at the same time, the second is refused.
    """
    me = ctx.me.person
    name = None if command.name is None else clean_person_name(command.name)
    _refuse_hidden(command)
    emoji = await _emoji(ctx, command.status)

    async def work(tx: WriteTransaction, who: Standing) -> Me:
        row = await _row(tx, who.person)
        values: dict[str, Any] = {}
        if name is not None and name != row.name:
            await refuse_taken_name(tx, name, but=row.id)
            values["name"] = name
        if command.handle is not None and command.handle != row.handle:
            await _take_handle(tx, row, command.handle)
            values["handle"] = command.handle
        if command.language is not None:
            values["language"] = command.language or None
        if command.shares_reading is not None:
            values["hides_reading"] = int(not command.shares_reading)
        values["about"] = await _about(tx, row, command, emoji)
        changed = [field for field, value in values.items() if getattr(row, field) != value]
        if changed:
            await profiles.change(tx, row, **values)
        if {"name", "handle"} & set(changed):
            await ctx.audit(tx, "me.update", person=row.id, changed=" ".join(changed))
        return await _me(tx, who)

    logs = await ctx.database.read(profiles.logs_of, me)
    return await ctx.write((person_log(me), *logs), work, changes=())


async def refuse_taken_name(tx: Transaction, name: str, *, but: int = 0) -> None:
    """Nobody goes by a name that is somebody else's. Two people may share one: then the second says which they are."""
    if await people.has_name(tx, name, but=but):
        raise Conflict(
            say(
                "Somebody here is already called {name}, or a name that looks the same. Add what tells you "
                "apart, such as a second name or what you do: “{name} (Design)”.",
                name=name,
            ),
            field="name",
        )


async def refuse_kept_handle(tx: Transaction, handle: str, *, by: int = 0) -> None:
    """Mentions of a handle from before must not lead to somebody else, and those of a group to no person."""
    if await handles.kept_for(tx, handle) not in {None, by} or await groups.keeps(tx, handle):
        raise taken(handle)


async def _take_handle(tx: WriteTransaction, row: Row, handle: str) -> None:
    refuse_reserved(handle)
    if await people.by_handle(tx, handle) is not None:
        raise taken(handle)
    await refuse_kept_handle(tx, handle, by=row.id)
    await handles.give_back(tx, handle)
    if await handles.number_of(tx, row.id) >= MOST_KEPT:
        raise Conflict(
            say(
                "You have changed your handle {count} times in the last 90 days. Wait, or go back to one of those.",
                count=MOST_KEPT,
            ),
            field="handle",
        )
    await handles.keep(tx, row.handle, row.id)


async def _about(tx: WriteTransaction, row: Row, command: UpdateMe, emoji: str) -> str | None:
    told = {"pronouns": _line(command.pronouns), "time_zone": command.time_zone}
    about = structs.replace(about_of(row.about), **{name: value for name, value in told.items() if value is not None})
    if command.status is not None:
        status = _status(command.status, emoji, tx.now)
        until = None if status is None or status.until is None else milliseconds(status.until)
        await profiles.time_status(tx, row.id, until)
        about = structs.replace(about, status=status)
    return kept_of(about)


async def _emoji(ctx: Context, new: NewStatus | None) -> str:
    emoji = await existing(ctx, new.emoji) if new is not None and new.emoji else ""
    if emoji is None:
        raise Invalid("The status has something else than one emoji in front.", field="emoji")
    return emoji


def _status(new: NewStatus, emoji: str, now: int) -> Status | None:
    text = _line(new.text) or ""
    if not emoji and not text:
        return None
    return Status(emoji=emoji, text=text, until=None if new.minutes is None else rfc3339(now + new.minutes * MINUTE))


def _line(text: str | None) -> str | None:
    """A text of one line, without spaces that nobody sees."""
    return None if text is None else " ".join(text.split())


def _refuse_hidden(command: UpdateMe) -> None:
    if command.handle is not None:
        refuse_reserved(command.handle)
    refuse_unseen(command.pronouns or "", field="pronouns")
    refuse_unseen("" if command.status is None else command.status.text, field="status")


def taken(handle: str) -> Conflict:
    return Conflict(say("The handle {handle} is taken. Choose another one.", handle=handle), field="handle")


async def _row(tx: Transaction, person: int) -> Row:
    row = await people.by_id(tx, person)
    if row is None:
        raise Unauthenticated("This account is not here any more.")
    return row


async def _me(tx: Transaction, who: Standing) -> Me:
    return people.me_of(await _row(tx, who.person), is_confined=who.is_confined)
