"""One socket's outgoing side: sends frames, holds live ones while the socket catches up, and closes it."""

import asyncio
from contextlib import AbstractContextManager
from enum import Enum, auto

import structlog
from msgspec import Struct
from picows import WSListener, WSTransport

from parley.doors.edge import Edge
from parley.doors.refusal import refusal
from parley.doors.ws.outbox import Flusher, Outbox
from parley.errors import ParleyError
from parley.realtime.frames import encode, text_frame

# After the close frame the other side has this long to answer it.
CLOSING_SECONDS = 1.0
VANISHED, RESTARTING, SLOW = 1006, 1012, 4408
# Whose socket ended like this did not want it to.
COMES_BACK = frozenset({VANISHED, RESTARTING, SLOW})

log = structlog.get_logger("parley.ws")


class State(Enum):
    OPENED = auto()
    CATCHING_UP = auto()
    LIVE = auto()
    CLOSED = auto()


class Line(WSListener):
    """It and its subclass have slots, because there are thousands of sockets."""

    __slots__ = (
        "_address",
        "_edge",
        "_flusher",
        "_held",
        "_held_bytes",
        "_outbox",
        "_timer",
        "_transport",
        "language",
        "person",
        "state",
    )

    def __init__(self, edge: Edge, flusher: Flusher, address: str, language: str) -> None:
        self.person = 0
        self.language = language
        self.state = State.OPENED
        self._edge = edge
        self._address = address
        self._flusher = flusher
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._timer: asyncio.TimerHandle | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        limit = self._edge.services.settings.outbox_bytes
        self._outbox = Outbox(transport.underlying_transport, self._flusher, limit, self._too_slow)
        # picows would keep these, a token among them, for as long as the socket lives.
        transport.request.headers.clear()
        transport.response.headers.clear()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._end(VANISHED)

    def pause_writing(self) -> None:
        self._outbox.pause()

    def resume_writing(self) -> None:
        if self.state is not State.CLOSED:
            self._outbox.resume()

    def send(self, data: bytes) -> None:
        """Send a live frame, after everything that the socket has missed."""
        if self.state is State.LIVE:
            self._outbox.put(data)
        elif self.state is State.CATCHING_UP:
            self._held.append(data)
            self._held_bytes += len(data)
            if self._held_bytes > self._edge.services.settings.outbox_bytes:
                self._too_slow()

    def signal(self, key: object | None, data: bytes) -> None:
        """Send a signal. While the socket is catching up it waits, or is dropped if it has no key."""
        if self.state is not State.CLOSED:
            self._outbox.signal(key, data)

    def _go_live(self) -> None:
        """Everything that was missed has been sent: now send what was held."""
        if self.state is State.CATCHING_UP:
            self.state = State.LIVE
            self._outbox.begin_signals()
            if self._held:
                self._outbox.put(b"".join(self._held))  # as one, because the outbox counts pieces
            self._held.clear()

    def _reply(self, frame: Struct) -> None:
        self._put(text_frame(encode(frame)))

    def _put(self, data: bytes) -> None:
        if self.state is not State.CLOSED:
            self._outbox.put(data)

    def _refuse(self, problem: BaseException) -> None:
        """Say what is wrong with this socket, then close it."""
        with self._named_in_logs():
            told = refusal(problem, self.language)
        if isinstance(problem, ParleyError):
            self._edge.log.info("socket_refused", code=told.code, reason=problem.message, **self._names())
        self._reply(told)
        code = problem.close_code if isinstance(problem, ParleyError) else 1011
        self._close(code, told.message)

    def _too_slow(self) -> None:
        self._edge.services.metrics.slow_readers.add()
        log.info("slow_reader", **self._names())
        self._close(SLOW, "too slow: reconnect and resume")

    def _named_in_logs(self) -> AbstractContextManager[None]:
        return structlog.contextvars.bound_contextvars(**self._names())

    def _names(self) -> dict[str, str | int]:
        """Who this is, for the log. The person is not known before the welcome."""
        return {"address": self._address} | ({"person": self.person} if self.person else {})

    def _close(self, code: int, reason: str) -> None:
        if self.state is State.CLOSED:
            return
        self._outbox.flush()
        text = reason.encode()[:120].decode(errors="ignore").encode()
        transport = self._transport.underlying_transport
        transport.write(b"\x88" + bytes((2 + len(text),)) + code.to_bytes(2, "big") + text)
        self._end(code)
        # A reader that takes nothing would keep a polite close waiting for ever.
        asyncio.get_running_loop().call_later(CLOSING_SECONDS, transport.abort)

    def _end(self, code: int) -> None:
        if self.state is State.CLOSED:
            return
        self.state = State.CLOSED
        self._edge.services.metrics.socket_closes.add(str(code))
        self._stop_timer()
        self._outbox.close()
        self._held.clear()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
