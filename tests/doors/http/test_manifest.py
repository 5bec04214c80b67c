"""The manifest has the server's name, and otherwise what was built."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from starlette.routing import Route, Router

from parley.doors.http import manifest
from parley.process.app import Running
from tests.cast import Person
from tests.conftest import Clock

BUILT = {"id": "/", "name": "Parley", "short_name": "Parley", "icons": [{"src": "/icons/any.svg"}] * 40}


@pytest.fixture
async def browser(server: Running, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    (tmp_path / "manifest.webmanifest").write_text(json.dumps(BUILT))
    made = manifest.Manifest(server.services, tmp_path)
    app = Router([Route(manifest.PATH, made.answer)])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://parley") as client:
        yield client


async def test_an_installed_client_is_named_after_the_server(
    browser: httpx2.AsyncClient, ada: Person, clock: Clock
) -> None:
    first = await browser.get(manifest.PATH)
    assert first.json() == BUILT
    assert first.headers["content-type"] == "application/manifest+json"
    assert first.headers["cache-control"] == "no-cache"
    await ada.call("server.set_name", name='Acme "Rockets" 🚀')
    clock.advance(ms=manifest.READ_MS)
    again = await browser.get(manifest.PATH, headers={"If-None-Match": first.headers["etag"]})
    assert again.json() == BUILT | {"name": 'Acme "Rockets" 🚀', "short_name": 'Acme "Rockets" 🚀'}
    same = await browser.get(manifest.PATH, headers={"If-None-Match": again.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_it_is_sent_gzipped(browser: httpx2.AsyncClient) -> None:
    async with browser.stream("GET", manifest.PATH, headers={"Accept-Encoding": "gzip"}) as response:
        sent = b"".join([part async for part in response.aiter_raw()])
    assert json.loads(gzip.decompress(sent)) == BUILT


def test_where_no_client_was_built_there_is_none(server: Running, tmp_path: Path) -> None:
    assert not manifest.Manifest(server.services, tmp_path).is_there
