"""A search for tests: once all that was said has been indexed."""

from collections.abc import Awaitable, Callable
from typing import Any

from parley.later.followers import Following
from parley.later.search import SEARCH, SEARCH_THREADS
from parley.process.app import Running
from tests.cast import Frame, Person

Search = Callable[..., Awaitable[list[str]]]


async def page(server: Running, person: Person, query: str, **fields: Any) -> Frame:
    await Following(server.services, (SEARCH, SEARCH_THREADS)).look()
    return await person.call("search.messages", query=query, **fields)
