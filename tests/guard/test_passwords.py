import asyncio
import time
from collections.abc import Iterator

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from parley.errors import Unavailable
from parley.guard import passwords
from parley.guard.passwords import NOBODYS, Passwords

HASHER = passwords.HASHER  # the server's own: it is read before any fixture puts a quicker one in its place


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Passwords]:
    monkeypatch.setattr(passwords, "HASHER", HASHER)
    keeper = Passwords(queue_limit=4)
    yield keeper
    keeper.close()


async def test_a_password_matches_its_own_hash_and_no_other(keeper: Passwords) -> None:
    stored, again = await asyncio.gather(keeper.hash("correct horse"), keeper.hash("correct horse"))
    assert stored != again
    assert await keeper.matches(stored, "correct horse")
    assert not await keeper.matches(stored, "correct horse ")
    assert not await keeper.matches("not a hash", "correct horse")


async def test_hashes_cost_what_they_should(keeper: Passwords) -> None:
    found = extract_parameters(await keeper.hash("correct horse"))
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (Type.ID, 19 * 1024, 2, 1)


async def test_nobodys_hash_costs_the_same_and_matches_nothing(keeper: Passwords) -> None:
    """Whoever asks for somebody who is not here waits as long as for somebody who is."""
    assert extract_parameters(NOBODYS) == extract_parameters(await keeper.hash("correct horse"))
    assert not await keeper.matches(None, "correct horse")
    assert not await keeper.matches(None, "")


async def test_a_flood_is_refused_and_the_loop_goes_on(keeper: Passwords) -> None:
    ticks = 0
    flooded = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        while not flooded.is_set():
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.ensure_future(tick())
    outcomes = await asyncio.gather(*(keeper.hash(f"password {n}") for n in range(20)), return_exceptions=True)
    flooded.set()
    await ticking
    refused = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
    assert len(refused) == 16
    assert {refusal.retryable for refusal in refused} == {True}
    assert all(refusal.retry_after_ms for refusal in refused)
    assert ticks > 20
    assert await keeper.hash("after the flood")


async def test_both_answers_take_as_long(keeper: Passwords) -> None:
    """The processor's time is compared and no clock's, which a busy machine would stretch for one of them."""
    stored = await keeper.hash("correct horse")

    async def seconds(hash_: str | None) -> float:
        began = time.process_time()
        await keeper.matches(hash_, "wrong horse")
        return time.process_time() - began

    known = min([await seconds(stored) for _ in range(5)])
    unknown = min([await seconds(None) for _ in range(5)])
    assert unknown > known / 3
