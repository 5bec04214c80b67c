"""Blocking people. The blocked do not learn of it; their direct conversation refuses what they write."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import person_log, room_log
from parley.errors import Conflict, Invalid, Unavailable
from parley.protocol.blocks import AddBlock, Block, BlockList, ListBlocks, RemoveBlock
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import blocks, people, rooms
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

MOST = 1_000


async def add(ctx: Context, command: AddBlock) -> Block:
    me, person = ctx.me.person, number(command.person)
    if person == me:
        raise Invalid("This is you. Nobody blocks themselves.", field="person")
    room = await ctx.database.read(_conversation, me, person)

    async def work(tx: WriteTransaction, _: Standing) -> Block:
        # A conversation begins under the locks of both people's logs, of which this is one.
        if await _conversation(tx, me, person) != room:
            raise Unavailable("Your conversation began at this moment. Try again.", retry_after_ms=100)
        if await blocks.number_of(tx, me) >= MOST:
            raise Conflict(say("You block {count} people, which is the most. Unblock somebody first.", count=MOST))
        return await blocks.add(tx, me, person, room=room)

    # A send locks its room and then reads who may send. With the room locked, nothing is under way that this forbids.
    logs = (person_log(me), *([] if room is None else [room_log(room)]))
    return await ctx.write(logs, work, other=person)


async def remove(ctx: Context, command: RemoveBlock) -> Block:
    me, person = ctx.me.person, number(command.person)

    async def work(tx: WriteTransaction, _: Standing) -> Block:
        return await blocks.remove(tx, me, person)

    return await ctx.write((person_log(me),), work)


async def list_blocks(ctx: Context, _: ListBlocks) -> BlockList:
    async def work(tx: Transaction, who: Standing) -> BlockList:
        found = await blocks.listed(tx, who.person)
        return BlockList(blocks=found, people=await people.cards(tx, [number(block.person) for block in found]))

    return await ctx.read(work)


async def _conversation(tx: Transaction, one: int, other: int) -> int | None:
    row = await rooms.by_people(tx, sorted((one, other)))
    return None if row is None else int(row.id)
