"""Routes for people who are signed in that are no verbs, because they carry bytes."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from parley.actions.context import Context, Device
from parley.doors.edge import Edge
from parley.doors.http.routes import accepted_in, error_response, refuse_forgery, request_of
from parley.errors import Unauthenticated
from parley.guard.limits import RateClass
from parley.policies import Policy, signed_in

Answer = Callable[[Context, HttpRequest], Awaitable[Response]]


def signed_in_route(
    edge: Edge, answer: Answer, rate: RateClass, cost: float, *, may: Policy = signed_in
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
            return await answer(Context(edge.services, caller, may, told_through=edge.live(), device=device), http)
        except Exception as problem:  # noqa: BLE001 - whatever it was, the answer has the one shape
            return error_response(problem, accepted_in(http))

    return endpoint
