"""What the server has when all is quiet: from its database, and once more through its API."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from msgspec import Struct

MESSAGES = "SELECT room, seq, rev, sender, client_id, body FROM messages ORDER BY room, seq"
STAYS = "SELECT room, person, until, read_generation, read_seq FROM stays ORDER BY room, person, since"
HEADS = "SELECT log, head, seq FROM heads"


class Kept(Struct, frozen=True, gc=False):
    """A message as the server has it."""

    seq: int
    rev: int
    sender: str
    client_id: str
    body: str
    erased: bool = False


class Room(Struct):
    """A room's log: where it stands, how many messages it counts, and they themselves."""

    head: int
    seq: int
    messages: list[Kept]
    members: dict[str, tuple[int, int]]
    """Who is in it, and how far they have read."""


Dump = dict[str, Room]


def from_sqlite(path: Path) -> Dump:
    with closing(sqlite3.connect(path)) as database:
        found = [database.execute(statement).fetchall() for statement in (MESSAGES, STAYS, HEADS)]
    return _dump(*found)


async def from_postgresql(url: str) -> Dump:
    connection = await asyncpg.connect(url)
    try:
        found = [[tuple(row) for row in await connection.fetch(one)] for one in (MESSAGES, STAYS, HEADS)]
    finally:
        await connection.close()
    return _dump(*found)


def _dump(messages: list[Any], stays: list[Any], heads: list[Any]) -> Dump:
    counters = {log: (head, seq) for log, head, seq in heads}
    rooms = {str(room): Room(*counters[room], [], {}) for room in {stay[0] for stay in stays}}
    for room, seq, rev, sender, client_id, body in messages:
        rooms[str(room)].messages.append(Kept(seq, rev, str(sender), client_id, body, not body))
    for room, person, until, generation, seq in stays:
        if until is None:
            rooms[str(room)].members[str(person)] = (generation, seq)
    return rooms
