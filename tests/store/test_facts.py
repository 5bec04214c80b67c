import asyncio

from parley.process.services import operate
from parley.settings import Settings
from parley.store import facts
from parley.store.units import WriteTransaction, write_alone


async def test_a_fact_that_two_processes_write_first_and_at_once_is_one(postgres_settings: Settings) -> None:
    async with operate(postgres_settings) as one, operate(postgres_settings) as other:
        for name in (f"fact-{number}" for number in range(20)):

            async def put(tx: WriteTransaction, name: str = name) -> None:
                await facts.put(tx, name, "value")

            await asyncio.gather(write_alone(one.writer, (), put), write_alone(other.writer, (), put))
            assert await one.database.read(facts.get, name) == "value"
