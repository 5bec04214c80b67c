"""Rooms: making, finding, joining and leaving them. Changing them is in `room_changes`."""

from functools import partial

from msgspec import structs

from parley.actions.context import Context
from parley.actions.names import clean_name, refuse_unseen
from parley.actions.room_limit import refuse_more_rooms
from parley.basics.ids import number, request_hash
from parley.changes import THE_SERVER, person_log, room_log
from parley.errors import Conflict, Invalid, NotFound
from parley.policies import NO_ROOM
from parley.protocol.rooms import (
    ALWAYS_EDITABLE,
    CreateRoom,
    GetRoom,
    JoinRoom,
    LeaveRoom,
    LeftRoom,
    ListRooms,
    Membership,
    Room,
    RoomAnswer,
    RoomDetails,
    RoomPage,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import directory, members, notices, people, rooms
from parley.store.database import Row, Transaction
from parley.store.standing import NONE
from parley.store.units import WriteTransaction


async def create(ctx: Context, command: CreateRoom) -> RoomAnswer:
    me = ctx.me.person
    if (command.kind == "public") != (command.slug is not None):
        raise Invalid("A public room needs a slug and a private room has none.", field="slug")
    for field in ("topic", "description"):
        refuse_unseen(getattr(command, field), field=field)
    digest = _hash_of(command)
    shown = structs.replace(command, name=clean_name(command.name))

    async def work(tx: WriteTransaction, _: Standing) -> RoomAnswer:
        known = await rooms.by_client_id(tx, me, command.client_id)
        if known is not None:
            return await _made_before(tx, known, me, digest)
        if command.slug is not None:
            await refuse_taken(tx, command.slug)
        await refuse_more_rooms(ctx, tx, me)
        room = await rooms.add(tx, shown, person=me, request_hash=digest)
        return RoomAnswer(room=room, membership=await rooms.let_in(tx, room, me, "owner"))

    # Slugs belong to the server: of two who want the same one at once, the second waits and then sees it taken.
    logs = (person_log(me),) if command.slug is None else (person_log(me), THE_SERVER)
    return await ctx.write(logs, work)


async def get(ctx: Context, command: GetRoom) -> RoomDetails:
    ref = command.room
    room = number(ref) if ref.isdigit() else await _named(ctx, ref)
    return await ctx.read(partial(_details, room), room=room)


async def list_rooms(ctx: Context, command: ListRooms) -> RoomPage:
    async def page(tx: Transaction, who: Standing) -> RoomPage:
        rows = await rooms.visible_page(
            tx,
            who.person,
            prefix=command.prefix,
            after=number(command.after or "0"),
            limit=command.limit + 1,
            only_own=who.is_guest,
        )
        shown = [rooms.room_of(row) for row in rows[: command.limit]]
        ids = {room.id for room in shown}
        mine = [own for own in await rooms.own_memberships(tx, who.person) if own.room in ids]
        counters = await directory.shown(tx, [number(room.id) for room in shown], ctx.now())
        return RoomPage(rooms=shown, memberships=mine, counters=counters, more=len(rows) > command.limit)

    return await ctx.read(page)


async def join(ctx: Context, command: JoinRoom) -> RoomAnswer:
    me, joined = ctx.me.person, await _named(ctx, command.slug)

    async def work(tx: WriteTransaction, _: Standing) -> RoomAnswer:
        row, last = await rooms.by_id(tx, joined), await rooms.last_stay(tx, joined, me)
        if row is None:
            raise NotFound(NO_ROOM, field="slug")
        room = rooms.room_of(row)
        if last is not None and last.until is None:
            return RoomAnswer(room=room, membership=rooms.membership_of(last))
        await refuse_more_rooms(ctx, tx, me, field="slug")
        role = await members.role_on_coming(tx, joined, me)
        membership = await rooms.let_in(tx, room, me, role, last=last)
        await notices.leave(tx, room, me, "joined")
        return RoomAnswer(room=room, membership=membership)

    return await ctx.write((room_log(joined), person_log(me)), work, room=joined, other=me, changes=(person_log(me),))


async def leave(ctx: Context, command: LeaveRoom) -> LeftRoom:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> LeftRoom:
        row = await rooms.by_id(tx, room)
        stay = await rooms.last_stay(tx, room, me)
        if row is None or stay is None:
            raise NotFound(NO_ROOM, field="room")
        if stay.until is not None:  # leaving twice is leaving once
            return LeftRoom(room=command.room, at=stay.until)
        at = await rooms.let_out(tx, rooms.room_of(row), stay)
        await notices.leave(tx, rooms.room_of(row), me, "left")
        return LeftRoom(room=command.room, at=at)

    return await ctx.write((room_log(room), person_log(me)), work, room=room, changes=(person_log(me),))


async def refuse_taken(tx: Transaction, slug: str, *, but: int | None = None) -> None:
    """A slug that is, or once was, another room's."""
    if await rooms.owner_of_slug(tx, slug) not in (None, but):
        raise Conflict(say("The address {slug} is, or once was, another room's.", slug=slug), field="slug")


async def _named(ctx: Context, slug: str) -> int:
    """The room that has or had this slug. To those who may not see it, it is as if there was none."""
    row = await ctx.database.read(rooms.by_slug, slug)
    return NONE if row is None else int(row.id)


def _hash_of(command: CreateRoom) -> bytes:
    """Defaults leave no trace, so that repetitions of what was asked before there was a choice are known."""
    shown: list[str] = [command.history] if command.history != "all" else []
    if command.keep_days:
        shown.append(f"{command.keep_days} days")
    if command.edit_minutes != ALWAYS_EDITABLE:
        shown.append(f"{command.edit_minutes} minutes")
    if command.adding != "moderators":
        shown.append(f"{command.adding} add")
    if command.posting != "members":
        shown.append(f"{command.posting} write")
    if command.threads != "writers":
        shown.append(f"{command.threads} reply in threads")
    if command.notices:
        shown.append("notices")
    if command.description:
        shown.append(command.description)
    return request_hash(command.name, command.kind, command.slug or "", command.topic, *shown)


async def _made_before(tx: WriteTransaction, known: Row, me: int, digest: bytes) -> RoomAnswer:
    if bytes(known.request_hash) != digest:
        raise Conflict("This client_id was used for another room.", field="client_id")
    stay = await rooms.last_stay(tx, known.id, me)
    if stay is None:
        raise NotFound(NO_ROOM)
    return RoomAnswer(room=rooms.room_of(known), membership=rooms.membership_of(stay))


async def _details(room: int, tx: Transaction, who: Standing) -> RoomDetails:
    row, stay = await rooms.by_id(tx, room), await rooms.open_stay(tx, room, who.person)
    if row is None:
        raise NotFound(NO_ROOM, field="room")
    return await _seen_by(tx, rooms.room_of(row), rooms.membership_of(stay) if stay else None)


async def _seen_by(tx: Transaction, room: Room, membership: Membership | None) -> RoomDetails:
    head, last_seq = await rooms.counters(tx, int(room.id))
    inside = membership is not None
    stays, complete = await rooms.members(tx, int(room.id)) if inside else ([], True)
    named = [int(stay.person) for stay in stays] + [int(room.created_by)]
    return RoomDetails(
        room=room,
        head=head if inside else 0,
        last_seq=last_seq if inside else 0,
        membership=membership,
        members=stays,
        members_complete=complete,
        people=await people.cards(tx, named),
    )
