"""Who did what, in the log: the address, and the person where that is known; never a password or a token."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from parley.settings import Settings
from tests.cast import PASSWORD, Person, Visitor, open_socket
from tests.cli.running import Parley
from tests.services.ports import free_port
from tests.wire import Wire

PATIENCE = 120.0


class Served:
    """A server in a process of its own, and what it logs."""

    def __init__(self, parley: Parley, port: int) -> None:
        self.settings = Settings(port=port)
        self._parley = parley

    async def logged(self, event: str, **values: object) -> dict[str, Any]:
        """The newest line of this event with these values."""
        async with asyncio.timeout(PATIENCE):
            while True:
                lines = map(json.loads, reversed(self.text().splitlines()))
                for line in lines:
                    if line["event"] == event and values.items() <= line.items():
                        found: dict[str, Any] = line
                        return found
                await asyncio.sleep(0.01)

    def text(self) -> str:
        """Up to the last whole line."""
        text = self._parley.log.read_text()
        return text[: text.rfind("\n") + 1]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    parley, port = Parley(tmp_path_factory.mktemp("log") / "data"), free_port()
    parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n")
    with parley.serving(port, log_format="json"):
        yield Served(parley, port)


@pytest.fixture
async def visitor(served: Served) -> AsyncIterator[Visitor]:
    async with Visitor(served.settings) as somebody:
        yield somebody


@pytest.fixture
async def ada(visitor: Visitor) -> AsyncIterator[Person]:
    async with await visitor.sign_in("ada") as person:
        yield person


async def test_a_request_is_logged_with_its_address_and_its_person(
    served: Served, ada: Person, visitor: Visitor
) -> None:
    await ada.call("me.get")
    line = await served.logged("request", path="/api/me")
    assert (line["address"], line["person"]) == ("127.0.0.1", int(ada.id))
    await visitor.call("server.get")
    line = await served.logged("request", path="/api/server")
    assert line["address"] == "127.0.0.1"
    assert "person" not in line


async def test_a_failed_sign_in_is_logged_with_what_was_typed_and_no_password(served: Served, visitor: Visitor) -> None:
    await visitor.refused("session.create", handle="ada", password="incorrect horse canary", deliver="token")
    wrong = await served.logged("sign_in_failed", reason="wrong password")
    assert (wrong["address"], wrong["verb"]) == ("127.0.0.1", "session.create")
    await visitor.refused("session.create", handle="Ada ", password="incorrect horse canary", deliver="token")
    await visitor.refused("session.create", handle="my secret canary", password="ada", deliver="token")
    nobody = await served.logged("sign_in_failed", reason="nobody has this login")
    assert (nobody["verb"], len(nobody["who"])) == ("session.create", 16)
    assert nobody["who"] != wrong["who"]
    tried = [line for line in map(json.loads, served.text().splitlines()) if line["event"] == "sign_in_failed"]
    assert [line["who"] for line in tried].count(wrong["who"]) == 2
    assert "canary" not in served.text()
    assert PASSWORD not in served.text()


async def test_of_a_long_path_the_beginning_is_logged(served: Served, visitor: Visitor) -> None:
    await visitor.http.get(f"/r/{'x' * 60_000}")
    assert await served.logged("request", path=f"/r/{'x' * 197}")


async def test_a_refused_handshake_is_logged(served: Served) -> None:
    async with Wire(served.settings) as wire:
        assert (await wire.ask(Origin="https://evil.example.org"))[0] == 403
    line = await served.logged("handshake_refused", code="origin")
    assert (line["status"], line["address"]) == (403, "127.0.0.1")
    assert "https://evil.example.org" in line["reason"]


async def test_a_socket_that_is_refused_is_logged_with_its_person_once_known(served: Served, ada: Person) -> None:
    stranger = await ada.open(headers={})
    stranger.write({"type": "hello"})
    await stranger.until_closed()
    line = await served.logged("socket_refused", code="unauthenticated")
    assert line["address"] == "127.0.0.1"
    assert "person" not in line
    socket = await ada.connect()
    await ada.call("session.end")
    await socket.until_closed()
    line = await served.logged("socket_refused", code="unauthenticated", person=int(ada.id))
    assert line["address"] == "127.0.0.1"
    assert ada.access not in served.text()


async def test_the_log_is_in_english_whatever_a_client_asks_for(served: Served) -> None:
    socket = await open_socket(served.settings, {"Accept-Language": "de"})
    socket.write({"type": "hello"})
    assert (await socket.next("error"))["message"].startswith("Melden Sie sich zuerst an")
    await socket.until_closed()  # before the loop that would close it ends
    line = await served.logged("socket_refused", code="unauthenticated")
    assert line["reason"].startswith("Sign in first")
