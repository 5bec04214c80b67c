"""Sections of one's own list of rooms: making, naming, moving and deleting them, and the rooms in them."""

from parley.actions.context import Context
from parley.actions.names import clean_name
from parley.basics.ids import number, request_hash
from parley.changes import person_log
from parley.errors import Conflict, Gone, NotFound
from parley.protocol.base import Empty
from parley.protocol.sections import (
    SECTIONS_LIMIT,
    CreateSection,
    DeleteSection,
    ListSections,
    MoveSection,
    PutRoomInSection,
    RenameSection,
    Section,
    SectionList,
    SectionRoom,
    TakeRoomFromSection,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import section_rooms, sections
from parley.store.database import Row, Transaction
from parley.store.positions import with_moved
from parley.store.rows import made
from parley.store.units import WriteTransaction

FULL = say("You have {count} sections, which is the most. Delete one of them first.", count=SECTIONS_LIMIT)


async def create(ctx: Context, command: CreateSection) -> Section:
    name, me = clean_name(command.name), ctx.me.person
    digest = request_hash(name)

    async def work(tx: WriteTransaction, _: Standing) -> Section:
        known = await sections.by_client_id(tx, me, command.client_id)
        if known is not None:
            if bytes(known.request_hash) != digest:
                raise Conflict("This client_id was used for another section.", field="client_id")
            return made(Section, known)
        there = await sections.listed(tx, me)
        if len(there) >= SECTIONS_LIMIT:
            raise Conflict(FULL)
        _refuse_taken(name, there)
        return await sections.create(tx, me, name, known_by=(command.client_id, digest))

    return await ctx.write((person_log(me),), work, changes=())


async def rename(ctx: Context, command: RenameSection) -> Section:
    name, me = clean_name(command.name), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Section:
        row = await _open(tx, me, command.section)
        _refuse_taken(name, [one for one in await sections.listed(tx, me) if one.id != command.section])
        return await sections.rename(tx, row, name)

    return await ctx.write((person_log(me),), work, changes=())


async def move(ctx: Context, command: MoveSection) -> Section:
    me = ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Section:
        row = await _open(tx, me, command.section)
        before = None if command.before is None else (await _open(tx, me, command.before, field="before")).id
        return await sections.move(tx, row, before=before)

    return await ctx.write((person_log(me),), work, changes=())


async def delete(ctx: Context, command: DeleteSection) -> Section:
    me = ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Section:
        row = await _own(tx, me, command.section)
        return made(Section, row) if row.until is not None else await sections.end(tx, row)

    return await ctx.write((person_log(me),), work, changes=())


async def list_sections(ctx: Context, _: ListSections) -> SectionList:
    async def work(tx: Transaction, who: Standing) -> SectionList:
        return SectionList(
            sections=await sections.listed(tx, who.person), rooms=await section_rooms.listed(tx, who.person)
        )

    return await ctx.read(work)


async def put_room(ctx: Context, command: PutRoomInSection) -> SectionRoom:
    room, me = number(command.room), ctx.me.person
    before = None if command.before is None else number(command.before)

    async def work(tx: WriteTransaction, _: Standing) -> SectionRoom:
        section = (await _open(tx, me, command.section)).id
        there = [int(one.room) for one in await section_rooms.in_section(tx, me, section)]
        if before is not None and before not in there:
            raise NotFound("This room is not in the section.", field="before")
        return await section_rooms.put(tx, me, room, section, order=with_moved(there, room, before=before))

    return await ctx.write((person_log(me),), work, room=room, changes=())


async def take_room(ctx: Context, command: TakeRoomFromSection) -> Empty:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        await section_rooms.remove(tx, me, room)
        return Empty()

    return await ctx.write((person_log(me),), work, changes=())


def _refuse_taken(name: str, others: list[Section]) -> None:
    """Two of the same name could not be told apart in a menu."""
    if any(one.name.casefold() == name.casefold() for one in others):
        raise Conflict("You have a section of this name already.", field="name")


async def _open(tx: Transaction, person: int, id_: str, *, field: str = "section") -> Row:
    row = await _own(tx, person, id_, field=field)
    if row.until is not None:
        raise Gone("This section was deleted.", field=field)
    return row


async def _own(tx: Transaction, person: int, id_: str, *, field: str = "section") -> Row:
    row = await sections.by_id(tx, number(id_))
    if row is None or row.person != person:
        raise NotFound("You have no such section.", field=field)
    return row
