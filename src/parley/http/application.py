"""The HTTP door: routes from the catalogue, and the few that do not fit it."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from parley.catalogue import VERBS
from parley.edge import Edge
from parley.errors import Invalid, NotFound
from parley.http import docs_page
from parley.http.health import Health
from parley.http.middleware import Surroundings
from parley.http.static import WebClient
from parley.http.verbs import error_response, verb_routes
from parley.protocol.sync import JsonObject


def application(edge: Edge, health: Health, asyncapi: Callable[[], JsonObject]) -> ASGIApp:
    """Everything that answers HTTP, with its surroundings."""
    return Surroundings(Starlette(routes=routes(edge, health, asyncapi)), edge.services.settings)


def routes(edge: Edge, health: Health, asyncapi: Callable[[], JsonObject]) -> list[BaseRoute]:
    return [
        *verb_routes(edge),
        *docs_page.routes(VERBS, public_url=edge.services.settings.base_url, asyncapi=asyncapi),
        *health.routes(),
        Route("/ws", _upgrade_needed),
        Route("/api/{path:path}", _no_such_verb, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        Route("/{path:path}", WebClient().answer, methods=["GET"]),
    ]


async def _no_such_verb(request: Request) -> Response:
    path = request.url.path[:200]
    return error_response(NotFound(f"There is no {request.method} {path}. /api/docs lists what there is."))


async def _upgrade_needed(_: Request) -> Response:
    return error_response(Invalid("This address speaks WebSocket (parley.v1). /api/docs says how."))
