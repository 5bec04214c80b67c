"""A kind of job for tests: it counts how often it was done."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, select

from parley.actions.context import Services
from parley.later.jobs import LEASE_MS, Duty, Runner, Turn
from parley.store import facts
from parley.store import jobs as store
from parley.store.beside import jobs
from parley.store.jobs import JobKind, Leased
from parley.store.units import WriteTransaction, write_alone

Work = Callable[[Turn, "Note"], Awaitable[None]]


class Note(Struct, frozen=True, kw_only=True):
    """What the jobs of these tests are about."""

    text: str = ""


class Other(Struct, frozen=True, kw_only=True):
    """Of another kind."""


NOTE = JobKind("test.note", Note)
OTHER = JobKind("test.other", Other)


async def add(services: Services, key: str, *, text: str = "", after_ms: int = 0) -> None:
    async def work(tx: WriteTransaction) -> None:
        await store.add(tx, NOTE, Note(text=text), key=key, due_at=tx.now + after_ms)

    await write_alone(services.writer, (), work)


async def rows(services: Services) -> list[Row[Any]]:
    return list(await services.database.read(lambda tx: tx.all(select(jobs).order_by(jobs.c.id))))


async def lease(services: Services, *, most: int = 10) -> list[Leased]:
    async def work(tx: WriteTransaction) -> list[Leased]:
        return await store.lease(tx, [NOTE.name], for_ms=LEASE_MS, most=most)

    return await write_alone(services.writer, (), work)


async def count(tx: WriteTransaction, name: str) -> None:
    """An effect in the database that shows how often it happened."""
    await facts.put(tx, name, str(int(await facts.get(tx, name) or 0) + 1))


async def counted(services: Services, name: str) -> int:
    return int(await services.database.read(facts.get, name) or 0)


def runner(services: Services, work: Work, *, every_ms: int | None = None) -> Runner:
    return Runner(services, (Duty(NOTE, work, every_ms=every_ms),))


async def counting(turn: Turn, note: Note) -> None:
    async def effect(tx: WriteTransaction) -> None:
        await count(tx, turn.key)

    await turn.complete(effect)


async def failing(turn: Turn, note: Note) -> None:
    raise LookupError(note.text)
