"""Adding a custom emoji over HTTP, and showing its picture. Removing and listing are verbs."""

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from parley.actions import custom_emoji
from parley.actions.context import Context
from parley.doors.edge import Edge
from parley.doors.http.avatars import SHOWN_COST, UPLOAD_BYTES, UPLOAD_COST, as_picture
from parley.doors.http.routes import json_response, read_body
from parley.doors.http.signed_in import signed_in_route
from parley.doors.refusal import invalid
from parley.errors import Invalid, NotFound
from parley.policies import administer
from parley.protocol.custom_emoji import AddEmoji


def routes(edge: Edge) -> list[Route]:
    add = signed_in_route(edge, _add, "write", UPLOAD_COST, may=administer)
    return [
        Route("/api/emoji/{name}", add, methods=["POST"]),
        Route("/api/emoji/{picture}/{form}", signed_in_route(edge, _show, "read", SHOWN_COST), methods=["GET"]),
    ]


async def _add(ctx: Context, http: HttpRequest) -> Response:
    await custom_emoji.may_add(ctx)
    try:
        command = msgspec.convert(http.path_params, AddEmoji)
    except msgspec.ValidationError as problem:
        raise invalid(problem, AddEmoji) from problem
    data = await read_body(http, UPLOAD_BYTES)
    if not data:
        raise Invalid("The body is empty, and should be a picture.", field="picture")
    return json_response(await custom_emoji.add(ctx, command.name, data))


async def _show(ctx: Context, http: HttpRequest) -> Response:
    form = http.path_params["form"]
    if form not in {"moving", "still"}:
        raise NotFound("There is no such picture, or not any more.")
    return as_picture(await custom_emoji.show(ctx, http.path_params["picture"], is_still=form == "still"))
