"""Another history of the database has another name."""

import shutil
from contextlib import AsyncExitStack

import pytest

from parley.process.app import serving
from parley.process.services import operate
from parley.realtime import sweep
from parley.settings import Settings
from parley.store import epoch, facts
from parley.store.folder import database_file, starts_file
from parley.store.units import WriteTransaction, write_alone
from tests.cast import Visitor


async def name_of(settings: Settings) -> str:
    async with operate(settings) as services:
        return await services.database.read(epoch.current, on_postgresql=bool(settings.database_url))


async def test_it_stays_the_same_from_start_to_start(settings: Settings) -> None:
    assert await name_of(settings) == await name_of(settings) != ""


async def test_an_older_file_put_back_has_another(sqlite_settings: Settings) -> None:
    before = await name_of(sqlite_settings)
    copy = database_file(sqlite_settings).with_suffix(".copy")
    shutil.copy(database_file(sqlite_settings), copy)
    assert await name_of(sqlite_settings) == before
    shutil.copy(copy, database_file(sqlite_settings))
    restored = await name_of(sqlite_settings)
    assert restored != before
    assert await name_of(sqlite_settings) == restored


async def test_a_lost_counter_has_another(sqlite_settings: Settings) -> None:
    before = await name_of(sqlite_settings)
    starts_file(sqlite_settings).unlink()
    assert await name_of(sqlite_settings) != before


async def test_sockets_are_sent_away_when_it_changes_under_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "TICK_SECONDS", 0.05)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(serving(settings))
        visitor = await stack.enter_async_context(Visitor(settings))
        ada = await stack.enter_async_context(await visitor.set_up("ada", running))
        socket = await ada.connect()

        async def change(tx: WriteTransaction) -> None:
            await facts.put(tx, facts.EPOCH, "another")

        await write_alone(running.services.writer, (), change)
        assert (await socket.until_closed())[0] == 1012
        assert (await ada.connect()).welcome["epoch"].startswith("another")
