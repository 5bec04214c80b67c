"""Both ends of what the load has open: senders, which wait for answers, and listeners, which only count.

A measurement is worth nothing when the load is what is slow. So most sockets are listeners: they read whatever has
arrived with one call and count the messages in it without taking the frames apart.
"""

import asyncio
import base64
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

BODY = "The quick brown fox jumps over the lazy dog, and then does it again."
# Stands once in every message on the wire, and nowhere else but in the answers to senders.
MARK = b'"client_id":"n'
SEND = f'"type":"message.send","client_id":"n{{number}}","body":"{BODY}"'
SENDS_OF_TEN, MARKS_OF_TEN = 6, 3
HELLO = b'{"type":"hello"}'
PING = b"\x89\x00"
BUFFER_BYTES = 256 * 1024


class Tally:
    """What the sockets of one load have seen."""

    def __init__(self) -> None:
        self.delivered = 0
        """Messages that reached senders."""
        self.listened = 0
        """Messages that reached listeners, and the bytes that they came in."""
        self.bytes = 0
        self.latencies: list[float] = []
        self.numbers = 0

    def clear(self) -> None:
        self.delivered = self.listened = self.bytes = 0
        self.latencies.clear()


class Sender(WSListener):
    """A member who sends; with `mixed` they also mark and react. Calls `answered` on each answer."""

    def __init__(self, tally: Tally, room: str, answered: Callable[["Sender"], None], *, mixed: bool = False) -> None:
        self._tally = tally
        self._answered = answered
        self._room = room
        self._mixed = mixed
        self._last_seq = 0
        self._sent_at: dict[int, float] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        transport.send(WSMsgType.TEXT, HELLO)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
            return
        data = frame.get_payload_as_bytes()
        if data.startswith(b'{"type":"changes"'):
            self._tally.delivered += data.count(MARK)
        elif data.startswith(b'{"type":"ok"'):
            ref = int(data[19 : data.index(b",", 19)])
            self._tally.latencies.append(time.perf_counter() - self._sent_at.pop(ref))
            if self._mixed:
                self._last_seq = max(self._last_seq, seq_in(data))
            self._answered(self)
            if not self._sent_at:
                self._idle.set()
        elif data.startswith(b'{"type":"welcome"'):
            self.ready.set_result(None)
        elif data.startswith(b'{"type":"error"'):
            raise RuntimeError(data.decode())

    def send(self, since: float) -> None:
        """`since` is when it should have been sent: whoever waits does not care why it was sent late."""
        self._tally.numbers += 1
        number = self._tally.numbers
        self._sent_at[number] = since
        self._idle.clear()
        what = self._what(number) if self._mixed and self._last_seq else SEND.format(number=number)
        text = f'{{"ref":{number},"room":"{self._room}",{what}}}'
        self.transport.send(WSMsgType.TEXT, text.encode())

    def _what(self, number: int) -> str:
        """Of ten commands, six send, three mark the room read, and one reacts or takes a reaction back."""
        turn, seq = number % 10, self._last_seq
        if turn < SENDS_OF_TEN:
            return SEND.format(number=number)
        if turn < SENDS_OF_TEN + MARKS_OF_TEN:
            return f'"type":"read.mark","generation":0,"seq":{seq}'
        verb = "message.react" if number // 10 % 2 else "message.unreact"
        return f'"type":"{verb}","seq":{seq},"emoji":"👍"'

    async def all_answered(self, seconds: float) -> None:
        """Wait for the last answer, but no longer than this."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), max(seconds, 0))

    def unanswered(self, now: float) -> list[float]:
        """How long those wait already that have no answer yet."""
        return [now - since for since in self._sent_at.values()]


class Listener(asyncio.BufferedProtocol):
    """A member who only listens, and shows that it is there when a ping is the last thing it read."""

    buffer = memoryview(bytearray(BUFFER_BYTES))  # one for all: what is in it is counted before the next is read

    def __init__(self, tally: Tally, url: str, headers: dict[str, str]) -> None:
        self._tally = tally
        self._request = upgrade_request(url, headers)
        self._tail = b""
        self._upgraded = self._welcomed = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(self._request)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self.buffer[:nbytes])
        self._tally.bytes += nbytes
        self._tally.listened += data.count(MARK) + (self._tail + data[: len(MARK) - 1]).count(MARK)
        if not self._welcomed:
            self._begin(self._tail + data)
        elif data.endswith(PING):
            self._transport.write(unmasked(0x8A, b""))
        self._tail = data[1 - len(MARK) :]

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("closed before its welcome"))

    def _begin(self, data: bytes) -> None:
        """Say hello only after the answer to the upgrade: some servers lose what comes right behind the request."""
        if not self._upgraded and data.startswith(b"HTTP/1.1 101 "):
            self._upgraded = True
            self._transport.write(unmasked(0x81, HELLO))
        if b'"welcome"' in data:
            self._welcomed = True
            self.ready.set_result(None)


def seq_in(answer: bytes) -> int:
    """The `seq` in an answer: of the message that was sent, marked or reacted to."""
    begin = answer.index(b'"seq":') + 6
    return int(answer[begin : answer.index(b",", begin)])


async def sender(
    tally: Tally, member: dict[str, Any], answered: Callable[[Sender], None], *, mixed: bool = False
) -> Sender:
    _, made = await ws_connect(
        lambda: Sender(tally, member["room"], answered, mixed=mixed), member["url"], extra_headers=member["headers"]
    )
    assert isinstance(made, Sender)  # noqa: S101 - for the type checker
    await made.ready
    return made


async def listener(tally: Tally, member: dict[str, Any]) -> Listener:
    url = member["url"]
    made = Listener(tally, url, member["headers"])
    await asyncio.get_running_loop().create_connection(lambda: made, "127.0.0.1", urlsplit(url).port)
    await made.ready
    return made


def upgrade_request(url: str, headers: dict[str, str]) -> bytes:
    parts = urlsplit(url)
    lines = [
        f"GET {parts.path}?{parts.query} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def unmasked(opcode: int, payload: bytes) -> bytes:
    """A short frame from a client, masked with zeros."""
    return bytes((opcode, 0x80 | len(payload))) + bytes(4) + payload
