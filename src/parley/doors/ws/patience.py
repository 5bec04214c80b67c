"""uvicorn's HTTP protocol with time limits: for headers and bodies that trickle, and for readers that stall.

uvicorn itself waits for ever for all three, so a few thousand connections from one machine would block a server.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
# For headers that do not end. Generous, because a segment may also hold the body of the request before.
HEADER_BYTES = 256 * 1024
# For all headers of one request together. Reading 50,000 of them took 200 ms of everybody's time.
MOST_HEADERS, MOST_HEAD_BYTES = 200, 64 * 1024
# Routes give up sooner, with an answer. This is for clients that trickle on after it, and for bodies that nobody reads.
BODY_SECONDS = 40.0
# A client that takes less than this of an answer in this time is not reading it: 500 bytes a second.
STALLED_SECONDS = 30.0
LEAST_READ = 15_000


class Unfinished:
    """The connections whose headers are incomplete. If there is one too many, the oldest is cut.

    An honest client sends its headers within a round trip, so the slow ones are cut, however many connect.
    """

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._connections: dict[PatientProtocol, None] = {}

    def add(self, connection: "PatientProtocol") -> None:
        self._connections[connection] = None
        if self._most is not None and len(self._connections) > self._most:
            oldest = next(iter(self._connections))
            self.discard(oldest)
            oldest.transport.abort()

    def discard(self, connection: "PatientProtocol") -> None:
        self._connections.pop(connection, None)


class PatientProtocol(HttpToolsProtocol):
    """An HTTP connection. All connections of a server share one `unfinished`."""

    unfinished: Unfinished
    _deadline: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _in_headers = False
    _in_body = False
    _header_bytes = 0
    _headers = _head_bytes = 0
    _unread = 0
    complaint: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it, too
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_headers()

    def on_url(self, url: bytes) -> None:
        self._count_head(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers += 1
        self._count_head(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._end_headers()
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body = False
        self._stop_deadline()
        super().on_message_complete()

    def after_data(self, size: int) -> None:
        """Called after a segment of `size` bytes was parsed."""
        if self._in_headers:
            self._header_bytes += size
            if self._header_bytes > HEADER_BYTES:
                self.stop_waiting()
                self.send_400_response("The headers are too long.")
        elif self._in_body and self._deadline is None:
            self._set_deadline(BODY_SECONDS)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        self._stop_watching()
        super().resume_writing()

    def stop_waiting(self) -> None:
        """The connection has ended, or picows takes it over."""
        self._end_headers()
        self._in_body = False
        self._stop_watching()

    def _count_head(self, size: int) -> None:
        """The parser turns what is raised here into an error of its own: the connection ends with the complaint."""
        self._head_bytes += size
        if self._headers > MOST_HEADERS or self._head_bytes > MOST_HEAD_BYTES:
            self.complaint = f"A request may have {MOST_HEADERS} headers, and {MOST_HEAD_BYTES} bytes of them."
            raise ValueError(self.complaint)

    def _await_headers(self) -> None:
        if not self._in_headers:
            self._in_headers = True
            self._set_deadline(HEADER_SECONDS)
            self.unfinished.add(self)

    def _end_headers(self) -> None:
        self._in_headers = False
        self._header_bytes = self._headers = self._head_bytes = 0
        self._stop_deadline()
        self.unfinished.discard(self)

    def _set_deadline(self, seconds: float) -> None:
        self._stop_deadline()
        self._deadline = self.loop.call_later(seconds, self._too_slow)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self.transport.abort()

    def _watch_reader(self) -> None:
        self._stop_watching()
        self._unread = self.transport.get_write_buffer_size()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self._look_at_reader)

    def _look_at_reader(self) -> None:
        if self.transport.get_write_buffer_size() > self._unread - LEAST_READ:
            self.transport.abort()
        else:
            self._watch_reader()

    def _stop_watching(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
