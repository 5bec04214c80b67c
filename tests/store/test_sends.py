"""What the database itself refuses, whatever the code above it does, and how the hot path's look-ups are planned."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import insert

from parley.basics.ids import new_id
from parley.changes import room_log
from parley.errors import Internal
from parley.process.app import Running
from parley.settings import Settings
from parley.store import migrate, reactions, reads, standing
from parley.store.logs import HEAD
from parley.store.postgresql_writer import LOCK
from parley.store.quotes import QUOTED
from parley.store.schema import messages, rooms, stays
from parley.store.sends import FACTS
from parley.store.units import WriteTransaction, write_alone
from parley.store.vectors import Question
from tests.cast import Person, Room
from tests.services.postgres import Postgres


@pytest.mark.parametrize("who", ["a stranger", "a member with another stay"])
async def test_the_database_keeps_no_message_without_a_stay(
    who: str, server: Running, lobby: Room, ada: Person, eve: Person
) -> None:
    sender = eve if who == "a stranger" else ada

    async def force(tx: WriteTransaction) -> None:
        log = room_log(int(lobby.id))
        named = (int(sender.id), 999, "k", b"", "no", tx.now)
        given = (int(lobby.id), tx.seq(log), tx.rev(log), *named, *(None,) * 4, int(lobby.id))
        row = (*given, *(None,) * (len(messages.columns) - len(given)))
        with pytest.raises((sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError), match=r"(?i)foreign key"):
            await tx.insert(messages, [row])
        raise LookupError  # PostgreSQL's transaction is spoilt now; leave it

    with pytest.raises(Internal):
        await write_alone(server.services.writer, (room_log(int(lobby.id)),), force)
    assert (await ada.call("message.list", room=lobby.id))["messages"] == []


async def test_the_database_keeps_one_open_stay_a_person(server: Running, lobby: Room, bob: Person) -> None:
    async def force(tx: WriteTransaction) -> None:
        rev = tx.rev(room_log(int(lobby.id)))
        await tx.insert(stays, [(int(lobby.id), int(bob.id), rev, None, "member", rev, 99, 1, 0, 0, 100, None, None)])

    with pytest.raises(Internal):
        await write_alone(server.services.writer, (room_log(int(lobby.id)),), force)
    details = await bob.call("room.get", room=lobby.id)
    assert [member["person"] for member in details["members"]].count(bob.id) == 1


async def test_the_database_gives_a_slug_to_one_room(server: Running, lobby: Room, ada: Person) -> None:
    async def force(tx: WriteTransaction) -> None:
        room = new_id()
        await tx.create(room_log(room))
        values = {"id": room, "kind": "public", "slug": "lobby", "name": "x", "topic": "", "created_by": int(ada.id)}
        await tx.run(insert(rooms).values(**values, client_id="z", request_hash=b"", created_at=0, rev=1))

    with pytest.raises(Internal):
        await write_alone(server.services.writer, (), force)
    assert (await ada.call("room.get", room="lobby"))["room"]["id"] == lobby.id


@pytest.fixture(scope="module")
def filled_database(postgres: Postgres) -> Iterator[str]:
    """The address of a PostgreSQL with enough rows that scanning them would be noticed, and its statistics up to date.
    It is filled once: to empty it again is dear.
    """
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    url = postgres.url(name)
    migrate.upgrade(Settings(database_url=url))

    async def fill() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(FILL)
        await connection.execute("ANALYZE")
        await connection.close()

    asyncio.run(fill())
    yield url
    postgres.drop_database(name)


@pytest.fixture
async def filled(filled_database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(filled_database)
    try:
        yield connection
    finally:
        await connection.close()


FILL = """
INSERT INTO heads SELECT g, CASE WHEN g < 2000 THEN 2 ELSE 1 END, 100, 100 FROM generate_series(1000, 3999) g;
INSERT INTO people SELECT g, 'p' || g, 'P', NULL, 'member', NULL, 'c', 0, NULL, g FROM generate_series(1000, 1999) g;
INSERT INTO sessions SELECT g, g, ''::bytea, 0, 0, 0, 9e15, NULL, 1 FROM generate_series(1000, 1999) g;
INSERT INTO rooms SELECT g, 'private', NULL, 'R', '', 1000, g, ''::bytea, 0, 1 FROM generate_series(2000, 3999) g;
INSERT INTO stays SELECT r, p, p, NULL, 'member', p, p FROM generate_series(2000, 2099) r,
    generate_series(1000, 1999, 20) p;
INSERT INTO messages SELECT r, s, s, 1000, 1000, 'c' || s, ''::bytea, 'hello', 0 FROM generate_series(2000, 2099) r,
    generate_series(1, 300) s;
INSERT INTO reactions SELECT room, seq, '👍', 1000, 1, NULL, 1 FROM messages;
INSERT INTO blocks SELECT g, g + 1, 2000 + g, 0, 1, NULL, 1 FROM generate_series(1000, 1998) g;
INSERT INTO tallies SELECT room, seq, 'reaction', '👍', 1, '1000', 1, NULL, 1 FROM messages;
"""
QUESTIONS = (FACTS, QUOTED, reads.FACTS, standing.STANDING, reactions.FACTS, reactions.UNDER, HEAD)


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        (FACTS, ([1000] * 50, [1000] * 50, [2001] * 50, [2001] * 50, [f"c{n}" for n in range(50)])),
        (QUOTED, ([2001] * 50, list(range(1, 51)))),
        (reads.FACTS, (*[[1000 + 20 * n for n in range(50)]] * 2, [2001] * 50)),
        (standing.STANDING, ([1000] * 50, [1000] * 50, [2001] * 50, list(range(1, 51)), [2001] * 50)),
        (reactions.FACTS, ([1000] * 50, [1000] * 50, [2001] * 50, list(range(1, 51)), [2001] * 50, ["👍"] * 50)),
        (reactions.UNDER, ([2001] * 50, list(range(1, 51)))),
        (HEAD, ([1] * 50, [2000 + n for n in range(50)])),
    ],
    ids=["sends", "quotes", "marks", "standings", "reactions", "tallies", "heads"],
)
async def test_no_look_up_of_a_batch_scans_a_table(
    question: Question, keys: tuple[list[object], ...], filled: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    plan = await explained(filled, question.postgresql, *keys)
    assert "Seq Scan" not in plan, plan
    assert "Index" in plan


# How a plan begins: with the keys, once.
KEYS_ALONE = ("CO-ROUTINE k", "SCAN 64 CONSTANT ROWS", "SCAN k")


def test_nor_does_it_on_sqlite(migrated_file: Path) -> None:
    with closing(sqlite3.connect(migrated_file)) as database:
        for question in QUESTIONS:
            statement, keys = question.sqlite.of(64), (1,) * 64 * len(question.key)
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", keys).fetchall()
            steps = [step for *_, step in plan if step not in KEYS_ALONE]
            assert steps
            assert [step for step in steps if not re.match(r"SEARCH \w+ USING ", step)] == []


async def test_heads_are_locked_by_index_and_in_order(filled: "asyncpg.Connection[asyncpg.Record]") -> None:
    plan = await explained(filled, LOCK, [2001, 2002, 2003])
    assert "Seq Scan" not in plan, plan
    assert "Sort" in plan


async def explained(connection: "asyncpg.Connection[asyncpg.Record]", statement: str, *values: object) -> str:
    """The plan for arrays of any length, as a prepared statement comes to have it."""
    await connection.execute("SET plan_cache_mode = force_generic_plan")
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {statement}", *values))
