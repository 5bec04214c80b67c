"""The one write path, on both databases: what a batch promises to each unit in it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import pytest
from sqlalchemy import insert, select

from parley.actions.context import Services
from parley.changes import THE_SERVER, Change
from parley.errors import Conflict, Internal, ParleyError, Unavailable
from parley.process.services import operate
from parley.protocol.people import Profile
from parley.settings import Settings
from parley.store.beside import facts
from parley.store.schema import heads
from parley.store.units import Unit, WriteTransaction, write_alone


@dataclass
class Store:
    """The services of a process without doors, and what it published."""

    services: Services
    published: list[Change] = field(default_factory=list)

    async def head(self) -> int:
        row = await self.services.database.read(
            lambda tx: tx.one(select(heads.c.head).where(heads.c.log == THE_SERVER.id))
        )
        assert row is not None
        return int(row.head)

    async def names(self) -> list[str]:
        query = select(facts.c.name).where(facts.c.name.like("test-%")).order_by(facts.c.name)
        return [row.name for row in await self.services.database.read(lambda tx: tx.all(query))]


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    published: list[Change] = []
    async with operate(settings, published.extend) as services:
        yield Store(services, published)


async def note(tx: WriteTransaction, name: str) -> int:
    """A change in the server's log with a row to show for it."""
    rev = tx.rev(THE_SERVER)
    await tx.run(insert(facts).values(name=f"test-{name}", value="here"))
    tx.changed(THE_SERVER, Profile(person="1", rev=rev))
    return rev


async def notes_together(tx: WriteTransaction, names: Sequence[str]) -> Sequence[int | ParleyError]:
    """As a vectorised verb does it: a refusal by value, anything else by raising."""
    return [Conflict("refused by value") if name == "refused" else await note(tx, name) for name in names]


async def test_numbers_are_given_in_the_order_of_submission(store: Store) -> None:
    async def one(name: str) -> int:
        return await write_alone(store.services.writer, (THE_SERVER,), lambda tx: note(tx, name))

    before = await store.head()
    revs = await asyncio.gather(*(one(f"{n:03d}") for n in range(30)))
    assert revs == list(range(before + 1, before + 31))
    assert [change.rev for change in store.published] == revs
    assert await store.head() == before + 30


async def test_a_unit_that_raises_is_rolled_back_alone(store: Store) -> None:
    async def fail(tx: WriteTransaction) -> int:
        await note(tx, "undone")
        raise Conflict("changed my mind")

    writer, before = store.services.writer, await store.head()
    outcomes = await asyncio.gather(
        write_alone(writer, (THE_SERVER,), lambda tx: note(tx, "a")),
        write_alone(writer, (THE_SERVER,), fail),
        write_alone(writer, (THE_SERVER,), lambda tx: note(tx, "b")),
        return_exceptions=True,
    )
    assert outcomes[0] == before + 1
    assert isinstance(outcomes[1], Conflict)
    assert outcomes[2] == before + 2  # the number that was given back was given again: no hole in the log
    assert await store.names() == ["test-a", "test-b"]
    assert [change.rev for change in store.published] == [before + 1, before + 2]


async def test_a_mistake_is_told_without_its_details(store: Store) -> None:
    async def divide(tx: WriteTransaction) -> int:
        return 1 // 0

    with pytest.raises(Internal) as told:
        await write_alone(store.services.writer, (THE_SERVER,), divide)
    assert "ZeroDivision" not in told.value.message


async def test_members_of_a_batch_are_refused_by_themselves(store: Store) -> None:
    units = [Unit(notes_together, name, (THE_SERVER,), together=True) for name in ("a", "refused", "b")]
    outcomes = await asyncio.gather(*map(store.services.writer.submit, units), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [int, Conflict, int]
    assert await store.names() == ["test-a", "test-b"]


@pytest.mark.parametrize("bad", range(7))
async def test_a_batch_that_cannot_stand_is_tried_in_halves(store: Store, bad: int) -> None:
    """One row breaks a constraint; the other six are written, in order, as if it had not been there."""
    await write_alone(store.services.writer, (THE_SERVER,), lambda tx: note(tx, "taken"))
    before = await store.head()
    names = [f"{n}" for n in range(6)]
    names.insert(bad, "taken")
    units = [Unit(notes_together, name, (THE_SERVER,), together=True) for name in names]
    outcomes = await asyncio.gather(*map(store.services.writer.submit, units), return_exceptions=True)
    assert isinstance(outcomes.pop(bad), Internal)
    assert outcomes == list(range(before + 1, before + 7))
    assert await store.head() == before + 6


async def test_a_caller_who_goes_away_takes_nothing_back(store: Store) -> None:
    write = asyncio.ensure_future(write_alone(store.services.writer, (THE_SERVER,), lambda tx: note(tx, "stays")))
    await asyncio.sleep(0)  # it has been submitted
    write.cancel()
    with pytest.raises(asyncio.CancelledError):
        await write
    await write_alone(store.services.writer, (THE_SERVER,), lambda tx: note(tx, "after"))
    assert await store.names() == ["test-after", "test-stays"]


async def test_what_is_pending_is_written_before_the_writer_closes(settings: Settings) -> None:
    async with operate(settings) as services:
        pending = [
            asyncio.ensure_future(write_alone(services.writer, (THE_SERVER,), partial(note, name=str(n))))
            for n in range(20)
        ]
        await asyncio.sleep(0)
    assert len({await write for write in pending}) == 20


async def test_a_closed_writer_says_so(settings: Settings) -> None:
    async with operate(settings) as services:
        writer = services.writer
    with pytest.raises(Unavailable):
        await write_alone(writer, (THE_SERVER,), lambda tx: note(tx, "late"))
