"""What is true of every verb, through whichever door: a refusal for its rate says when to try again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from parley.guard.limits import RATE_CLASSES
from parley.process.app import Running, serving
from parley.protocol.schemas import examples
from parley.settings import Settings
from parley.verb import Verb
from parley.verbs import BY_NAME, VERBS
from tests.cast import Person, Refusal, Visitor
from tests.conftest import with_changes

# One each; the next comes in the middle of the hour.
ONE = {f"rate_{name}": "1/0.0005" for name in RATE_CLASSES}


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Running]:
    async with serving(with_changes(settings, **ONE)) as running:
        yield running


def example(verb: Verb) -> dict[str, Any]:
    """As a program would send it: cookies are for pages."""
    command: dict[str, Any] = examples()[verb.name]["command"]
    for_programs = {"deliver": "token", "refresh_token": f"1.1.{43 * 'x'}"}
    return command | {name: value for name, value in for_programs.items() if name in verb.command.__struct_fields__}


async def use_up(ada: Person, visitor: Visitor) -> None:
    """Ada's one of each class, and that of her address."""
    for verb in ("me.get", "session.ticket", "message.send", "search.messages", "typing.set"):
        await ada.request(verb, **example(BY_NAME[verb]))
    for verb in ("server.get", "session.refresh", "session.create", "provider.begin"):
        await visitor.request(verb, **example(BY_NAME[verb]))


async def test_over_http_it_is_429_with_retry_after(server: Running, ada: Person, visitor: Visitor) -> None:
    await use_up(ada, visitor)
    for verb in (verb for verb in VERBS if "http" in verb.doors):
        refused = await (visitor if verb.who == "anyone" else ada).request(verb.name, **example(verb))
        assert (verb.name, refused.status_code) == (verb.name, 429)
        told = refused.json()
        assert (told["code"], told["retryable"]) == ("rate_limited", True)
        assert 1_000_000 < told["retry_after_ms"] <= 2_000_000
        assert int(refused.headers["Retry-After"]) == -(-told["retry_after_ms"] // 1_000)
        assert "Try again in" in told["message"]


async def test_over_the_socket_it_is_an_error_with_retry_after_ms(
    server: Running, ada: Person, visitor: Visitor
) -> None:
    socket = await ada.connect()
    await use_up(ada, visitor)
    for verb in (verb for verb in VERBS if "ws" in verb.doors):
        with pytest.raises(Refusal) as refused:
            await socket.ask(verb.name, **example(verb))
        told = refused.value.body
        assert (verb.name, told["code"], told["retryable"]) == (verb.name, "rate_limited", True)
        assert 1_000_000 < told["retry_after_ms"] <= 2_000_000
    assert socket.closed is None
