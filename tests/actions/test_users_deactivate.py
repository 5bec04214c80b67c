"""Closing an account on PostgreSQL, where several transactions run at once."""

import asyncio

import asyncpg
import pytest

from parley.settings import Settings
from tests.cast import PATIENCE, Person, Room

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def settings(postgres_settings: Settings) -> Settings:
    return postgres_settings


async def test_it_waits_for_what_is_being_said(settings: Settings, lobby: Room, ada: Person, bob: Person) -> None:
    """A send holds its room's lock while it reads who may send, so nothing of theirs commits after this."""
    other = await asyncpg.connect(settings.database_url)
    try:
        sending = other.transaction()
        await sending.start()
        await other.execute("SELECT head FROM heads WHERE log = $1 FOR NO KEY UPDATE", int(lobby.id))
        closing = asyncio.create_task(ada.call("user.deactivate", person=bob.id))
        observer = await asyncpg.connect(settings.database_url)
        async with asyncio.timeout(PATIENCE):
            while await observer.fetchval(WAITING) == 0:
                assert not closing.done()
        await observer.close()
        await sending.rollback()
        assert (await closing)["deactivated_at"] is not None
    finally:
        await other.close()
