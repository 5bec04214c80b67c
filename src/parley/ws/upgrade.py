"""The hand-over: uvicorn accepts the connection, picows speaks WebSocket on it. The only file that knows both.

uvicorn gives a WebSocket class the upgrade request as bytes and the transport. It has no limit on how long request
headers may take, and it drops bytes that arrive in the same segment behind an upgrade request: both are mended here.
Both libraries are pinned exactly, because some of what is used here is not their public interface.
"""

import asyncio
import logging
from typing import Any, Protocol

import httptools
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from picows.picows import WSAutoPingStrategy, WSProtocol  # type: ignore[attr-defined]  # missing in its stubs
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from parley.edge import Request, joined
from parley.errors import Forbidden
from parley.metrics import Metrics
from parley.settings import Settings

SUBPROTOCOL = "parley.v1"
PATH = "/ws"
HEADER_SECONDS = 10.0
# Of headers that do not end. Generous, because a segment may also hold the body of the request before.
HEADER_BYTES = 256 * 1024
HANDSHAKE_SECONDS = 10.0
# Messages somewhat over the limit are read, so that they can be answered; from here on only the close frame says why.
READ_LIMIT_FACTOR = 4

# Not a Logger, on purpose: for each of those, picows makes a child that holds 1 KiB as long as the socket lives.
picows_log = logging.LoggerAdapter(logging.getLogger("parley.picows"), {})
logging.getLogger("parley.picows").setLevel(logging.CRITICAL)


class Accept(Protocol):
    """Makes the listener of a socket that may open."""

    def __call__(self, request: Request) -> WSListener: ...


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol with limits on slow and on endless headers and a whole hand-over."""

    _header_timer: asyncio.TimerHandle | None = None
    _header_bytes = 0
    _handed_over: "WebSocketProtocol | None" = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_headers()

    def on_headers_complete(self) -> None:
        self._stop_timer()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._stop_timer()
            if not self._should_upgrade():
                self.send_400_response("The only protocol to upgrade to is websocket.")
                return
            self.handle_websocket_upgrade()
            behind = data[upgrade.args[0] :]
            protocol = self.transport.get_protocol()
            if behind and isinstance(protocol, WebSocketProtocol):
                protocol.data_received(behind)
        except httptools.HttpParserError:
            self.send_400_response("This is not an HTTP request.")
        else:
            self._count_headers(len(data))

    def _count_headers(self, size: int) -> None:
        if self._header_timer is None:
            return  # they have ended
        self._header_bytes += size
        if self._header_bytes > HEADER_BYTES:
            self._stop_timer()
            self.send_400_response("The headers are too long.")

    def _await_headers(self) -> None:
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(HEADER_SECONDS, self._headers_too_slow)

    def _stop_timer(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None
        self._header_bytes = 0

    def _headers_too_slow(self) -> None:
        self.transport.abort()


class WebSocketProtocol(WSProtocol):  # type: ignore[misc]  # picows is compiled and has no types for this class
    """picows on a connection that uvicorn accepted. `open_door` returns the class for one server."""

    settings: Settings
    accept: Accept
    metrics: Metrics

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
        # uvicorn forgets a connection that it hands over; without this it would not be told of a shutdown.
        self._connections.add(self)
        self._peer = transport.get_extra_info("peername")
        transport.set_write_buffer_limits(high=self.settings.outbox_bytes // 4)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """From uvicorn; afterwards the transport fills picows's buffer itself."""
        view = memoryview(data)
        while view:
            room = self.get_buffer(len(view))
            size = min(len(room), len(view))
            room[:size] = view[:size]
            self.buffer_updated(size)
            view = view[size:]

    def shutdown(self) -> None:
        """uvicorn stops. Sockets were told before; what they were told goes out, and then they are closed."""
        if self.transport is not None:
            self.transport.disconnect()

    def _decide(self, upgrade: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        headers = joined(upgrade.headers.items())
        peer = self._peer[0] if self._peer else ""
        request = Request(headers=headers, peer=peer, settings=self.settings)
        if upgrade.path.split(b"?")[0] != PATH.encode():
            return self._refuse("path", 404, f"There is a WebSocket at {PATH} only.")
        try:
            request.refuse_unknown_origin()
        except Forbidden as problem:
            return self._refuse("origin", 403, problem.message)
        if request.origin == "none" and request.bearer is None and request.cookies:
            return self._refuse("origin", 403, "A socket that comes with a cookie must say its Origin.")
        offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
        chosen = {"Sec-WebSocket-Protocol": SUBPROTOCOL} if SUBPROTOCOL in offered else {}
        self.metrics.handshakes.add("opened")
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(chosen), self.accept(request))

    def _refuse(self, for_its: str, status: int, message: str) -> WSUpgradeResponseWithListener:
        self.metrics.handshakes.add(for_its)
        response = WSUpgradeResponse.create_error_response(status, message.encode())
        return WSUpgradeResponseWithListener(response, None)


def open_door(settings: Settings, accept: Accept, metrics: Metrics) -> type[WebSocketProtocol]:
    """The class for uvicorn's `ws` setting, bound to this server."""
    bound = {"settings": settings, "accept": staticmethod(accept), "metrics": metrics}
    return type("BoundWebSocketProtocol", (WebSocketProtocol,), bound)
