"""A copy of somebody's data is written once and whole, whatever happens to the process that writes it."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from parley.actions import accounts
from parley.actions.context import Context, Services
from parley.later import export_archive
from parley.later import exports as later
from parley.later.jobs import LEASE_MS, Duty, Runner
from parley.process.services import operate
from parley.settings import Settings
from parley.store import exports
from parley.store.database import Transaction
from parley.store.export_contents import Some
from parley.store.export_tables import export_pieces
from parley.store.exports import DROP, MAKE, MakeExport
from parley.store.pace import Pace
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PASSWORD
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_archive, "PIECE", 64)


@pytest.fixture
async def ctx(settings: Settings, clock: Clock) -> AsyncIterator[Context]:
    async with operate(settings, now=clock) as services:
        yield Context(services)


@pytest.fixture
async def ada(ctx: Context) -> int:
    """She has asked for a copy."""
    ada = await accounts.create_admin(ctx, handle="ada", name="Ada", password=PASSWORD, role="owner", client_id="c")

    async def ask(tx: WriteTransaction) -> None:
        await exports.begin(tx, ada, client_id="e", language="en")

    await write_alone(ctx.services.writer, (), ask)
    return ada


def runner(services: Services) -> Runner:
    return Runner(services, (Duty(MAKE, later.make, is_long=True), Duty(DROP, later.drop)))


async def whole(services: Services, person: int) -> list[str]:
    """The file, opened."""

    async def read(tx: Transaction) -> tuple[int | None, bytes]:
        row = await exports.of(tx, person)
        assert row is not None
        mine = select(export_pieces).where(export_pieces.c.export == row.id).order_by(export_pieces.c.number)
        return row.size, b"".join(bytes(piece.bytes) for piece in await tx.all(mine))

    size, data = await services.database.read(read)
    assert size == len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return file.namelist()


async def test_one_that_is_taken_over_writes_no_more(
    ctx: Context, ada: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process stood still for longer than a lease, and another has written the file meanwhile."""
    others: list[bool] = []
    give_way = Pace.give_way

    async def asleep(pace: Pace) -> None:
        if not others:
            others.append(True)
            clock.advance(ms=LEASE_MS)
            assert await runner(ctx.services).look()
        await give_way(pace)

    monkeypatch.setattr(Pace, "give_way", asleep)
    await runner(ctx.services).look()
    assert "index.json" in await whole(ctx.services, ada)
    assert ctx.services.metrics.jobs.values[MAKE.name, "lost"] == 1
    assert ctx.services.metrics.jobs.values[MAKE.name, "done"] == 1


async def test_one_that_fails_half_way_is_written_anew(
    ctx: Context, ada: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, tries = exports.put, []

    async def failing(tx: WriteTransaction, due: MakeExport, number: int, pieces: list[bytes]) -> bool:
        tries.append(number)
        if number == 5 and len(tries) <= 6:
            raise RuntimeError("the process is killed here")
        return await put(tx, due, number, pieces)

    monkeypatch.setattr(exports, "put", failing)
    await runner(ctx.services).look()
    assert ctx.services.metrics.jobs.values[MAKE.name, "failed"] == 1
    clock.advance(ms=LEASE_MS)
    await runner(ctx.services).look()
    assert "index.json" in await whole(ctx.services, ada)


async def test_it_keeps_its_lease_and_makes_way_between_portions(
    ctx: Context, ada: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_archive, "PIECE", 1 << 20)
    monkeypatch.setattr(later, "RENEW_SECONDS", 0.0)
    rested = []

    async def rest(_: Pace) -> None:
        rested.append(await runner(ctx.services).look())
        clock.advance(ms=LEASE_MS // 2)

    monkeypatch.setattr(Pace, "give_way", rest)
    await runner(ctx.services).look()
    assert len(rested) > 20
    assert not any(rested)
    assert "index.json" in await whole(ctx.services, ada)


async def test_it_stops_where_nobody_wants_it_any_more(ctx: Context, ada: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dropped(tx: WriteTransaction) -> None:
        await exports.drop_of(tx, ada)

    give_way = Pace.give_way

    async def drop(pace: Pace) -> None:
        await write_alone(ctx.services.writer, (), dropped)
        await give_way(pace)

    monkeypatch.setattr(Pace, "give_way", drop)
    await runner(ctx.services).look()
    async with asyncio.timeout(60):
        while await runner(ctx.services).look():
            pass

    async def left(tx: Transaction) -> int:
        return len(await tx.all(select(export_pieces)))

    assert await ctx.services.database.read(left) == 0


def test_one_that_is_given_up_in_the_middle_takes_nothing_more() -> None:
    """A thread may still be at it. Python complains about a ZIP that is forgotten while a file in it is open."""
    pins = Some("pins", "Messages that you pinned.", [{"seq": 1}])
    with export_archive.Archive((2026, 1, 1, 0, 0, 0)) as archive:
        archive.add(pins)
    with pytest.raises(ValueError, match="closed"):
        archive.add(pins)
