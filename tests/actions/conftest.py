"""A server that keeps its letters instead of sending them, and a search that has indexed everything."""

from typing import Any

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.searching import Search, page
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import with_changes
from tests.mailbox import Mailbox, give_address

ADAS = "Ada@Example.org"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_changes(settings, dev=True)


@pytest.fixture
def mailbox(server: Running) -> Mailbox:
    return Mailbox(server)


@pytest.fixture
async def reachable(ada: Person, visitor: Visitor, mailbox: Mailbox) -> Person:
    """Ada, who has confirmed an address."""
    await give_address(mailbox, ada, visitor, PASSWORD, ADAS)
    return ada


@pytest.fixture
def search(server: Running) -> Search:
    """The texts that a person finds, once all has been indexed."""

    async def found(person: Person, query: str, **fields: Any) -> list[str]:
        return [hit["message"]["body"] for hit in (await page(server, person, query, **fields))["hits"]]

    return found
