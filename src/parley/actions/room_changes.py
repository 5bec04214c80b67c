"""Changing rooms: their settings, closing and opening them, and deleting them."""

from msgspec import structs

from parley.actions.context import Context
from parley.actions.names import clean_name, refuse_unseen
from parley.actions.rooms import refuse_taken
from parley.basics.ids import number
from parley.changes import THE_SERVER, person_log, room_log
from parley.errors import Invalid, NotFound
from parley.policies import NO_ROOM, may_make_default
from parley.protocol.base import Empty
from parley.protocol.rooms import ArchiveRoom, DeleteRoom, Room, RoomAnswer, UnarchiveRoom, UpdateRoom
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import deletions, members, notices, rooms
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction

# Of so many people a direct conversation can become a room.
LEAST_PEOPLE = 3


async def update(ctx: Context, command: UpdateRoom) -> RoomAnswer:
    room, values = number(command.room), _values(command)

    async def work(tx: WriteTransaction, who: Standing) -> RoomAnswer:
        row, stay = await _open(tx, room, who)
        _refuse_direct(row, command)
        if command.slug is not None:
            await _refuse_slug(tx, row, command.slug)
        becoming = {"kind": "private", "direct": None} if row.kind == "direct" else {}
        default = _default_since(row, who, tx.now, is_default=command.is_default)
        changed = await rooms.change(tx, row, **values, **becoming, **default)
        if changed.rev != row.rev:
            await ctx.audit(tx, "room.update", room=room, changed=" ".join([*values, *becoming, *default]))
            await _tell(tx, row, changed, who.person)
        if row.kind == "direct":
            return RoomAnswer(room=changed, membership=await members.give_role(tx, changed, stay, "owner"))
        return RoomAnswer(room=changed, membership=rooms.membership_of(stay))

    logs = [room_log(room)]
    logs += [person_log(ctx.me.person)] if command.kind is not None else []
    logs += [THE_SERVER] if command.slug is not None else []
    return await ctx.write(tuple(logs), work, room=room)


async def archive(ctx: Context, command: ArchiveRoom) -> RoomAnswer:
    return await _archived(ctx, number(command.room), is_archived=True)


async def unarchive(ctx: Context, command: UnarchiveRoom) -> RoomAnswer:
    return await _archived(ctx, number(command.room), is_archived=False)


async def delete(ctx: Context, command: DeleteRoom) -> Empty:
    room = number(command.room)

    async def work(tx: WriteTransaction, who: Standing) -> Empty:
        row, _ = await _open(tx, room, who)
        await deletions.close(tx, row)
        await ctx.audit(tx, "room.delete", room=room)
        return Empty()

    return await ctx.write((room_log(room),), work, room=room)


async def _archived(ctx: Context, room: int, *, is_archived: bool) -> RoomAnswer:
    async def work(tx: WriteTransaction, who: Standing) -> RoomAnswer:
        row, stay = await _open(tx, room, who)
        changed = rooms.room_of(row)
        if (row.archived_at is not None) != is_archived:
            changed = await rooms.change(tx, row, archived_at=tx.now if is_archived else None)
            await ctx.audit(tx, "room.archive" if is_archived else "room.unarchive", room=room)
            await notices.leave(tx, changed, who.person, "archived" if is_archived else "unarchived")
        return RoomAnswer(room=changed, membership=rooms.membership_of(stay))

    return await ctx.write((room_log(room),), work, room=room)


async def _tell(tx: WriteTransaction, before: Row, after: Room, by: int) -> None:
    """What of a change concerns everybody in the room. A conversation that becomes one has had no name."""
    if before.kind == "direct":
        await notices.leave(tx, after, by, "became_room", text=after.name)
    elif before.name != after.name:
        await notices.leave(tx, after, by, "renamed", text=after.name)
    if before.topic != after.topic:
        await notices.leave(tx, after, by, "topic", text=after.topic)


def _values(command: UpdateRoom) -> dict[str, str | int]:
    """What is to be in which column."""
    others = {"room", "kind", "is_default"}
    # Not all that the command has: one that came through a socket has two fields of the socket's besides.
    told = {field.name: getattr(command, field.name) for field in structs.fields(UpdateRoom)}
    values = {name: value for name, value in told.items() if value is not None and name not in others}
    if command.name is not None:
        values["name"] = clean_name(command.name)
    if command.notices is not None:
        values["notices"] = int(command.notices)
    for field in ("topic", "description"):
        refuse_unseen(told[field] or "", field=field)
    return values


def _default_since(row: Row, who: Standing, now: int, *, is_default: bool | None) -> dict[str, int | None]:
    if is_default is None:
        return {}
    if (refused := may_make_default(who)) is not None:
        raise refused
    if is_default == (row.default_since is not None):
        return {}
    return {"default_since": now if is_default else None}


async def _open(tx: Transaction, room: int, who: Standing) -> tuple[Row, Row]:
    """A room that one is in, and one's stay in it."""
    row, stay = await rooms.by_id(tx, room), await rooms.open_stay(tx, room, who.person)
    if row is None or stay is None:
        raise NotFound(NO_ROOM, field="room")
    return row, stay


async def _refuse_slug(tx: Transaction, row: Row, slug: str) -> None:
    if row.kind != "public":
        raise Invalid("Only a public room has a slug.", field="slug")
    await refuse_taken(tx, slug, but=row.id)


def _refuse_direct(row: Row, command: UpdateRoom) -> None:
    """A direct conversation has nothing to set, but it may become a room."""
    if row.kind != "direct":
        if command.kind not in (None, row.kind):
            raise Invalid("Only a direct conversation becomes a private room.", field="kind")
        return
    if command.kind is None or command.name is None:
        raise Invalid("Make a private room of this conversation, with a name, and then change that.", field="kind")
    if len(row.direct.split()) < LEAST_PEOPLE:
        raise Invalid(say("A conversation of fewer than {count} people stays one.", count=LEAST_PEOPLE), field="kind")
