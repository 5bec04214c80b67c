"""The API for people to read, at /api/docs, made from the two documents for programs, and those."""

import asyncio
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.doors.http import docs_parts, openapi
from parley.doors.http.docs_html import link, prose
from parley.doors.http.docs_parts import Frame, Operation
from parley.protocol.sync import JsonObject
from parley.verb import Verb


def routes(verbs: Iterable[Verb], *, public_url: str, asyncapi: Callable[[], JsonObject]) -> list[Route]:
    """The socket's document is given, because the two doors do not know each other."""
    known = tuple(verbs)
    rest = cache(lambda: openapi.document(known, public_url=public_url))
    return [
        _route("/api/openapi.json", "application/json", lambda: msgspec.json.encode(rest())),
        _route("/api/asyncapi.json", "application/json", lambda: msgspec.json.encode(asyncapi())),
        _route("/api/docs", "text/html", lambda: page(rest(), asyncapi()).encode()),
        _route("/api/docs.css", "text/css", Path(__file__).with_name("docs.css").read_bytes),
    ]


def _route(path: str, media_type: str, make: Callable[[], bytes]) -> Route:
    """Made once, when it is first asked for. That takes half a second, so it is done in a thread: on the loop it made
    everybody wait for a stranger who read the documents.
    """
    made: list[bytes] = []
    making = asyncio.Lock()

    async def answer(_: Request) -> Response:
        if not made:
            async with making:
                if not made:
                    made.append(await asyncio.to_thread(make))
        return Response(made[0], media_type=media_type, headers={"Cache-Control": "no-cache"})

    return Route(path, answer, methods=["GET"])


def page(rest: JsonObject, socket: JsonObject) -> str:
    operations, frames = docs_parts.operations(rest), docs_parts.frames(socket)
    info = rest["info"]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(info["title"])} API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
{_contents(operations, frames)}
<main id="content">
<h1>{escape(info["title"])} API <small>{escape(info["version"])}</small></h1>
<p class="machine">For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>,
<a href="/api/asyncapi.json">AsyncAPI 3.0</a></p>
{prose(info["description"])}
{"".join(_noun(tag, operations, rest) for tag in rest["tags"])}
<h2 id="socket">The socket</h2>
{prose(socket["info"]["description"])}
{docs_parts.conversation(socket)}
{"".join(docs_parts.frame(told, socket) for told in frames)}
<h2 id="errors">Errors</h2>
{docs_parts.errors(rest)}
<h2 id="types">Types</h2>
{docs_parts.types(rest, socket)}
</main>
</body>
</html>
"""


def _contents(operations: list[Operation], frames: list[Frame]) -> str:
    nouns: dict[str, list[str]] = {}
    for operation in operations:
        nouns.setdefault(operation.noun, []).append(link(operation.name, operation.name))
    groups = {f"noun-{noun}": (noun, links) for noun, links in nouns.items()}
    command = link("socket-command", "a command and its answer")
    groups["socket"] = ("socket", [command, *(link(told.anchor, told.label) for told in frames)])
    groups["errors"] = ("errors", [])
    groups["types"] = ("types", [])
    listed = "".join(
        f"<h2>{link(anchor, title)}</h2><ul>{''.join(f'<li>{item}</li>' for item in links)}</ul>"
        for anchor, (title, links) in groups.items()
    )
    return f'<nav aria-label="Contents">{listed}</nav>'


def _noun(tag: JsonObject, operations: list[Operation], rest: JsonObject) -> str:
    verbs = "".join(docs_parts.verb(operation, rest) for operation in operations if operation.noun == tag["name"])
    return f'<h2 id="noun-{escape(tag["name"])}">{escape(tag["name"])}</h2>{prose(tag["description"])}{verbs}'
