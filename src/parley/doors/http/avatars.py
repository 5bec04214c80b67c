"""Pictures over HTTP. Verbs carry no bytes, so these routes do. They change the card as a verb would."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from parley.actions import avatars
from parley.actions.context import Context
from parley.doors.edge import Edge
from parley.doors.http.routes import json_response, read_body
from parley.doors.http.signed_in import signed_in_route
from parley.errors import Invalid, NotFound
from parley.guard.picture_program import SIZES
from parley.speech.sentences import say

UPLOAD_BYTES = 5 * 1024 * 1024
# Reading one takes a process of its own. Somebody uploads six in a row, then one a second.
UPLOAD_COST = 10
# A list of people shows many.
SHOWN_COST = 0.1
# The name is made of the bytes, so what is there never changes. Proxies keep nothing: it is for people with a session.
FOREVER = "private, max-age=31536000, immutable"


def routes(edge: Edge) -> list[Route]:
    return [
        Route("/api/me/avatar", signed_in_route(edge, _change, "write", UPLOAD_COST), methods=["POST"]),
        Route("/api/avatars/{name}/{size}", signed_in_route(edge, _show, "read", SHOWN_COST), methods=["GET"]),
    ]


async def _change(ctx: Context, http: HttpRequest) -> Response:
    data = await read_body(http, UPLOAD_BYTES)
    if not data:
        raise Invalid("The body is empty, and should be a picture.", field="picture")
    return json_response(await avatars.change(ctx, data))


async def _show(ctx: Context, http: HttpRequest) -> Response:
    name, size = http.path_params["name"], http.path_params["size"]
    if size not in map(str, SIZES):
        raise NotFound(say("Pictures are {small} or {large} pixels wide.", small=SIZES[0], large=SIZES[1]))
    return as_picture(await avatars.show(ctx, name, is_large=size == str(SIZES[-1])))


def as_picture(data: bytes) -> Response:
    # Without the sandbox a page could be made of it, if a decoder ever took one for a picture.
    safe = {"Cache-Control": FOREVER, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(data, media_type="image/webp", headers=safe)
