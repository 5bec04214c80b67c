"""The hand-over: uvicorn accepts the connection, picows speaks WebSocket on it. The only file that knows both.

uvicorn gives a WebSocket class the upgrade request as bytes, and the transport. It drops bytes that follow the request
in the same segment; this file passes them on. Both libraries are pinned exactly, because this file uses parts of them
that are not public.
"""

import asyncio
import logging
from typing import Any, Protocol

import httptools
import structlog
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSAutoPingStrategy, WSProtocol  # type: ignore[attr-defined]  # missing in its stubs
from uvicorn.config import Config
from uvicorn.server import ServerState

from parley.basics.amounts import count
from parley.basics.metrics import Metrics
from parley.basics.outages import Bounded
from parley.doors.refusal import retry_after
from parley.doors.request import Request, joined
from parley.doors.ws.patience import PatientProtocol, Unfinished
from parley.doors.ws.rfc6455 import VERSION
from parley.doors.ws.subprotocol import chosen
from parley.errors import Forbidden, RateLimited, Unavailable
from parley.settings import Settings
from parley.speech.sentences import say, translated

PATH = "/ws"
HANDSHAKE_SECONDS = 10.0
COOKIE_WITHOUT_ORIGIN = "A socket that comes with a cookie must say its Origin."
# Messages up to this many times the limit are read and refused with an error. Larger ones get only a close frame.
READ_LIMIT_FACTOR = 4

# Not a Logger, on purpose: picows would make a child of it for each socket, which holds 1 KiB as long as the socket.
picows_log = logging.LoggerAdapter(logging.getLogger("parley.picows"), {})
logging.getLogger("parley.picows").setLevel(logging.CRITICAL)


class Accept(Protocol):
    """Makes the listener for a socket, or raises RateLimited or Unavailable if it may not open now."""

    def __call__(self, request: Request) -> WSListener: ...


class HttpProtocol(PatientProtocol):
    """uvicorn's HTTP protocol with a hand-over that loses no bytes."""

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self.stop_waiting()
            if not self._should_upgrade():
                self.send_400_response("The only protocol to upgrade to is websocket.")
                return
            self.handle_websocket_upgrade()
            del self.parser  # a reference cycle, which would stay until garbage collection
            behind = data[upgrade.args[0] :]
            protocol = self.transport.get_protocol()
            if behind and isinstance(protocol, WebSocketProtocol):
                protocol.data_received(behind)
        except httptools.HttpParserError:
            self.send_400_response(self.complaint or "This is not an HTTP request.")
        else:
            self.after_data(len(data))


class WebSocketProtocol(WSProtocol):  # type: ignore[misc]  # picows is compiled and has no types for this class
    """picows on a connection that uvicorn accepted. `open_door` returns the class for one server."""

    settings: Settings
    accept: Accept
    metrics: Metrics
    log: Bounded

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(
            None,  # host and path are a client's
            None,
            False,
            self._decide,
            picows_log,
            True,
            HANDSHAKE_SECONDS,
            False,  # beats carry our own pings
            30,
            30,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            False,  # pongs go through the outbox like everything else
            self.settings.frame_bytes * READ_LIMIT_FACTOR,
            None,
            2048,
        )
        self._connections = server_state.connections

    def connection_made(self, transport: asyncio.Transport) -> None:
        # uvicorn forgets a connection that it hands over. Without this it would not shut this one down.
        self._connections.add(self)
        transport.set_write_buffer_limits(high=self.settings.outbox_bytes // 4)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take the first bytes from uvicorn. Afterwards the transport fills picows's buffer itself."""
        view = memoryview(data)
        while view:
            room = self.get_buffer(len(view))
            size = min(len(room), len(view))
            room[:size] = view[:size]
            self.buffer_updated(size)
            view = view[size:]

    def shutdown(self) -> None:
        """uvicorn stops. Sockets were drained before: write what waits, then close."""
        if self.transport is not None:
            self.transport.disconnect()

    def _decide(self, upgrade: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        headers = joined(upgrade.headers.items())
        peername = self.transport.underlying_transport.get_extra_info("peername")
        peer = peername[0] if peername else ""
        request = Request(headers=headers, peer=peer, settings=self.settings)
        if upgrade.path.split(b"?")[0] != PATH.encode():
            return self._refuse(request, "path", 404, say("There is a WebSocket at {path} only.", path=PATH))
        if headers.get("sec-websocket-version") != VERSION:
            message = say("This server speaks version {version} of the WebSocket protocol.", version=VERSION)
            return self._refuse(request, "version", 426, message, {"Sec-WebSocket-Version": VERSION})
        try:
            request.refuse_unknown_origin()
        except Forbidden as problem:
            return self._refuse(request, "origin", 403, problem.message)
        if request.origin == "none" and request.bearer is None and request.cookies:
            return self._refuse(request, "origin", 403, COOKIE_WITHOUT_ORIGIN)
        named = chosen(headers)
        answer = {"Sec-WebSocket-Protocol": named} if named is not None else {}
        try:
            listener = self.accept(request)
        except (RateLimited, Unavailable) as problem:
            wait_ms = problem.retry_after_ms
            later = {} if wait_ms is None else {"Retry-After": retry_after(wait_ms)}
            return self._refuse(request, problem.code, problem.status, problem.message, later)
        self.metrics.handshakes.add("opened")
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(answer), listener)

    def _refuse(
        self, request: Request, for_its: str, status: int, message: str, headers: dict[str, str] | None = None
    ) -> WSUpgradeResponseWithListener:
        self.metrics.handshakes.add(for_its)
        self.log.info("handshake_refused", code=for_its, status=status, reason=message, address=request.address)
        text = translated(message, request.language)
        told = {"Content-Type": "text/plain; charset=utf-8", "Content-Language": request.language, **(headers or {})}
        response = WSUpgradeResponse.create_error_response(status, text.encode(), told)
        return WSUpgradeResponseWithListener(response, None)


def http_protocol(settings: Settings) -> type[HttpProtocol]:
    """The class for uvicorn's `http` setting, bound to one listening server."""
    unfinished = Unfinished(count(settings.requests_unfinished))
    return type("BoundHttpProtocol", (HttpProtocol,), {"unfinished": unfinished})


def open_door(settings: Settings, accept: Accept, metrics: Metrics) -> type[WebSocketProtocol]:
    """The class for uvicorn's `ws` setting, bound to this server."""
    bound = {"settings": settings, "accept": staticmethod(accept), "metrics": metrics}
    bound["log"] = Bounded(structlog.get_logger("parley.doors"))
    return type("BoundWebSocketProtocol", (WebSocketProtocol,), bound)
