"""Two lean ways to a server, each under full control: a socket, and HTTP over connections that may be cut.

The client libraries that others use would repeat, wait and reconnect by themselves, which is what is tested here.
"""

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import msgspec
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from parley.protocol.sync import Ok, Refused, ServerFrame

FRAME_LIMIT = 16 * 1024 * 1024
PONG = b'{"type":"beat"}'

_decode: "msgspec.json.Decoder[ServerFrame]" = msgspec.json.Decoder(ServerFrame)


class NoAnswer(Exception):
    """The connection was cut, never opened, or silent for too long: the outcome is unknown."""


class NotReached(NoAnswer):
    """No server listens there: the request was not sent."""


class Refusal(Exception):
    """The server refused."""

    def __init__(self, code: str, *, retryable: bool) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable


class Line(WSListener):
    """One socket. Frames that are not answers go to `take`."""

    def __init__(self, take: Callable[[ServerFrame], None]) -> None:
        self.code: int | None = None
        self.ended = asyncio.Event()
        self._take = take
        self._answers: dict[int, asyncio.Future[bytes]] = {}
        self._ref = 0
        self._is_cut = False

    @property
    def is_open(self) -> bool:
        return not (self._is_cut or self.ended.is_set())

    async def ask(self, verb: str, fields: dict[str, Any], patience: float) -> bytes:
        """Returns the verb's result as it came, or raises `Refusal` or `NoAnswer`."""
        if not self.is_open:
            raise NoAnswer
        self._ref = ref = self._ref + 1
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        self.write(json.dumps({"type": verb, "ref": ref, **fields}).encode())
        try:
            async with asyncio.timeout(patience):
                said: bytes = await answer
                return said
        except TimeoutError:
            self.cut()
            raise NoAnswer from None
        finally:
            self._answers.pop(ref, None)

    def write(self, data: bytes, kind: WSMsgType = WSMsgType.TEXT) -> None:
        self._transport.send(kind, data)

    def hang_up(self) -> None:
        """End after everything is sent, also without a close frame."""
        self._transport.disconnect()

    def cut(self) -> None:
        """End at once without a close frame, like a lost network."""
        self._is_cut = True
        self._transport.disconnect(graceful=False)

    def stop_reading(self) -> None:
        self._transport.underlying_transport.pause_reading()

    def resume_reading(self) -> None:
        if self.is_open:
            self._transport.underlying_transport.resume_reading()

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            self._hear(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            self.code = int.from_bytes(frame.get_payload_as_bytes()[:2], "big")
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.ended.set()
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(NoAnswer())

    def _hear(self, text: bytes) -> None:
        frame = _decode.decode(text)
        match frame:
            case Ok():
                self._answer(frame.ref, bytes(frame.result))
            case Refused(ref=int(ref)):
                self._answer(ref, Refusal(frame.code, retryable=frame.retryable))
            case _:
                self._take(frame)

    def _answer(self, ref: int, answer: bytes | Refusal) -> None:
        waiting = self._answers.get(ref)
        if waiting is None or waiting.done():
            return
        if isinstance(answer, Refusal):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)


async def open_line(
    port: int, token: str, take: Callable[[ServerFrame], None], patience: float, receive_buffer: int = 0
) -> Line:
    def unconnected(_: object) -> socket.socket:
        made = socket.socket()
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        return made

    try:
        # The handshake has a time limit of its own, but connecting has none: see CONNECT_SECONDS in tests/proxy.py.
        async with asyncio.timeout(patience):
            _, line = await ws_connect(
                lambda: Line(take),
                f"ws://127.0.0.1:{port}/ws",
                extra_headers={"Authorization": f"Bearer {token}", "Sec-WebSocket-Protocol": "parley.v2"},
                max_frame_size=FRAME_LIMIT,
                websocket_handshake_timeout=patience,
                socket_factory=unconnected if receive_buffer else None,
            )
    except (OSError, WSError, TimeoutError, RuntimeError) as problem:
        # The last is what uvloop says when a number that a socket had belongs to another one by now.
        raise NoAnswer from problem
    if not isinstance(line, Line):  # what picows returns when the network fails in the middle of the handshake
        raise NoAnswer
    return line


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Door:
    """HTTP at one server. Connections are kept for the next request. `cut` also breaks those of pending requests."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[Connection] = []
        self._open: set[asyncio.StreamWriter] = set()

    async def ask(
        self, method: str, path: str, token: str | None, patience: float, body: bytes = b"", cookie: str = ""
    ) -> bytes:
        """Returns the answer's body, or raises `Refusal` or `NoAnswer`."""
        try:
            async with asyncio.timeout(patience):
                status, answer = await self._exchange(request(method, path, self.port, token, body, cookie))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as problem:
            raise NoAnswer from problem
        if status < 400:
            return answer
        try:
            told = msgspec.json.decode(answer, type=Refused)
        except msgspec.DecodeError:  # such as what tells whether it is ready
            raise Refusal(f"{status}", retryable=status >= 500) from None
        raise Refusal(told.code, retryable=told.retryable)

    def cut(self) -> None:
        for writer in tuple(self._open):
            self._forget(writer)
        self._idle.clear()

    async def _exchange(self, data: bytes) -> tuple[int, bytes]:
        reader, writer = await self._connection()
        try:
            writer.write(data)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            answer = await reader.readexactly(length)
        except BaseException:
            self._forget(writer)
            raise
        self._idle.append((reader, writer))
        return int(head.split(b" ", 2)[1]), answer

    def _forget(self, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()
        self._open.discard(writer)

    async def _connection(self) -> Connection:
        while self._idle:
            reader, writer = self._idle.pop()
            if not (reader.at_eof() or writer.is_closing()):
                return reader, writer
            self._forget(writer)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except ConnectionRefusedError:
            raise NotReached from None
        self._open.add(writer)
        return reader, writer


def request(method: str, path: str, port: int, token: str | None, body: bytes, cookie: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/json")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if token is not None:
        lines.append(f"Authorization: Bearer {token}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
