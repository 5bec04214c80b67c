"""Questions about many keys at once: each key gets its own answer, whatever portions they are asked in."""

from typing import Any

import pytest

from parley.process.services import operate
from parley.settings import Settings
from parley.store import facts as facts_store
from parley.store.beside import facts
from parley.store.database import Transaction
from parley.store.schema import people
from parley.store.units import WriteTransaction, write_alone
from parley.store.vectors import PORTIONS, Gathering, Insert, Lookup, portions, whole

VALUE = Lookup("facts", (facts.c.name,), (facts.c.value,))
VALUES = Lookup("facts", (facts.c.name,), (facts.c.value,), many=True)
PERHAPS = Gathering(
    key={"name": facts.c.name, "again": facts.c.name},
    columns=(facts.c.value, people.c.handle),
    joins=((facts, "facts.name = k.name"), (people, "people.handle = k.again")),
)


def named(numbers: range) -> list[tuple[str]]:
    return [(f"fact-{number}",) for number in numbers]


@pytest.mark.parametrize("count", [0, 1, 2, 63, 64, 65, 200])
async def test_each_key_finds_its_own_row_and_those_without_one_are_left_out(settings: Settings, count: int) -> None:
    async def put(tx: WriteTransaction) -> None:
        await tx.insert(facts, [(name, name.upper()) for (name,) in named(range(0, count, 2))])

    async def asked(tx: Transaction) -> tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
        keys = named(range(count))
        pairs = [(name, "nobody") for (name,) in keys]
        return await tx.find(VALUE, keys), await tx.find_all(VALUES, keys), await tx.find(PERHAPS, pairs)

    async with operate(settings) as services:
        await write_alone(services.writer, (), put)
        one, many, joined = await services.database.read(asked)
    there = {key: (key[0].upper(),) for key in named(range(0, count, 2))}
    assert one == there
    assert many == {key: [row] for key, row in there.items()}
    assert joined == {(key[0], "nobody"): (*there.get(key, (None,)), None) for key in named(range(count))}


async def test_an_insert_names_its_columns_in_any_order(settings: Settings) -> None:
    async def put(tx: WriteTransaction) -> None:
        await facts_store.put(tx, "before", "1")
        await tx.insert(Insert(facts, (facts.c.value, facts.c.name)), [("2", "turned round"), ("3", "too")])
        await tx.insert(Insert(facts, (facts.c.value, facts.c.name)), [])

    async def asked(tx: Transaction) -> dict[Any, Any]:
        return await tx.find(VALUE, [("before",), ("turned round",), ("too",)])

    async with operate(settings) as services:
        await write_alone(services.writer, (), put)
        found = await services.database.read(asked)
    assert found == {("before",): ("1",), ("turned round",): ("2",), ("too",): ("3",)}


def test_portions_are_all_keys_in_their_order() -> None:
    for count in range(200):
        cut = list(portions(named(range(count))))
        assert [key for some in cut for key in some] == named(range(count))
        assert all(len(some) in PORTIONS for some in cut)


def test_the_insert_of_a_whole_table_is_made_once() -> None:
    assert whole(facts) is whole(facts)
