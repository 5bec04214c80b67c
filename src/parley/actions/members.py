"""Members of a room: listing, adding, removing and banning them, and their roles."""

from parley.actions.context import Context
from parley.actions.room_limit import refuse_to_fill
from parley.basics.ids import number
from parley.changes import Log, person_log, room_log
from parley.errors import Conflict, NotFound
from parley.policies import NO_ROOM
from parley.protocol.base import Empty
from parley.protocol.members import (
    AddMember,
    Ban,
    BanMember,
    BanPage,
    ListBans,
    ListMembers,
    MemberAnswer,
    MemberPage,
    RemovedMember,
    RemoveMember,
    SetMemberRole,
    UnbanMember,
)
from parley.protocol.notices import NoticeKind
from parley.protocol.rooms import Room, Stay
from parley.standing import Standing
from parley.store import members, notices, people, rooms
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction

NOT_IN_ROOM = "This person is not in the room."
LAST_OWNER = "This person is the room's only owner. Make somebody else an owner first."


async def list_members(ctx: Context, command: ListMembers) -> MemberPage:
    room = number(command.room)

    async def page(tx: Transaction, _: Standing) -> MemberPage:
        found, cards, more = await members.page(
            tx, room, prefix=command.prefix, after=command.after, limit=command.limit
        )
        return MemberPage(members=found, people=cards, more=more)

    return await ctx.read(page, room=room)


async def add(ctx: Context, command: AddMember) -> MemberAnswer:
    room, person = number(command.room), number(command.person)

    async def work(tx: WriteTransaction, who: Standing) -> MemberAnswer:
        last = await rooms.last_stay(tx, room, person)
        if last is None or last.until is not None:
            await refuse_to_fill(ctx, tx, person, field="person")
            role = await members.role_on_coming(tx, room, person)
            there = await _room(tx, room)
            await rooms.let_in(tx, there, person, role, last=last)
            await notices.leave(tx, there, who.person, "added", [person])
            await ctx.audit(tx, "member.add", room=room, person=person)
        return await _answer(tx, room, person)

    return await ctx.write(_logs(room, person), work, room=room, other=person, changes=(person_log(person),))


async def remove(ctx: Context, command: RemoveMember) -> RemovedMember:
    room, person = number(command.room), number(command.person)

    async def work(tx: WriteTransaction, who: Standing) -> RemovedMember:
        stay = await rooms.last_stay(tx, room, person)
        if stay is None:
            raise NotFound(NOT_IN_ROOM, field="person")
        # Removing twice is removing once.
        at = stay.until if stay.until is not None else await _let_out(tx, room, stay, by=who.person, how="removed")
        if stay.until is None:
            await ctx.audit(tx, "member.remove", room=room, person=person)
        return RemovedMember(room=command.room, person=command.person, at=at)

    return await ctx.write(_logs(room, person), work, room=room, other=person, changes=(person_log(person),))


async def ban(ctx: Context, command: BanMember) -> Ban:
    room, person = number(command.room), number(command.person)

    async def work(tx: WriteTransaction, who: Standing) -> Ban:
        if (known := await members.ban_of(tx, room, person)) is not None:
            return known
        stay = await rooms.open_stay(tx, room, person)
        if stay is not None:
            await _let_out(tx, room, stay, by=who.person, how="banned")
        await ctx.audit(tx, "member.ban", room=room, person=person, was_in=stay is not None)
        return await members.ban(tx, room, person, by=who.person, reason=command.reason)

    return await ctx.write(_logs(room, person), work, room=room, other=person, changes=(person_log(person),))


async def unban(ctx: Context, command: UnbanMember) -> Empty:
    room, person = number(command.room), number(command.person)

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        if await members.unban(tx, room, person):
            await ctx.audit(tx, "member.unban", room=room, person=person)
        return Empty()

    return await ctx.write((room_log(room),), work, room=room, changes=())


async def list_bans(ctx: Context, command: ListBans) -> BanPage:
    room, after = number(command.room), number(command.after or "0")

    async def page(tx: Transaction, _: Standing) -> BanPage:
        found, cards, more = await members.bans_page(tx, room, after=after, limit=command.limit)
        return BanPage(bans=found, people=cards, more=more)

    return await ctx.read(page, room=room)


async def set_role(ctx: Context, command: SetMemberRole) -> MemberAnswer:
    room, person = number(command.room), number(command.person)

    async def work(tx: WriteTransaction, _: Standing) -> MemberAnswer:
        stay = await rooms.open_stay(tx, room, person)
        if stay is None:
            raise NotFound(NOT_IN_ROOM, field="person")
        if stay.role != command.role:
            await _refuse_last_owner(tx, stay)
            await members.give_role(tx, await _room(tx, room), stay, command.role)
            await ctx.audit(tx, "member.set_role", room=room, person=person, before=stay.role, after=command.role)
        return await _answer(tx, room, person)

    return await ctx.write(_logs(room, person), work, room=room, other=person, changes=(person_log(person),))


def _logs(room: int, person: int) -> tuple[Log, Log]:
    return room_log(room), person_log(person)


async def _let_out(tx: WriteTransaction, room: int, stay: Row, *, by: int, how: NoticeKind) -> int:
    await _refuse_last_owner(tx, stay)
    there = await _room(tx, room)
    at = await rooms.let_out(tx, there, stay)
    await notices.leave(tx, there, by, how, [stay.person])
    return at


async def _refuse_last_owner(tx: Transaction, stay: Row) -> None:
    if stay.role == "owner" and not await members.other_owner(tx, stay.room, stay.person):
        raise Conflict(LAST_OWNER, field="person")


async def _room(tx: Transaction, room: int) -> Room:
    row = await rooms.by_id(tx, room)
    if row is None:
        raise NotFound(NO_ROOM, field="room")
    return rooms.room_of(row)


async def _answer(tx: Transaction, room: int, person: int) -> MemberAnswer:
    row = await rooms.open_stay(tx, room, person)
    if row is None:
        raise NotFound(NOT_IN_ROOM, field="person")
    stay: Stay = rooms.stay_of(row)
    return MemberAnswer(room=str(room), member=stay, people=await people.cards(tx, [person]))
