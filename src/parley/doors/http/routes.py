"""A route for every verb on the HTTP door: decode, call the action, encode."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import cache
from time import perf_counter
from typing import Any

import msgspec
import structlog
from msgspec import Struct, inspect, structs
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from parley.actions.context import Device
from parley.basics.ids import new_token
from parley.doors.edge import Edge
from parley.doors.http.cookies import (
    drop_session,
    keep_browser,
    keep_device,
    keep_session,
    keep_visit,
    without_tokens,
)
from parley.doors.refusal import DECODING, invalid, passing, refusal, refuse_nul, retry_after
from parley.doors.request import Request, cookie_names, joined
from parley.errors import Forbidden, Internal, Invalid, ParleyError, TooLarge, Unauthenticated
from parley.protocol.accounts import RefreshSession, Session
from parley.protocol.providers import ProviderAddress
from parley.settings import Settings
from parley.speech.languages import asked_for
from parley.speech.sentences import say
from parley.verb import Verb
from parley.verbs import VERBS

BODY_SECONDS = 30.0
JSON = "application/json"
NUMBER = re.compile(r"[0-9]{1,19}")
encode = msgspec.json.Encoder().encode

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


def verb_routes(edge: Edge) -> list[Route]:
    """The catalogue's verbs as routes. Fixed paths first, so that no room is ever mistaken for a word in one."""
    verbs = sorted((verb for verb in VERBS if "http" in verb.doors), key=lambda verb: "{" in verb.path)
    return [Route(verb.path, _endpoint(edge, verb), methods=[verb.method], name=verb.name) for verb in verbs]


def json_response(value: Any, status: int = 200) -> Response:
    return Response(encode(value), status, media_type=JSON, headers={"Cache-Control": "no-store"})


def error_response(problem: BaseException, accepted: str) -> Response:
    """The shape of every error, in a language that `Accept-Language` asks for. It is read for errors alone.

    No `Vary`: the answer is never stored.
    """
    problem = passing(problem)
    language = asked_for(accepted)
    told = refusal(problem, language)
    body = msgspec.to_builtins(told)
    del body["type"]
    response = json_response(body, problem.status if isinstance(problem, ParleyError) else 500)
    response.headers["Content-Language"] = language
    if told.retry_after_ms is not None:
        response.headers["Retry-After"] = retry_after(told.retry_after_ms)
    return response


def _endpoint(edge: Edge, verb: Verb) -> Endpoint:
    async def endpoint(http: HttpRequest) -> Response:
        began, code = perf_counter(), "ok"
        try:
            response = await _serve(edge, verb, http)
        except Exception as raised:  # noqa: BLE001 - whatever it was, the answer has the one shape
            problem = passing(raised)
            response = error_response(problem, accepted_in(http))
            code = problem.code if isinstance(problem, ParleyError) else Internal.code
            if isinstance(problem, ParleyError) and problem.step is not None and http.state.browser is not None:
                keep_browser(response, http.state.browser, edge.services.settings)
        edge.answered("http", verb, code, began)
        return response

    return endpoint


async def _serve(edge: Edge, verb: Verb, http: HttpRequest) -> Response:
    request = request_of(http, edge.services.settings)
    request.refuse_unknown_origin()
    refuse_forgery(verb.method, request)
    # The cheapest first: the token's signature, the rate, the body, and only then the database.
    claim = edge.claim(request) if verb.who == "person" else None
    if claim is None and verb.who == "person":
        raise Unauthenticated("Sign in first.")
    who = request.address if claim is None else str(claim.person)
    await edge.admit(verb, who)
    try:
        command = await _command(edge, verb, http)
    except ParleyError:
        edge.charge_for_nonsense(verb, request.address)
        raise
    caller = None if claim is None else await edge.identify(claim)
    if caller is not None:
        structlog.contextvars.bind_contextvars(person=caller.person)  # in every line of this request
    by_cookie = _answers_by_cookie(command, request)
    refresh_cookie = request.cookies.get(cookie_names(edge.services.settings)[1])
    # Here, because a step is a refusal, and its answer is made elsewhere.
    http.state.browser = request.browser or new_token() if by_cookie else None
    device = Device(
        request.address, request.agent, request.device, http.state.browser, request.visit, request.languages
    )
    result = await edge.call(verb, caller, command, device, refresh_token=refresh_cookie)
    response = _answer(edge, verb, result, request, by_cookie=by_cookie)
    if by_cookie and not isinstance(result, Session):
        keep_browser(response, http.state.browser, edge.services.settings)
    edge.settle(verb, who, len(response.body))
    return response


def accepted_in(http: HttpRequest) -> str:
    """The languages that the reader of the answer asks for."""
    return http.headers.get("accept-language", "")


def request_of(http: HttpRequest, settings: Settings) -> Request:
    peer = http.client.host if http.client else ""
    return Request(headers=joined(http.headers.items()), peer=peer, settings=settings)


def refuse_forgery(method: str, request: Request) -> None:
    """A change that rides on a cookie must come from a page of ours: browsers say so in Origin."""
    if method != "GET" and request.bearer is None and request.cookies and request.origin != "own":
        raise Forbidden("A change made with a cookie must carry this server's own Origin.")


def _answers_by_cookie(command: Struct, request: Request) -> bool:
    """Whether tokens go into cookies. A page is never given them to read, and only our own page gets the cookies."""
    deliver = getattr(command, "deliver", None)
    if isinstance(command, RefreshSession):
        deliver = "cookie" if command.refresh_token is None else "token"
    if deliver == "cookie" and request.origin != "own":
        raise Forbidden('Cookies are for this server\'s own pages. Programs ask for `"deliver": "token"`.')
    if deliver == "token" and request.origin != "none":
        raise Forbidden('Pages are not given tokens. Ask for `"deliver": "cookie"`.')
    return deliver == "cookie"


def _answer(edge: Edge, verb: Verb, result: Struct, request: Request, *, by_cookie: bool) -> Response:
    if isinstance(result, ProviderAddress):
        response = json_response(structs.replace(result, visit=None), verb.status)
        keep_visit(response, result.visit or "", edge.services.settings)
        return response
    if not isinstance(result, Session):
        response = json_response(result, verb.status)
        if verb.name == "session.end":
            drop_session(response, edge.services.settings)
        return response
    response = json_response(without_tokens(result) if by_cookie else result, verb.status)
    if by_cookie:
        keep_session(response, result, edge.services.settings)
        if (token := edge.device_for(int(result.me.id), request.device)) is not None:
            keep_device(response, token, edge.services.settings)
    return response


async def _command(edge: Edge, verb: Verb, http: HttpRequest) -> Struct:
    """The verb's command, from the path and the query or the body."""
    fields = _from_query(http) if verb.method == "GET" else await _from_body(http, edge.services.settings.body_bytes)
    for name, value in http.path_params.items():
        if name in fields:
            raise Invalid(say("{name} is in the path already.", name=name), field=name)
        fields[name] = int(value) if name in _numbers(verb.command) and NUMBER.fullmatch(value) else value
    try:
        # Everything in a query is text, so numbers are converted.
        command: Struct = msgspec.convert(fields, verb.command, strict=verb.method != "GET")
    except DECODING as problem:
        raise invalid(problem, verb.command) from problem
    refuse_nul(command)
    return command


@cache
def _numbers(command: type[Struct]) -> frozenset[str]:
    """The fields that are numbers. A path has them as text."""
    types = {field.name: inspect.type_info(field.type) for field in structs.fields(command)}
    bare = {name: kind.type if isinstance(kind, inspect.Metadata) else kind for name, kind in types.items()}
    return frozenset(name for name, kind in bare.items() if isinstance(kind, inspect.IntType))


def _from_query(http: HttpRequest) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in http.query_params.multi_items():
        if name in fields:
            raise Invalid(say("{name} is there twice.", name=name), field=name)
        fields[name] = value
    return fields


async def _from_body(http: HttpRequest, limit: int) -> dict[str, Any]:
    if http.headers.get("content-encoding", "identity") != "identity":
        raise Invalid("Compressed request bodies are not read.")
    body = await read_body(http, limit)
    if not body:
        return {}
    if http.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
        raise Invalid(say("The body must be {type}, and say so in Content-Type.", type=JSON))
    try:
        fields: dict[str, Any] = msgspec.json.decode(body, type=dict[str, Any])
    except DECODING as problem:
        raise invalid(problem) from problem
    return fields


async def read_body(http: HttpRequest, limit: int) -> bytes:
    """The body as long as it is within the limit and does not trickle."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in http.stream():
                body += chunk
                if len(body) > limit:
                    raise TooLarge(say("A request body may have {count} bytes.", count=limit))
    except ClientDisconnect as problem:
        raise Invalid("The body ends before its end.") from problem
    except TimeoutError as problem:
        raise Invalid(say("The body did not arrive within {count} s.", count=round(BODY_SECONDS))) from problem
    return bytes(body)
