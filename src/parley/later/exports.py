"""Writing the copies of their data that people ask for, and deleting them.

A file is written from the beginning to the end by one process. If that one stops or dies, another begins anew: what it
finds of the first is deleted under the job's fence, so two never write into one file.
"""

import asyncio
from datetime import UTC, datetime
from functools import partial
from time import monotonic

import msgspec

from parley.actions.context import Services
from parley.actions.server_name import name_of
from parley.basics.times import rfc3339
from parley.later.export_archive import Archive
from parley.later.jobs import Turn
from parley.speech.languages import supported
from parley.store import exports, people
from parley.store.database import Row
from parley.store.export_contents import Cover, Whole, contents
from parley.store.exports import DropExport, MakeExport
from parley.store.left_out import LEFT_OUT, OTHERS, ROOMS
from parley.store.listing import Told
from parley.store.pace import Pace
from parley.store.units import WriteTransaction

FORMAT, VERSION = "parley-export", 1
INDEX = "What is in which file, and what is left out and why."
# Well before the lease ends, also where little is written.
RENEW_SECONDS = 20.0


async def make(turn: Turn, due: MakeExport) -> None:
    """A portion at a time, and then a rest: people who write and read meanwhile come first."""
    database = turn.services.database
    row = await database.read(people.by_id, due.person)
    if row is None or await database.read(exports.by_id, due.export, due.person) is None:
        return
    await turn.renew(partial(exports.begin_anew, export=due.export))
    with _archive(turn.services) as archive:
        await _write(turn, due, row, archive)


async def _write(turn: Turn, due: MakeExport, row: Row, archive: Archive) -> None:
    file, pace, cover = _File(turn, due), Pace(), await _cover(turn.services, row, due)
    async for part in contents(turn.services.database, row, cover):
        if not await file.keep(await asyncio.to_thread(archive.add, part)):
            return
        await pace.give_way()
    index = Whole("index.json", INDEX, _index(row, cover, archive.files))
    if await file.keep([*archive.add(index), *archive.close()]):
        with_mail = turn.services.mail is not None
        await turn.complete(partial(exports.finish, due=due, size=archive.size, with_mail=with_mail))


async def drop(turn: Turn, due: DropExport) -> None:
    """Some pieces at a time."""
    await turn.complete(partial(exports.drop_some, export=due.export))


class _File:
    """How much of the file is in the database."""

    def __init__(self, turn: Turn, due: MakeExport) -> None:
        self._turn = turn
        self._due = due
        self._kept = 0
        self._renewed = monotonic()

    async def keep(self, pieces: list[bytes]) -> bool:
        """Put the pieces into the database, each in a transaction of its own. False if nobody wants them any more."""
        for piece in pieces:
            if not await self._put([piece]):
                return False
        return await self._put([]) if monotonic() - self._renewed > RENEW_SECONDS else True

    async def _put(self, pieces: list[bytes]) -> bool:
        is_wanted = False

        async def put(tx: WriteTransaction) -> None:
            nonlocal is_wanted
            is_wanted = await exports.put(tx, self._due, self._kept, pieces)

        await self._turn.renew(put)
        self._kept += len(pieces)
        self._renewed = monotonic()
        return is_wanted


def _archive(services: Services) -> Archive:
    made = datetime.fromtimestamp(services.now() / 1000, UTC)
    return Archive((made.year, made.month, made.day, made.hour, made.minute, made.second))


async def _cover(services: Services, row: Row, due: MakeExport) -> Cover:
    language = supported(row.language or "") or due.language
    server = await services.database.read(name_of, services.settings)
    return Cover(server=server, made_at=services.now(), language=language)


def _index(row: Row, cover: Cover, files: list[Told]) -> bytes:
    said = {
        "format": FORMAT,
        "version": VERSION,
        "server": cover.server,
        "person": str(row.id),
        "made_at": rfc3339(cover.made_at),
        "files": [*files, {"name": "index.json", "about": INDEX}],
        "left_out": sorted({OTHERS, ROOMS, *LEFT_OUT.values()}),
    }
    return msgspec.json.format(msgspec.json.encode(said), indent=2)
