"""One open WebSocket: commands out, frames in, until it ends. `link` makes the next one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from picows import (
    WSError,
    WSFrame,
    WSInvalidStatusError,
    WSListener,
    WSMsgType,
    WSProtocolError,
    WSTransport,
    ws_connect,
)

from parley.client.refusals import raised
from parley.client.verb import Verb
from parley.errors import ParleyError, Unavailable
from parley.protocol import sync
from parley.protocol.signals import Signal
from parley.protocol.sync import ClientBeat, Envelope, Hello, Ok, Refused, ServerFrame

R = TypeVar("R", bound=Struct)
SUBPROTOCOL = "parley.v2"
# The largest page is 200 messages of 8,000 characters, each of up to six bytes when escaped.
FRAME_LIMIT = 16 * 1024 * 1024
KNOWN = {
    str(frame.__struct_config__.tag)
    for frame in (sync.Welcome, sync.Changes, sync.Reset, sync.Gone, Ok, Refused, sync.Beat, sync.Drain, Signal)
}
ABNORMAL = 1006
OVERLOADED = {429, 503}

_envelope = msgspec.json.Decoder(Envelope)
_frame: "msgspec.json.Decoder[ServerFrame]" = msgspec.json.Decoder(ServerFrame)
_encode = msgspec.json.Encoder().encode


class Connection(WSListener):
    """Every command is answered once: by the server, or with Unavailable when the socket ends first."""

    def __init__(self, on_frame: Callable[[ServerFrame], None], *, dead_after: float) -> None:
        self.is_open = True
        # In seconds, as the refusal of the whole socket said.
        self.told_to_wait = 0.0
        self._on_frame = on_frame
        self._dead_after = dead_after
        self._answers: dict[int, asyncio.Future[msgspec.Raw]] = {}
        self._at_once: dict[int, Callable[[msgspec.Raw], None]] = {}
        self._last_ref = 0
        self._parts = bytearray()
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._watchdog: asyncio.TimerHandle | None = None
        self._close_code = ABNORMAL

    async def ended(self) -> int:
        """Wait for the end. Returns the close code."""
        with suppress(WSError):  # a violation of the protocol is an end, too
            await self._transport.wait_disconnected()
        return self._close_code

    async def ask(self, verb: Verb[R], command: Struct, at_once: Callable[[Any], None] | None = None) -> R:
        """`at_once` gets the result in its place among the frames. Whoever waits for it goes on after later ones."""
        await self._may_write.wait()
        if not self.is_open:
            raise Unavailable("The connection was cut.")
        self._last_ref = ref = self._last_ref + 1
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        if at_once is not None:
            self._at_once[ref] = lambda result: at_once(msgspec.json.decode(result, type=verb.result))
        self._send({"type": verb.name, "ref": ref, **msgspec.to_builtins(command)})
        try:
            return msgspec.json.decode(await answer, type=verb.result)
        finally:
            self._answers.pop(ref, None)
            self._at_once.pop(ref, None)

    def greet(self, hello: Hello) -> None:
        self._send(hello)

    def close(self) -> None:
        if self.is_open:
            self._transport.send_close()
            self._transport.disconnect()

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._stay_awake()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self._stay_awake()
        if frame.msg_type == WSMsgType.CLOSE:
            self._close_code = int.from_bytes(frame.get_payload_as_bytes()[:2], "big") or ABNORMAL
            transport.disconnect()
        elif frame.msg_type in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._parts += frame.get_payload_as_memoryview()
            if frame.fin:
                whole, self._parts = bytes(self._parts), bytearray()
                self._hear(whole)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.is_open = False
        if self._watchdog is not None:
            self._watchdog.cancel()
        self._may_write.set()
        for waiting in self._answers.values():
            if not waiting.done():
                waiting.set_exception(Unavailable("The connection was cut before the answer came."))

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def _hear(self, text: bytes) -> None:
        try:
            if _envelope.decode(text).type in KNOWN:  # else a newer server's; known frames carry what matters
                self._take(_frame.decode(text))
        except msgspec.DecodeError as problem:  # also of a thing inside, which `apply` decodes
            raise WSProtocolError(1007, f"not a Parley frame: {problem}") from problem

    def _take(self, frame: ServerFrame) -> None:
        if isinstance(frame, Ok):
            if (take := self._at_once.get(frame.ref)) is not None:
                take(frame.result)
            self._answer(frame.ref, frame.result)
        elif isinstance(frame, Refused) and frame.ref is None:
            self.told_to_wait = (frame.retry_after_ms or 0) / 1000
        elif isinstance(frame, Refused):
            self._answer(frame.ref, raised(frame))
        else:
            if isinstance(frame, sync.Beat):
                self._send(ClientBeat())
            self._on_frame(frame)

    def _answer(self, ref: int | None, answer: msgspec.Raw | ParleyError) -> None:
        waiting = self._answers.get(ref) if ref is not None else None
        if waiting is None or waiting.done():
            return
        if isinstance(answer, ParleyError):
            waiting.set_exception(answer)
        else:
            waiting.set_result(msgspec.Raw(bytes(answer)))

    def _send(self, message: Any) -> None:
        self._transport.send(WSMsgType.TEXT, _encode(message))

    def _stay_awake(self) -> None:
        """The server beats every 25 seconds: after `dead_after` without a frame, the connection is dead."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        self._watchdog = asyncio.get_running_loop().call_later(self._dead_after, self._transport.disconnect, False)


async def connect(url: str, token: str, on_frame: Callable[[ServerFrame], None], *, dead_after: float) -> Connection:
    """Open a socket. Raises OSError or picows's WSError if that fails, Unavailable if the server is overloaded."""
    headers = {"Authorization": f"Bearer {token}", "Sec-WebSocket-Protocol": SUBPROTOCOL}
    connection = Connection(on_frame, dead_after=dead_after)
    try:
        _, listener = await ws_connect(
            lambda: connection,
            url,
            extra_headers=headers,
            max_frame_size=FRAME_LIMIT,
            websocket_handshake_timeout=dead_after,
        )
    except WSInvalidStatusError as problem:
        if problem.response is None or problem.response.status not in OVERLOADED:
            raise
        seconds = str(problem.response.headers.get("Retry-After", ""))
        wait_ms = int(seconds) * 1000 if seconds.isdecimal() else None
        raise Unavailable("The server lets nobody in at the moment.", retry_after_ms=wait_ms) from problem
    except RuntimeError as problem:
        # uvloop raises it if this socket has the number of one that was just given up: seen with a network that is cut
        # all the time. The next try gets another number.
        raise ConnectionError("The connection could not be opened.") from problem
    if listener is None:  # what picows returns when the network fails in the middle of the handshake
        raise ConnectionResetError("The connection was lost before the socket was open.")
    return connection
