"""Waiting until everybody has been told that they are mentioned, for tests."""

import asyncio

from sqlalchemy import select

from parley.process.app import Running
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.mentions import SETTLE
from tests.cast import PATIENCE


async def settled(server: Running) -> None:
    """Nobody is still to be told of anything."""

    async def pending(tx: Transaction) -> bool:
        return await tx.one(select(jobs.c.id).where(jobs.c.kind == SETTLE.name).limit(1)) is not None

    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(pending):
            await server.runner.look()
            await asyncio.sleep(0.005)
