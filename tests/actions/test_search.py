"""Searching: what is found in which language, and that nobody finds what they may not read."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from parley.later.search import SEARCH
from parley.later.followers import Following
from parley.process.app import Running
from tests.aging import expire, grow_old
from tests.cast import Frame, Person, Room
from tests.languages import FOUND, SAID

Search = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def search(server: Running) -> Search:
    """The texts that a person finds, once all has been indexed."""

    async def found(person: Person, query: str, **fields: Any) -> list[str]:
        return [hit["message"]["body"] for hit in (await page(server, person, query, **fields))["hits"]]

    return found


async def page(server: Running, person: Person, query: str, **fields: Any) -> Frame:
    await Following(server.services, (SEARCH,)).look()
    return await person.call("search.messages", query=query, **fields)


async def test_it_finds_words_of_all_languages(search: Search, lobby: Room, ada: Person) -> None:
    for text in SAID.values():
        await ada.say(lobby, text)
    names = {text: name for name, text in SAID.items()}
    found = {query: {names[text] for text in await search(ada, query)} for query in FOUND}
    assert found == FOUND
    best = {query: {names[text] for text in await search(ada, query, order="best")} for query in FOUND}
    assert best == FOUND
