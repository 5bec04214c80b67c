"""What is secret goes in through every door, in right requests, wrong ones and to a broken server: the log has none."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from parley.basics.times import now_ms
from parley.settings import LIMITS, Settings
from parley.verbs import VERBS
from tests.authenticator import add_app, add_passkey, device_of, first_step
from tests.cast import Person, Socket, Visitor, open_socket
from tests.cli.running import Parley
from tests.services.ports import free_port

CANARY = "canary5f2e81"
# Long enough for a password, and made of letters that every field takes.
SECRET = f"{CANARY}-{CANARY}-{CANARY}"
PROVIDER = f'[x]\nname = "X"\nissuer = "https://nothing.invalid"\nclient_id = "x"\nclient_secret = "{SECRET}"'
OFF = dict.fromkeys(LIMITS, "off")


@pytest.fixture(params=["console", "json"])
def parley(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Parley, Settings, str]]:
    """A server of its own, which logs all it can, and its set-up token."""
    parley = Parley(tmp_path / "data")
    port = free_port()
    with parley.serving(port, log_level="debug", log_format=request.param, oidc_providers=PROVIDER, **OFF) as process:
        assert process.stdout is not None
        token = process.stdout.readline().strip().partition("#")[2]
        yield parley, Settings(port=port), token


async def test_no_secret_and_no_message_is_logged(parley: tuple[Parley, Settings, str]) -> None:
    command_line, settings, token = parley
    async with Visitor(settings) as visitor:
        granted = await visitor.call(
            "setup.complete", token=token, handle="ada", name="Ada", password=SECRET, client_id="a", deliver="token"
        )
        async with Person(settings, granted) as ada:
            room = (await ada.call("room.create", client_id="lobby", name="Lobby", slug="lobby"))["room"]["id"]
            link = (await ada.call("invite.create", client_id="i", rooms=[room]))["token"]
            # Both before that: a welcome reads messages, too.
            first, second = [await ada.connect() for _ in range(2)]
            await speak(ada, first, room)
            proofs = await prove(ada, visitor)
            await come_by(link, ada, visitor)
            await knock(visitor)
            with closing(sqlite3.connect(command_line.folder / "parley.db")) as database:
                database.execute("ALTER TABLE messages RENAME TO mislaid")
            await speak(ada, second, room)
            secrets = [CANARY, token, ada.access, ada.refresh, link, *proofs]
    written = command_line.log.read_text()
    assert [secret for secret in secrets if secret in written] == []
    assert written.count("/api/sessions") > 5
    assert "no such table" in written


async def speak(ada: Person, socket: Socket, room: str) -> None:
    """What a person says, over both doors."""
    await ada.request("message.send", room=room, body=CANARY, client_id="c")
    await ada.request("draft.put", room=room, body=CANARY)
    await ada.request("message.list", room=room)
    for body in (CANARY, {"wrong": CANARY}, CANARY * 2_000):
        with suppress(AssertionError):
            await socket.ask("message.send", room=room, body=body, client_id="d")
    await ada.request("session.ticket")


async def come_by(link: str, ada: Person, visitor: Visitor) -> None:
    """By an invitation, while it works and afterwards."""
    for handle in ("cleo", "dan"):
        await visitor.request("invite.get", token=link)
        await visitor.request(
            "account.register", handle=handle, name="C", password=SECRET, client_id=handle, invitation=link
        )
    await ada.request("invite.accept", token=link)
    await (await ada.connect()).ask("invite.accept", token=link)


async def prove(ada: Person, visitor: Visitor) -> list[str]:
    """With an app and with a passkey, rightly and wrongly: what is secret of these."""
    device = device_of(visitor.settings)
    await add_passkey(ada, device)
    app = await add_app(ada, now_ms)
    steps = [await first_step(visitor, "ada", SECRET) for _ in range(2)]
    codes = [app.recovery_codes[0], app.recovery_codes[0], CANARY]
    for code in codes:
        for step in steps:
            await visitor.request("session.confirm", step=step, code=code, deliver="token")
    shown = device.shown(await visitor.call("session.begin_passkey", deliver="token"))
    for _ in range(2):
        await visitor.request("session.redeem_passkey", **shown, deliver="token")
    return [app.secret, *app.recovery_codes, *steps, shown["signature"], shown["credential"]]


async def knock(visitor: Visitor) -> None:
    """Secrets where they belong and where they do not, in requests that are refused."""
    await visitor.request("session.create", handle="ada", password=f"not {SECRET}")
    await visitor.request("account.register", handle="bob", name="Bob", password=CANARY, client_id="b")
    await visitor.request("session.refresh", refresh_token=f"1.1.{SECRET}")
    await visitor.request("provider.begin", provider="x")
    await visitor.request("provider.finish", code=SECRET, state=SECRET, iss=SECRET)
    await visitor.http.get("/sign-in/provider", params={"code": SECRET, "state": SECRET})
    for verb in (verb for verb in VERBS if "http" in verb.doors):
        await send_everywhere(visitor.http, verb.method, verb.path)
    cookie = {"Cookie": f"parley_{visitor.settings.port}_access={SECRET}", "Origin": visitor.settings.base_url}
    for headers in ({"Authorization": f"Bearer {SECRET}"}, cookie):
        await shout({"type": "hello", "ticket": SECRET}, visitor.settings, headers)
        await shout('{"type":"hello","ticket":"' + SECRET, visitor.settings, headers)


async def send_everywhere(http: httpx2.AsyncClient, method: str, path: str) -> None:
    port = http.base_url.port
    cookies = f"parley_{port}_access={SECRET}; parley_{port}_refresh=1.1.{SECRET}; parley_{port}_visit={SECRET}"
    for content in (f'{{"password":"{SECRET}"}}', f'{{"{CANARY}', f'["{SECRET}"]'):
        for headers in ({"Authorization": f"Bearer {SECRET}"}, {"Cookie": cookies}, {"Authorization": SECRET}):
            await http.request(
                method,
                path,
                params={"token": SECRET} if method == "GET" else {},
                content=None if method == "GET" else content,
                headers={"Content-Type": "application/json", **headers},
            )


async def shout(frame: Any, settings: Settings, headers: dict[str, str]) -> None:
    socket = await open_socket(settings, headers)
    if socket.closed is None:
        socket.write(frame)
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await socket.until_closed()
    socket.cut()
