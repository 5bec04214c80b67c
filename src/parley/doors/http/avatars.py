"""Pictures over HTTP. Verbs carry no bytes, so these routes do. They change the card as a verb would."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from parley.actions import avatars
from parley.actions.context import Context, Device
from parley.doors.edge import Edge
from parley.doors.http.routes import accepted_in, error_response, json_response, read_body, refuse_forgery, request_of
from parley.errors import Invalid, NotFound, Unauthenticated
from parley.guard.limits import RateClass
from parley.guard.picture_program import SIZES
from parley.policies import signed_in
from parley.speech.sentences import say

UPLOAD_BYTES = 5 * 1024 * 1024
# Reading one takes a process of its own. Somebody uploads six in a row, then one a second.
UPLOAD_COST = 10
# A list of people shows many.
SHOWN_COST = 0.1
# The name is made of the bytes, so what is there never changes. Proxies keep nothing: it is for people with a session.
FOREVER = "private, max-age=31536000, immutable"

Answer = Callable[[Context, HttpRequest], Awaitable[Response]]


def routes(edge: Edge) -> list[Route]:
    return [
        Route("/api/me/avatar", _signed_in(edge, _change, "write", UPLOAD_COST), methods=["POST"]),
        Route("/api/avatars/{name}/{size}", _signed_in(edge, _show, "read", SHOWN_COST), methods=["GET"]),
    ]


def _signed_in(
    edge: Edge, answer: Answer, rate: RateClass, cost: float
) -> Callable[[HttpRequest], Awaitable[Response]]:
    """The same order as for verbs: origin, the token's signature, the price, the database, the body."""

    async def endpoint(http: HttpRequest) -> Response:
        try:
            request = request_of(http, edge.services.settings)
            request.refuse_unknown_origin()
            refuse_forgery(http.method, request)
            claim = edge.claim(request)
            if claim is None:
                raise Unauthenticated("Sign in first.")
            await edge.spend(str(claim.person), rate, cost=cost)
            caller = await edge.identify(claim)
            structlog.contextvars.bind_contextvars(person=caller.person)
            device = Device(request.address, request.agent, request.device, languages=request.languages)
            return await answer(Context(edge.services, caller, signed_in, device=device), http)
        except Exception as problem:  # noqa: BLE001 - whatever it was, the answer has the one shape
            return error_response(problem, accepted_in(http))

    return endpoint


async def _change(ctx: Context, http: HttpRequest) -> Response:
    data = await read_body(http, UPLOAD_BYTES)
    if not data:
        raise Invalid("The body is empty, and should be a picture.", field="picture")
    return json_response(await avatars.change(ctx, data))


async def _show(ctx: Context, http: HttpRequest) -> Response:
    name, size = http.path_params["name"], http.path_params["size"]
    if size not in map(str, SIZES):
        raise NotFound(say("Pictures are {small} or {large} pixels wide.", small=SIZES[0], large=SIZES[1]))
    # Without the sandbox a page could be made of it, if a decoder ever took one for a picture.
    safe = {"Cache-Control": FOREVER, "Content-Security-Policy": "default-src 'none'; sandbox"}
    shown = await avatars.show(ctx, name, is_large=size == str(SIZES[-1]))
    return Response(shown, media_type="image/webp", headers=safe)
