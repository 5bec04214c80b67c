"""Mentions, as tests wait for them and read them."""

import asyncio
from typing import Any

from sqlalchemy import select

from parley.process.app import Running
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.mentions import SETTLE
from tests.cast import PATIENCE, Frame, Person, Room, things


async def settled(server: Running) -> None:
    """Nobody is still to be told of anything."""

    async def pending(tx: Transaction) -> bool:
        return await tx.one(select(jobs.c.id).where(jobs.c.kind == SETTLE.name).limit(1)) is not None

    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(pending):
            await server.runner.look()
            await asyncio.sleep(0.005)


async def unread(server: Running, person: Person) -> list[tuple[str, int]]:
    """The mentions in a welcome, by their logs and places."""
    await settled(server)
    welcome = (await person.call("sync.get"))["frames"][0]
    return sorted((own["log"], own["seq"]) for own in things(welcome, "mention"))


async def listed(server: Running, person: Person, **fields: int) -> list[tuple[str, bool]]:
    await settled(server)
    told = await person.call("mention.list", **fields)
    return [(each["message"]["body"], each["is_unread"]) for each in told["mentions"]]


async def said(person: Person, room: Room, seq: int, **fields: Any) -> Frame:
    page = await person.call("message.list", room=room.id, around=seq, limit=1, **fields)
    message: Frame = page["messages"][0]
    return message
