"""The page tells of every verb, frame, type and error, needs no script, and none of its links leads nowhere."""

import asyncio
import json
import re
import threading
from html import unescape
from html.parser import HTMLParser

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from parley import errors
from parley.doors.http import docs_page
from parley.doors.ws import asyncapi
from parley.protocol import schemas
from parley.protocol.sync import JsonObject
from parley.verbs import VERBS
from tests.cast import PATIENCE

URL = "http://localhost:8000"
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """The tags, anchors and links of a page; every tag has to be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(given)
        self.anchors += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


@pytest.fixture(scope="module")
def client() -> TestClient:
    routes = docs_page.routes(VERBS, public_url=URL, asyncapi=lambda: asyncapi.document(VERBS, public_url=URL))
    return TestClient(Starlette(routes=routes), base_url=URL)


@pytest.fixture(scope="module")
def page(client: TestClient) -> Page:
    return Page(client.get("/api/docs").text)


async def test_the_first_readers_of_a_document_keep_nobody_waiting() -> None:
    """Making it takes half a second. It is made once, and not where everybody's requests are answered."""
    others_were_served, made = threading.Event(), list[bool]()

    def made_slowly() -> JsonObject:
        made.append(others_were_served.wait(PATIENCE))
        return asyncapi.document(VERBS, public_url=URL)

    app = Starlette(routes=docs_page.routes(VERBS, public_url=URL, asyncapi=made_slowly))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url=URL) as http:
        readers = [asyncio.create_task(http.get("/api/asyncapi.json")) for _ in range(3)]
        assert (await http.get("/api/docs.css")).is_success
        others_were_served.set()
        assert [(await reader).status_code for reader in readers] == [200] * 3
    assert made == [True]


def test_every_verb_frame_type_and_error_can_be_linked_to(page: Page) -> None:
    verbs = {verb.name for verb in VERBS if "http" in verb.doors}
    frames = {f"frame-{frame.__name__}" for frame in (*schemas.CLIENT_FRAMES, *schemas.SERVER_FRAMES)} - {"frame-Ok"}
    results = {f"type-{verb.result.__name__}" for verb in VERBS}
    refusals = {f"error-{error.__name__}" for error in errors.ALL}
    assert verbs | frames | results | refusals <= set(page.anchors)


def test_anchors_are_unique_and_links_lead_to_them(page: Page) -> None:
    assert len(page.anchors) == len(set(page.anchors))
    for href in page.links:
        assert href.removeprefix("#") in page.anchors if href.startswith("#") else href.startswith("/api/")


def test_a_command_is_followed_by_its_answer_and_by_a_refusal_of_it(client: TestClient) -> None:
    article = client.get("/api/docs").text.partition('<h3 id="socket-command">')[2].partition("</article>")[0]
    frames = [json.loads(unescape(block)) for block in re.findall(r"<pre><code>(.*?)</code></pre>", article, re.DOTALL)]
    assert [frame["type"] for frame in frames] == ["message.send", "ok", "changes", "error"]
    sent, answer, _, refusal = frames
    assert sent["ref"] == answer["ref"] == refusal["ref"]
    assert answer["result"]["client_id"] == sent["client_id"]


def test_it_says_how_tickets_sockets_and_very_many_rooms_fare(client: TestClient) -> None:
    about = client.get("/api/asyncapi.json").json()["info"]["description"]
    for said in ("A ticket is good for 30 seconds", "names 500 cursors at most", "closes the socket with 4401"):
        assert said in about
    assert "A ticket is good for 30 seconds" in client.get("/api/docs").text


def test_a_refusal_has_one_description_and_not_one_a_code(page: Page) -> None:
    assert "type-Refusal" in page.anchors
    assert "type-InvalidRefusal" not in page.anchors


def test_a_strict_policy_allows_all_that_the_page_uses(page: Page) -> None:
    assert not page.tags & {"script", "style", "iframe", "img"}
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}


def test_documents_and_stylesheet_come_with_their_types(client: TestClient) -> None:
    types = {path: client.get(path).headers["content-type"] for path in ("/api/openapi.json", "/api/docs.css")}
    assert types == {"/api/openapi.json": "application/json", "/api/docs.css": "text/css; charset=utf-8"}
    assert client.get("/api/asyncapi.json").json()["asyncapi"] == "3.0.0"
    assert client.get("/api/openapi.json").json()["openapi"] == "3.1.0"


def test_the_stylesheet_fetches_nothing(client: TestClient) -> None:
    assert not re.search(r"@import|url\(", client.get("/api/docs.css").text)
