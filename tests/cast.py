"""The cast: people who speak to a real server through its public doors, and nothing else."""

import asyncio
import json
import ssl
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx2
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from parley.actions import accounts
from parley.actions.context import Context
from parley.process.app import Running
from parley.settings import Settings
from parley.verbs import BY_NAME

PASSWORD = "correct horse battery staple"
PATIENCE = 60.0
# For a request's answer. On a shared machine one connection on loopback took over ten seconds; why is not known.
ANSWER_PATIENCE = 120.0
# Every client would read the system's certificates anew, and none here speaks TLS.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

Frame = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """A room, by its id."""

    id: str

    @property
    def log(self) -> str:
        return f"room:{self.id}"


def things(frame: Frame, kind: str) -> list[Frame]:
    """What there is of a kind in a frame."""
    return [thing for thing in frame.get("things", []) if thing["thing"] == kind]


class Refusal(AssertionError):
    """A verb was refused where the test expected an answer."""

    def __init__(self, status: int, body: Frame) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.code: str = body["code"]


class Visitor:
    """Somebody without a session."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.base = f"http://127.0.0.1:{settings.port}"
        self.http = httpx2.AsyncClient(
            base_url=self.base, timeout=ANSWER_PATIENCE, verify=NO_CERTIFICATES, trust_env=False
        )
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()

    async def request(self, verb: str, **fields: Any) -> httpx2.Response:
        """The verb over HTTP, by its route in the catalogue."""
        known = BY_NAME[verb]
        path = known.path
        for name in [name for name in fields if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", str(fields.pop(name)))
        if known.method == "GET":
            return await self.http.get(path, params=fields, headers=self.headers)
        return await self.http.request(known.method, path, json=fields, headers=self.headers)

    async def call(self, verb: str, **fields: Any) -> Frame:
        """The verb's result, or a `Refusal`."""
        response = await self.request(verb, **fields)
        body: Frame = response.json()
        if response.is_success:
            return body
        raise Refusal(response.status_code, body)

    async def refused(self, verb: str, **fields: Any) -> Frame:
        """The refusal that this call must meet."""
        response = await self.request(verb, **fields)
        assert not response.is_success, response.text
        body: Frame = response.json()
        return body

    async def set_up(self, handle: str, server: Running) -> "Person":
        token = await accounts.prepare_setup(Context(server.services))
        return await self._arrive("setup.complete", handle, token=token)

    async def register(self, handle: str) -> "Person":
        return await self._arrive("account.register", handle)

    async def sign_in(self, handle: str, password: str = PASSWORD) -> "Person":
        session = await self.call("session.create", handle=handle, password=password, deliver="token")
        return Person(self.settings, session)

    async def _arrive(self, verb: str, handle: str, **fields: Any) -> "Person":
        person = {"handle": handle, "name": handle.title(), "password": PASSWORD, "client_id": uuid4().hex}
        return Person(self.settings, await self.call(verb, **person, deliver="token", **fields))


class Person(Visitor):
    """Somebody with a session, and as many sockets as they like."""

    def __init__(self, settings: Settings, session: Frame) -> None:
        super().__init__(settings)
        self.id: str = session["me"]["id"]
        self.handle: str = session["me"]["handle"]
        self.access: str = session["access_token"]
        self.refresh: str = session["refresh_token"]
        self.headers = {"Authorization": f"Bearer {self.access}"}
        self.sockets: list[Socket] = []

    @property
    def log(self) -> str:
        return f"person:{self.id}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for socket in self.sockets:
            socket.cut()
        await super().__aexit__(kind, error, trace)

    def at(self, settings: Settings) -> "Person":
        """The same person with the same session, on a connection of their own, at this server."""
        session = {"me": {"id": self.id, "handle": self.handle}}
        return Person(settings, session | {"access_token": self.access, "refresh_token": self.refresh})

    async def say(self, room: Room, body: str, client_id: str | None = None) -> Frame:
        return await self.call("message.send", room=room.id, body=body, client_id=client_id or uuid4().hex)

    async def connect(self, **hello: Any) -> "Socket":
        """A live socket; its welcome is in `socket.welcome`."""
        socket = await self.open()
        socket.write({"type": "hello", **hello})
        socket.welcome = await socket.next("welcome")
        return socket

    async def open(self, headers: dict[str, str] | None = None) -> "Socket":
        """A socket that has not said hello."""
        socket = await open_socket(self.settings, self.headers if headers is None else headers)
        self.sockets.append(socket)
        return socket


async def open_socket(settings: Settings, headers: dict[str, str] | None = None) -> "Socket":
    url = f"ws://127.0.0.1:{settings.port}/ws"
    given = {"Sec-WebSocket-Protocol": "parley.v2", **(headers or {})}
    _, socket = await ws_connect(Socket, url, extra_headers=given)
    assert isinstance(socket, Socket)
    return socket


class Socket(WSListener):
    """A socket as a program would use it. What arrives is kept in order; `next` takes the first of a type."""

    welcome: Frame

    def __init__(self) -> None:
        self.frames: deque[Frame] = deque()
        self.closed: tuple[int, str] | None = None
        self._pongs: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._ref = 0

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self.frames.append(json.loads(frame.get_payload_as_bytes()))
        elif frame.msg_type == WSMsgType.PONG:
            self._pongs.append(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            payload = frame.get_payload_as_bytes()
            self.closed = (int.from_bytes(payload[:2], "big"), payload[2:].decode())
            transport.disconnect()
        self._news.set()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.closed = self.closed or (1006, "")
        self._news.set()

    def write(self, frame: Frame | str | bytes) -> None:
        data = json.dumps(frame) if isinstance(frame, dict) else frame
        self.transport.send(WSMsgType.TEXT, data.encode() if isinstance(data, str) else data)

    def cut(self) -> None:
        """As a lost network would: no close frame."""
        self.transport.disconnect(graceful=False)

    def stop_reading(self) -> None:
        """As a computer that has gone to sleep: nothing is read or answered, and nobody is told."""
        self.transport.underlying_transport.pause_reading()

    def resume_reading(self) -> None:
        self.transport.underlying_transport.resume_reading()

    async def ping(self, said: bytes = b"") -> None:
        """There and back: whatever was sent before has been read by the server."""
        self.transport.send(WSMsgType.PING, said)
        await self.pong()

    async def pong(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            while not self._pongs:
                self._news.clear()
                await self._news.wait()
        return self._pongs.popleft()

    async def next(self, kind: str) -> Frame:
        """The first frame of this type, now or soon; the others stay where they are."""
        return await self.first(lambda frame: frame["type"] == kind)

    async def first(self, wanted: Any) -> Frame:
        async with asyncio.timeout(PATIENCE):
            while True:
                for frame in self.frames:
                    if wanted(frame):
                        self.frames.remove(frame)
                        return frame
                assert self.closed is None, f"closed {self.closed} with {list(self.frames)}"
                self._news.clear()
                await self._news.wait()

    async def ask(self, verb: str, **fields: Any) -> Frame:
        """The verb's result over this socket, or a `Refusal`."""
        self._ref += 1
        ref = self._ref
        self.write({"type": verb, "ref": ref, **fields})
        answer = await self.first(lambda frame: frame.get("ref") == ref)
        if answer["type"] == "ok":
            result: Frame = answer["result"]
            return result
        raise Refusal(0, answer)

    async def until_closed(self, patience: float = PATIENCE) -> tuple[int, str]:
        async with asyncio.timeout(patience):
            while self.closed is None:
                self._news.clear()
                await self._news.wait()
        return self.closed

    async def messages(self, room: Room, count: int) -> list[Frame]:
        """The next so many messages of a room, from its `changes` frames."""
        found: list[Frame] = []
        while len(found) < count:
            frame = await self.first(lambda frame: frame["type"] == "changes" and frame["log"] == room.log)
            found += things(frame, "message")
        return found
