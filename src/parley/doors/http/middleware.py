"""What happens to every HTTP request: an id, a line in the log, safe headers, and no error without an answer."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request as HttpRequest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.basics.failpoints import reach
from parley.basics.metrics import Metrics
from parley.doors.http.proxies import Proxies
from parley.doors.http.routes import accepted_in, error_response, request_of
from parley.settings import Settings

# No inline script or style, nothing from elsewhere. The socket is same-origin, which 'self' covers.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
SAFE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}

# Of a path. The longest of our own has 70 characters.
MOST_LOGGED = 200

log = structlog.get_logger("parley.http")


class Surroundings:
    """Around the whole application."""

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, proxies: Proxies, is_leaving: Callable[[], bool]
    ) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._proxies = proxies
        self._is_leaving = is_leaving
        self._headers = {**SAFE_HEADERS, **({"Strict-Transport-Security": HSTS} if settings.https else {})}
        self._other_origins = settings.other_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        status = 0
        began = time.perf_counter()

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._decorate(MutableHeaders(scope=message), scope, request_id)
            await send(message)

        structlog.contextvars.clear_contextvars()  # a pipelined request begins inside of the one before
        request = request_of(HttpRequest(scope), self._settings)
        with structlog.contextvars.bound_contextvars(request_id=request_id, address=request.address):
            try:
                await self._proxies.look(request)
                await self._respond(scope, receive, send_safely)
                reach("answer-flushed")
            except Exception as problem:
                if status:
                    raise
                await error_response(problem, accepted_in(HttpRequest(scope)))(scope, receive, send_safely)
            finally:
                if status:  # else the client went away first
                    self._metrics.http_responses.add(str(status))
                # The path alone: a query may hold what is nobody else's business.
                took = round((time.perf_counter() - began) * 1000, 1)
                log.info("request", method=scope["method"], path=scope["path"][:MOST_LOGGED], status=status, ms=took)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and self._foreign(scope) is not None:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})
            return
        await self._app(scope, receive, send)

    def _decorate(self, headers: MutableHeaders, scope: Scope, request_id: str) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        headers["X-Request-Id"] = request_id
        if self._is_leaving():
            headers["Connection"] = "close"  # the next request is for another process
        foreign = self._foreign(scope)
        if foreign is not None and scope["path"].startswith("/api/"):
            # Never with credentials: such a page acts with a token, not with the visitor's cookies.
            headers["Access-Control-Allow-Origin"] = foreign
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            headers.add_vary_header("Origin")
            if scope["method"] == "OPTIONS":
                headers.update(PREFLIGHT)

    def _foreign(self, scope: Scope) -> str | None:
        """The request's origin, if it is one of the others that may use the API."""
        origin = Headers(scope=scope).get("origin")
        return origin if origin in self._other_origins else None
