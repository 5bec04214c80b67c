"""nginx, HAProxy and Caddy with the files of deploy/ before two Parleys, seen by the people who come through them."""

import asyncio
import json
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from picows import ws_connect

from parley.verbs import BY_NAME
from tests.authority import Authority
from tests.cast import PASSWORD, Room, Socket
from tests.cli.running import Parley, Process
from tests.conftest import LIFTED
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.proxies import CONFIGURED, Proxy
from tests.services.valkey import Valkey

PUBLIC = "https://localhost"
# Neither the proxy's address, which is 127.0.0.1, nor the one that the client makes up.
CLIENT, FORGED = "127.0.0.7", "203.0.113.9"
PATIENCE = 60.0
SOCKETS = 4


class Cluster:
    """Two servers on one database, and all three proxies in front of both."""

    def __init__(self, folder: Path, given: dict[str, Any]) -> None:
        self.given = given
        self.ports = [free_port(), free_port()]
        self.parleys = [Parley(folder / name / "data") for name in ("first", "second")]
        for parley in self.parleys:
            parley.folder.parent.mkdir()
        self.authority = Authority(folder)
        self.trust = ssl.create_default_context(cafile=str(self.authority.file))
        self.stack = ExitStack()
        self.proxies: dict[str, Proxy] = {}
        self.servers: list[Process] = []

    def start(self) -> None:
        done = self.parleys[0]("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n", **self.given)
        assert done.returncode == 0, done.stderr
        self.servers = [self.serve(number) for number in range(2)]
        for name in CONFIGURED:
            self.proxies[name] = self.stack.enter_context(Proxy(name, self.authority, self.ports))

    def serve(self, number: int) -> Process:
        return self.stack.enter_context(self.parleys[number].serving(self.ports[number], **self.given))

    def http(self, name: str) -> httpx2.AsyncClient:
        transport = httpx2.AsyncHTTPTransport(verify=self.trust, local_address=CLIENT)
        base = f"https://localhost:{self.proxies[name].port}"
        return httpx2.AsyncClient(transport=transport, base_url=base, timeout=PATIENCE)

    async def socket(self, name: str, **headers: str) -> Socket:
        """A welcome socket through a proxy."""
        given = {"Sec-WebSocket-Protocol": "parley.v2", "Origin": PUBLIC, **headers}
        url = f"wss://localhost:{self.proxies[name].port}/ws"
        _, socket = await ws_connect(Socket, url, ssl_context=self.trust, extra_headers=given, local_addr=(CLIENT, 0))
        assert isinstance(socket, Socket)
        socket.write({"type": "hello"})
        socket.welcome = await socket.next("welcome")
        return socket

    async def logged(self, path: str) -> dict[str, Any]:
        """What one of the servers wrote about a request."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for parley in self.parleys:
                    for line in parley.log.read_text().splitlines():
                        if path in line and (entry := json.loads(line)).get("path") == path:
                            return dict(entry)
                await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(postgres: Postgres, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    given = {
        **LIFTED,
        "database_url": postgres.url(name),
        "redis_url": valkey.url(),
        "secret": "one secret for both of them, long enough",
        "public_url": PUBLIC,
        "trusted_proxies": "127.0.0.1",
        "log_format": "json",
    }
    folder = tmp_path_factory.mktemp("deploy")
    cluster = Cluster(folder, given)
    assert cluster.parleys[0]("migrate", **given).returncode == 0
    with cluster.stack:
        cluster.start()
        yield cluster
    postgres.drop_database(name)


@pytest.mark.parametrize("proxy", CONFIGURED)
async def test_people_come_in_by_it_over_https(proxy: str, cluster: Cluster) -> None:
    async with cluster.http(proxy) as http:
        session = {"handle": "ada", "password": PASSWORD, "deliver": "cookie"}
        page = {"Origin": PUBLIC}
        signed_in = await http.post(BY_NAME["session.create"].path, json=session, headers=page)
        assert signed_in.status_code == BY_NAME["session.create"].status, signed_in.text
        given = signed_in.headers.get_list("set-cookie")
        assert len(given) == 3  # access, refresh, and the known browser
        for cookie in given:
            assert cookie.startswith("__Host-parley_")
            assert {"secure", "httponly", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
        kept = "; ".join(cookie.partition(";")[0] for cookie in given)
        http.cookies.clear()
        me = await http.get(BY_NAME["me.get"].path, headers={**page, "Cookie": kept})
        assert me.json()["handle"] == "ada"
        assert me.headers["strict-transport-security"]
    socket = await cluster.socket(proxy, Cookie=kept)
    assert socket.welcome["you"]["handle"] == "ada"
    socket.cut()


@pytest.mark.parametrize("proxy", CONFIGURED)
async def test_it_says_who_comes_and_believes_nobody_who_says_it_themselves(proxy: str, cluster: Cluster) -> None:
    path = f"/api/nothing-{uuid4().hex}"
    async with cluster.http(proxy) as http:
        answer = await http.get(path, headers={"X-Forwarded-For": FORGED, "Forwarded": f"for={FORGED}"})
    assert answer.status_code == 404
    assert (await cluster.logged(path))["address"] == CLIENT


@pytest.mark.parametrize("proxy", CONFIGURED)
async def test_plain_http_leads_to_https(proxy: str, cluster: Cluster) -> None:
    base = f"http://127.0.0.1:{cluster.proxies[proxy].plain_port}"
    async with httpx2.AsyncClient(base_url=base, timeout=PATIENCE) as http:
        answer = await http.get("/r/lobby", headers={"Host": "localhost"})
    assert answer.status_code in (301, 308)
    assert answer.headers["location"].startswith("https://localhost")
    assert answer.headers["location"].endswith("/r/lobby")


class Load:
    """Somebody who asks and writes through one proxy all the time, on a connection of their own and on new ones."""

    def __init__(self, cluster: Cluster, proxy: str, token: str, room: Room) -> None:
        self.cluster, self.proxy, self.room = cluster, proxy, room
        self.bearer = {"Authorization": f"Bearer {token}"}
        self.said: list[str] = []
        self.answers = 0
        self.is_over = False
        self.failures: list[str] = []

    async def run(self) -> None:
        async with self.cluster.http(self.proxy) as kept:
            for number in count():
                if self.is_over:
                    return
                await self.ask(kept, number)
                async with self.cluster.http(self.proxy) as new:
                    await self.ask(new, number)

    async def ask(self, http: httpx2.AsyncClient, number: int) -> None:
        try:
            if number % 2:
                answer = await http.get(BY_NAME["me.get"].path, headers=self.bearer)
            else:
                self.said.append(f"{self.proxy} {len(self.said)}")
                path = BY_NAME["message.send"].path.replace("{room}", self.room.id)
                message = {"body": self.said[-1], "client_id": uuid4().hex}
                answer = await http.post(path, json=message, headers=self.bearer)
        except httpx2.HTTPError as problem:
            self.failures.append(repr(problem))
            return
        if not answer.is_success:
            self.failures.append(f"{answer.status_code} {answer.text[:200]}")
        self.answers += 1

    async def until_answered(self, more: int) -> None:
        wanted = self.answers + more
        async with asyncio.timeout(PATIENCE):
            while self.answers < wanted:  # noqa: ASYNC110 - the load only counts
                await asyncio.sleep(0.05)


@pytest.mark.long
async def test_nobody_notices_that_one_of_two_is_replaced(cluster: Cluster) -> None:
    """SIGTERM: it says at /readyz that it leaves, serves on for a while, sends its sockets away, and is gone."""
    async with cluster.http("nginx") as http:
        session = {"handle": "ada", "password": PASSWORD, "deliver": "token"}
        signed_in = await http.post(BY_NAME["session.create"].path, json=session)
        assert signed_in.is_success, signed_in.text
        token = signed_in.json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        made = {"client_id": uuid4().hex, "name": "Room", "kind": "private"}
        room = Room((await http.post(BY_NAME["room.create"].path, json=made, headers=bearer)).json()["room"]["id"])
    loads = [Load(cluster, name, token, room) for name in cluster.proxies]
    sockets = [(name, await cluster.socket(name, **bearer)) for name in cluster.proxies for _ in range(SOCKETS)]
    async with asyncio.TaskGroup() as tasks:
        for load in loads:
            tasks.create_task(load.run())
        await asyncio.gather(*(load.until_answered(10) for load in loads))
        cluster.servers[0].terminate()
        assert await asyncio.to_thread(cluster.servers[0].wait, PATIENCE) == 0
        await asyncio.gather(*(load.until_answered(20) for load in loads))
        sent_away = [(name, await socket.until_closed()) for name, socket in sockets if socket.closed]
        for name, closed in sent_away:
            assert closed == (1012, "restarting")
            (await cluster.socket(name, **bearer)).cut()
        cluster.servers[0] = await asyncio.to_thread(cluster.serve, 0)
        await asyncio.gather(*(load.until_answered(20) for load in loads))
        for load in loads:
            load.is_over = True
    for _, socket in sockets:
        socket.cut()
    assert {load.proxy: load.failures for load in loads if load.failures} == {}
    assert {name for name, _ in sent_away} == set(cluster.proxies)
    assert sorted(await everything_in(cluster, room, bearer)) == sorted(body for load in loads for body in load.said)


async def everything_in(cluster: Cluster, room: Room, bearer: dict[str, str]) -> list[str]:
    found: list[str] = []
    after = 0
    async with cluster.http("caddy") as http:
        path = BY_NAME["message.list"].path.replace("{room}", room.id)
        while True:
            page = (await http.get(path, params={"after": after}, headers=bearer)).json()["messages"]
            if not page:
                return found
            found += [message["body"] for message in page]
            after = page[-1]["seq"]
