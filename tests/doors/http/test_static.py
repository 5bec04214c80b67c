"""The web client's files, from a folder as the build leaves it."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

import httpx2
import pytest
from starlette.routing import Route, Router

from parley.doors.http.static import WebClient

PAGE = "<!doctype html><title>Parley</title>"
SCRIPT = "console.log('parley');" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "static"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE)
    (built / "assets/index-B1.js").write_text(SCRIPT)
    (built / "assets/logo-C2.svg").write_text("<svg/>")
    (built / "site.webmanifest").write_text("{}")
    (built / "sw.js").write_text(SCRIPT)
    (tmp_path / "secret").write_text("canary")
    return built


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = Router([Route("/{path:path}", WebClient(folder).answer)])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://parley") as client:
        yield client


async def test_a_hashed_file_is_kept_for_ever(browser: httpx2.AsyncClient) -> None:
    response = await browser.get("/assets/index-B1.js")
    assert (response.status_code, response.text) == (200, SCRIPT)
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_the_service_worker_answers_for_all_pages_and_is_asked_for_again(browser: httpx2.AsyncClient) -> None:
    response = await browser.get("/sw.js")
    assert (response.status_code, response.text) == (200, SCRIPT)
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["service-worker-allowed"] == "/"
    assert response.headers["cache-control"] == "no-cache"
    other = await browser.get("/assets/index-B1.js")
    assert "service-worker-allowed" not in other.headers


async def test_where_there_is_no_service_worker_the_page_is_not_taken_for_one(folder: Path) -> None:
    (folder / "sw.js").unlink()
    app = Router([Route("/{path:path}", WebClient(folder).answer)])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://parley") as another:
        assert (await another.get("/sw.js")).status_code == 404


async def test_what_is_for_developers_is_there_for_them_alone(folder: Path) -> None:
    (folder / "dev/assets").mkdir(parents=True)
    (folder / "dev/ui.html").write_text("every component")
    (folder / "dev/assets/ui-D4.js").write_text("draws them")
    for dev in (True, False):
        app = Router([Route("/{path:path}", WebClient(folder, dev=dev).answer)])
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://parley") as one:
            page, script = (await one.get("/dev/ui")), (await one.get("/dev/assets/ui-D4.js"))
        assert ((page.text, script.text) == ("every component", "draws them")) is dev
        assert ((page.text, script.text) == (PAGE, PAGE)) is not dev


@pytest.mark.parametrize("path", ["/", "/site.webmanifest"])
async def test_whatever_keeps_its_name_is_asked_for_again(browser: httpx2.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).headers["cache-control"] == "no-cache"


async def test_text_is_sent_gzipped_to_those_who_read_it(browser: httpx2.AsyncClient) -> None:
    async with browser.stream("GET", "/assets/index-B1.js", headers={"Accept-Encoding": "br, gzip"}) as response:
        raw = b"".join([chunk async for chunk in response.aiter_raw()])
    assert (response.headers["content-encoding"], gzip.decompress(raw).decode()) == ("gzip", SCRIPT)
    plain = await browser.get("/assets/index-B1.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for answer in (response, plain):
        assert answer.headers["vary"] == "Accept-Encoding"


async def test_what_is_small_is_sent_as_it_is(browser: httpx2.AsyncClient) -> None:
    response = await browser.get("/assets/logo-C2.svg", headers={"Accept-Encoding": "gzip"})
    assert (response.headers["content-type"], response.text) == ("image/svg+xml", "<svg/>")
    assert "content-encoding" not in response.headers


async def test_whoever_has_it_already_is_not_sent_it_again(browser: httpx2.AsyncClient) -> None:
    first = await browser.get("/")
    again = await browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    changed = await browser.get("/", headers={"If-None-Match": '"another"'})
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["/", "/index.html", "/setup", "/r/lobby", "/r/lobby/12", "/sign-in", "/a/b/c"])
async def test_every_other_address_is_the_page(browser: httpx2.AsyncClient, path: str) -> None:
    response = await browser.get(path)
    assert (response.status_code, response.text) == (200, PAGE)


async def test_a_file_that_is_not_there_is_not_the_page(browser: httpx2.AsyncClient) -> None:
    response = await browser.get("/assets/index-A0.js")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/assets/../../secret",
        "/assets/%2e%2e/%2e%2e/secret",
        "/..%2fsecret",
        "/..%5csecret",
        "/%2e%2e%2fsecret",
        "//secret",
        "/assets/..%00/secret",
        "/proc/self/environ",
        "/%2fetc%2fpasswd",
    ],
)
async def test_no_path_leads_out_of_the_folder(folder: Path, path: str) -> None:
    """Asked as raw bytes, for clients tidy such paths up before they send them."""
    sent: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(), "headers": []}
    scope |= {"query_string": b"", "root_path": "", "http_version": "1.1", "scheme": "http", "server": ("parley", 80)}
    await Router([Route("/{path:path}", WebClient(folder).answer)])(scope, receive, send)
    body = b"".join(sent)
    assert b"canary" not in body
    assert body == PAGE.encode() or b"not_found" in body


async def test_without_a_build_it_says_how_to_get_one(tmp_path: Path) -> None:
    app = Router([Route("/{path:path}", WebClient(tmp_path / "nothing").answer)])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://parley") as client:
        response = await client.get("/")
    assert response.status_code == 503
    assert "make run" in response.text
