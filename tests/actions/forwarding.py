"""Forwarding, as tests do it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import ColumnElement, and_, func, or_, select

from parley.process.app import Running
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.erasures import PURGE
from parley.store.forward_tables import forwards
from parley.store.forwards import TAKE_AWAY
from parley.store.leaving import ERASE_MESSAGES
from tests import aging
from tests.cast import PATIENCE, Frame, Person, Refusal, Room


async def forward(person: Person, source: Room, seq: int, to: Room, note: str = "", **fields: Any) -> Frame:
    command = {"client_id": uuid4().hex, "room": to.id, "source_room": source.id, "source_seq": seq, "note": note}
    return await person.call("message.forward", **command | fields)


async def refused(person: Person, source: Room, seq: int, to: Room, **fields: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refusal:
        await forward(person, source, seq, to, **fields)
    return refusal.value.code, refusal.value.body.get("field")


async def said(person: Person, room: Room, seq: int) -> Frame:
    told = await person.call("message.list", room=room.id, around=seq)
    (message,) = [message for message in told["messages"] if message["seq"] == seq]
    return dict(message)


async def origins(person: Person, room: Room, *seqs: int) -> list[Frame]:
    return list((await person.call("message.origins", room=room.id, seqs=list(seqs)))["origins"])


async def since_join(person: Person) -> Room:
    """A room of this person. Newcomers read none of its older messages."""
    made = await person.call("room.create", kind="private", name="Den", history="since_join", client_id=uuid4().hex)
    return Room(made["room"]["id"])


async def take_away(server: Running) -> None:
    """What was deleted is gone for good, and so are its copies."""
    await aging.purge(server)
    await do_all(server)


async def do_all(server: Running, of: Room | None = None) -> None:
    """What accounts leave behind, and copies of what is gone. With a room, what is deleted there is gone before."""

    async def pending(tx: Transaction) -> bool:
        which: list[ColumnElement[bool]] = [jobs.c.kind.in_((TAKE_AWAY.name, ERASE_MESSAGES.name))]
        if of is not None:
            which.append(and_(jobs.c.kind == PURGE.name, jobs.c.key.startswith(f"{of.id}:")))
        return await tx.one(select(jobs.c.id).where(or_(*which)).limit(1)) is not None

    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(pending):
            await server.runner.look()
            await asyncio.sleep(0.005)


async def from_somewhere(server: Running) -> int:
    """Of how many messages the server knows where they come from."""

    async def counted(tx: Transaction) -> int:
        row = await tx.one(select(func.count()).select_from(forwards))
        return 0 if row is None else int(row[0])

    return await server.services.database.read(counted)
