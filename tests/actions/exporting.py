"""Asking for a copy of one's data, as tests do it."""

import asyncio
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from sqlalchemy import select

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.process.app import Running
from parley.store import export_tables
from parley.store.database import Transaction
from tests.cast import PASSWORD, PATIENCE, Person

FILE = "/api/accounts/export/file"
LATER = rfc3339(now_ms() + HOUR)
Json = Any


async def ask(person: Person, client_id: str = "first") -> Json:
    return await person.call("account.export", client_id=client_id, password=PASSWORD)


async def state(person: Person) -> Json:
    return (await person.call("account.get_export"))["export"]


async def prepared(server: Running, person: Person) -> Json:
    async with asyncio.timeout(PATIENCE):
        while (export := await state(person)) is None or export["ready_at"] is None:
            await server.runner.look()
    return export


async def downloaded(person: Person) -> httpx2.Response:
    return await person.http.get(FILE, headers=person.headers)


async def export(server: Running, person: Person, client_id: str = "first") -> "Copy":
    await ask(person, client_id)
    await prepared(server, person)
    answer = await downloaded(person)
    assert answer.status_code == 200, answer.text
    return Copy(answer.content)


class Copy:
    """A file that somebody downloaded, opened."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        assert self.zip.testzip() is None
        self.names = self.zip.namelist()

    def __getitem__(self, name: str) -> Json:
        return json.loads(self.zip.read(f"{name}.json"))

    def text(self) -> str:
        return "\n".join(self.zip.read(name).decode(errors="replace") for name in self.names)


async def pieces(server: Running) -> int:
    async def count(tx: Transaction) -> int:
        return len(await tx.all(select(export_tables.export_pieces.c.number)))

    return await server.services.database.read(count)


async def until(server: Running, holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await server.runner.look()
