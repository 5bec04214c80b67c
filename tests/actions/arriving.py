"""People who come by a provider: the browser's part, in a few lines."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest

from parley.settings import Settings
from tests.cast import Frame, Person, Visitor

Returned = dict[str, str]


async def begin(visitor: Visitor, provider: str = "example") -> str:
    """Where the server sends this browser."""
    return str((await visitor.call("provider.begin", provider=provider))["url"])


async def consent(visitor: Visitor, url: str) -> Returned:
    """Sign in at the provider, and what it adds to the address to which it sends one back."""
    answer = await visitor.http.get(url.replace("/authorize?", "/continue?"))
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{visitor.settings.base_url}/sign-in/provider"
    return dict(parse_qsl(back.query))


async def come_back(visitor: Visitor, provider: str = "example", **fields: str) -> Frame:
    """There and back: who the server says has come."""
    return await visitor.call("provider.finish", **await consent(visitor, await begin(visitor, provider)), **fields)


async def sign_in(visitor: Visitor) -> Person:
    await come_back(visitor)
    return Person(visitor.settings, await visitor.call("session.create_by_provider", deliver="token"))


async def register(visitor: Visitor, handle: str, **fields: Any) -> Person:
    arrival = await come_back(visitor, **fields)
    assert not arrival["is_known"]
    made: Frame = {"handle": handle, "name": arrival["name"] or handle, "client_id": uuid4().hex}
    return Person(
        visitor.settings, await visitor.call("account.register_by_provider", **made, **fields, deliver="token")
    )


async def link(person: Person, visitor: Visitor, **fields: str) -> Frame:
    """In the browser of `visitor`, in which this person is signed in."""
    await come_back(visitor)
    visitor.headers = person.headers
    try:
        return await visitor.call("identity.link", **fields)
    finally:
        visitor.headers = {}


@pytest.fixture
async def another(server: object, settings: Settings) -> AsyncIterator[Visitor]:
    """Another browser."""
    async with Visitor(settings) as visitor:
        yield visitor
