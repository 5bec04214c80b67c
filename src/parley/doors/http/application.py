"""The HTTP door: routes from the catalogue, and the few that do not fit it."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from parley.doors.edge import Edge
from parley.doors.http import avatars, custom_emoji, docs_page, exports, manifest, outbox
from parley.doors.http.health import Health
from parley.doors.http.middleware import Surroundings
from parley.doors.http.proxies import Proxies
from parley.doors.http.routes import accepted_in, error_response, verb_routes
from parley.doors.http.static import WebClient
from parley.errors import Invalid, NotFound
from parley.protocol.sync import JsonObject
from parley.speech.sentences import say
from parley.verbs import VERBS


def application(edge: Edge, health: Health, asyncapi: Callable[[], JsonObject]) -> ASGIApp:
    """Everything that answers HTTP, with its surroundings.

    A router and no Starlette application: that one would answer mistakes in a shape of its own.
    """
    services = edge.services
    app = Router(routes(edge, health, asyncapi))
    return Surroundings(app, services.settings, services.metrics, Proxies(services), lambda: health.draining)


def routes(edge: Edge, health: Health, asyncapi: Callable[[], JsonObject]) -> list[BaseRoute]:
    named = manifest.Manifest(edge.services)
    return [
        *verb_routes(edge),
        *avatars.routes(edge),
        *custom_emoji.routes(edge),
        *exports.routes(edge),
        *docs_page.routes(VERBS, public_url=edge.services.settings.base_url, asyncapi=asyncapi),
        *health.routes(),
        *outbox.routes(edge.services.mail, edge.services.settings),
        Route("/ws", _upgrade_needed),
        Route("/api/{path:path}", Nothing()),
        *([Route(manifest.PATH, named.answer, methods=["GET"])] if named.is_there else []),
        Route("/{path:path}", WebClient(dev=edge.services.settings.dev).answer, methods=["GET"]),
        Route("/{path:path}", Nothing()),
    ]


class Nothing:
    """What is there for every other address and method."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        what = f"{scope['method']} {scope['path'][:200]}"
        missing = NotFound(say("There is no {what}. /api/docs lists what there is.", what=what))
        await error_response(missing, accepted_in(Request(scope)))(scope, receive, send)


async def _upgrade_needed(request: Request) -> Response:
    return error_response(Invalid("This address speaks WebSocket. /api/docs says how."), accepted_in(request))
