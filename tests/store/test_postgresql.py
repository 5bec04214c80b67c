"""What only PostgreSQL does: connections of it are lost, at any moment."""

import pytest
from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import DBAPIError

from parley.basics.metrics import Metrics
from parley.errors import Unavailable
from parley.store.database import Transaction
from parley.store.postgresql import PostgresDatabase, PostgresTransaction, open_engine
from parley.store.schema import heads

# What PostgreSQL sends to a connection that it is about to close.
SAID = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
FAREWELL = b"E" + (4 + len(SAID)).to_bytes(4, "big") + SAID


async def test_a_connection_that_was_just_told_farewell_is_lost_and_no_mistake(migrated_database: str) -> None:
    """The server's last words can come together with an answer: whoever goes on then is faster than the end."""
    database = PostgresDatabase(migrated_database, Metrics())

    async def work(tx: Transaction) -> None:
        assert isinstance(tx, PostgresTransaction)
        tx.driver._protocol.data_received(FAREWELL)  # type: ignore[attr-defined] # the driver's own, for its own bytes
        await tx.driver.execute("SELECT 1")

    with pytest.raises(Unavailable):
        await database.read(work)
    assert await database.read(lambda tx: tx.all(select(heads.c.head).limit(0))) == []
    await database.close()


async def test_what_one_pool_has_compiled_is_compiled_for_all(migrated_database: str) -> None:
    statement = select(literal(1).label("compiled_for_all_on_postgresql"))
    hits = []
    for _ in range(2):
        engine = open_engine(migrated_database)
        async with engine.connect() as connection:
            hits.append((await connection.execute(statement)).context.cache_hit)
        await engine.dispose()
    assert hits == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]


async def test_an_error_does_not_show_what_people_wrote(migrated_database: str) -> None:
    database = PostgresDatabase(migrated_database, Metrics())
    with pytest.raises(DBAPIError) as problem:
        await database.read(lambda tx: tx.all(select(func.chr(bindparam("written"))), {"written": -271828}))
    assert "271828" not in str(problem.value)
    await database.close()
