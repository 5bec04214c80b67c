"""Tokens are refreshed before they end, once for all who ask, and no refresh is lost."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from parley.actions.sessions import GRACE_MS
from parley.client.session import REFRESH_SECONDS, Session
from parley.client.verbs_gen import ME_GET, SESSION_CREATE
from parley.errors import Unauthenticated, Unavailable
from parley.protocol.accounts import CreateSession
from parley.protocol.people import GetMe
from tests.cast import PASSWORD, Person
from tests.conftest import Clock
from tests.proxy import Proxy

MINUTE = 60_000
SIGN_IN = CreateSession(handle="bob", password=PASSWORD, deliver="token")
DAY = 24 * 60 * MINUTE


@pytest.fixture
async def session(network: Proxy, bob: Person) -> AsyncIterator[Session]:
    session = Session(network.url)
    yield session
    await session.close()


def refreshes(network: Proxy) -> int:
    return network.from_client.count(b"POST /api/sessions/refresh")


async def test_a_good_token_is_used_as_it_is(session: Session, network: Proxy) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    assert (await session.ask(ME_GET, GetMe())).handle == "bob"
    assert refreshes(network) == 0


async def test_an_expired_token_is_refreshed_once_for_all_who_ask(
    session: Session, network: Proxy, clock: Clock
) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    clock.advance(ms=16 * MINUTE)
    answers = await asyncio.gather(*(session.ask(ME_GET, GetMe()) for _ in range(10)))
    assert {me.handle for me in answers} == {"bob"}
    assert refreshes(network) == 1


async def test_a_token_is_refreshed_before_it_ends(session: Session, network: Proxy, clock: Clock) -> None:
    clock.advance(ms=-14 * MINUTE - MINUTE // 2)
    await session.ask(SESSION_CREATE, SIGN_IN)
    await session.ask(ME_GET, GetMe())
    assert refreshes(network) == 1


async def test_a_refresh_whose_answer_is_lost_is_asked_again(session: Session, network: Proxy, clock: Clock) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    clock.advance(ms=16 * MINUTE)
    network.cut_at(b"refresh_token")
    assert (await session.ask(ME_GET, GetMe())).handle == "bob"
    assert refreshes(network) == 2


async def test_a_refresh_without_an_answer_is_given_up_before_its_token_counts_as_stolen(
    session: Session, network: Proxy, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    clock.advance(ms=16 * MINUTE)
    assert REFRESH_SECONDS * 1_000 < GRACE_MS
    network.lose(b"refresh_token")
    with monkeypatch.context() as patch:
        patch.setattr("parley.client.session.REFRESH_SECONDS", 2.0)
        with pytest.raises(Unavailable, match="in time"):
            await session.ask(ME_GET, GetMe())
    assert (await session.ask(ME_GET, GetMe())).handle == "bob"


async def test_a_refresh_that_nobody_waits_for_any_more_is_kept(session: Session, network: Proxy, clock: Clock) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    clock.advance(ms=16 * MINUTE)
    impatient = asyncio.ensure_future(session.ask(ME_GET, GetMe()))
    while refreshes(network) == 0:  # noqa: ASYNC110 - until the request is on its way, and no longer
        await asyncio.sleep(0)
    impatient.cancel()
    assert (await session.ask(ME_GET, GetMe())).handle == "bob"
    assert refreshes(network) == 1


async def test_a_session_that_has_ended_is_forgotten(session: Session, clock: Clock) -> None:
    await session.ask(SESSION_CREATE, SIGN_IN)
    clock.advance(ms=400 * DAY)
    with pytest.raises(Unauthenticated):
        await session.ask(ME_GET, GetMe())
    assert not session.is_signed_in
