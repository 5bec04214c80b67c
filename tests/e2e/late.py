"""Parts of the page that come late, as over a slow line."""

import asyncio
import re

from playwright.async_api import Route

from tests.e2e.person import Person


async def held_back(person: Person, part: str) -> asyncio.Event:
    """The part comes once the event is set."""
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await person.page.route(re.compile(f"/{part}-"), late)
    return come
