"""AsyncAPI 3.0 of `/ws`: every command on the socket's door, and every frame."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from parley import __version__
from parley.actions.sessions import TICKET_MS
from parley.doors.ws.subprotocol import SUBPROTOCOL
from parley.protocol import schemas, sync
from parley.protocol.sync import JsonObject
from parley.verb import Verb

PATH = "/ws"
SCHEMAS = "#/components/schemas/"
CHANNEL = {"$ref": "#/channels/socket"}
REF = {"location": "$message.payload#/ref"}
CLOSE_CODES: dict[int, str] = {
    1002: "a frame that the WebSocket protocol forbids",
    1007: "a text frame that is not UTF-8",
    1011: "the server's mistake",
    1012: "the server restarts: come back after the time that `drain` named",
    4400: "a malformed frame, or no `hello` in time",
    4401: "not signed in, or not any more: refresh the session over HTTP first",
    4403: "forbidden",
    4408: "too slow a reader: connect again and resume",
    4413: "a frame above the limit",
    4426: "this client speaks another version: reload the page, or update the program",
    4429: "too many frames",
    4503: "overloaded: come back later",
}
ABOUT = f"""The socket of a Parley server: JSON text frames on `{PATH}`, subprotocol `{SUBPROTOCOL}`. A browser is \
signed in by its cookie, a program by `Authorization: Bearer <access_token>`, a page of another origin by the ticket \
in its `hello`.

The first frame is `hello`, within ten seconds. Its answer is `welcome` and then, for each room with a cursor, what \
changed since: `changes`, a `reset` or `gone`. From then on changes arrive as they happen, and `signal` frames \
say what people do at this moment: these have no number and are never replayed. A command carries a `ref` \
of the client's choice and is answered by one `ok` or one `error` with that `ref`. Commands that are sent one after \
the other may be answered in another order. A `beat` is answered by a `beat`; 60 seconds without any frame mean that \
the connection is dead.

A ticket is for one socket. A page of another origin that `PARLEY_ALLOWED_ORIGINS` names cannot send the cookie, so it \
asks for a ticket with its token (`session.ticket`, over HTTP) and puts it into `hello`. A ticket is good for \
{TICKET_MS // 1000} seconds and for one `hello`, also if that is refused. It ends with its session.

A socket lives as long as the session that opened it, whatever becomes of the access token meanwhile. When the session \
ends or runs out, the server closes the socket with 4401. To come back after any close, wait for a moment that grows \
with each failure and is random (after `drain`, for as long as that said), refresh the session over HTTP if the code \
was 4401, and send `hello` with the cursors that you have. Commands that were not answered can be sent again with the \
same `client_id`.

A socket follows all rooms of its person, however many. A `hello` names {sync.CURSOR_LIMIT} cursors at most; one with \
more is refused as `invalid`. With more rooms, name those that were used last. `welcome` still has every room, with \
its head: where that is above your cursor, ask `sync.get` for the others, {sync.CURSOR_LIMIT} at a time, before you \
show them. A room that you have no cursor for begins with its newest page, from `message.list`.

Refusals are written in the language that `hello` names, or else in the one that `Accept-Language` asked for when the \
socket opened: English, German, Spanish, Japanese or Arabic. Any other language gets English. Programs decide by `code`.

The socket closes with one of these codes:

"""


def document(verbs: Iterable[Verb], *, public_url: str, examples: Mapping[str, JsonObject] | None = None) -> JsonObject:
    """The whole document. The examples are the contract's, which ship with the package, unless others are given."""
    here = [verb for verb in verbs if "ws" in verb.doors]
    known = schemas.examples() if examples is None else examples
    messages = _messages(here, known)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parley",
            "version": __version__,
            "description": ABOUT + "\n".join(f"- {code}: {reason}" for code, reason in CLOSE_CODES.items()),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {"here": _server(public_url)},
        "channels": {"socket": _channel(messages)},
        "operations": _operations(here),
        "components": {
            "schemas": _schemas(here),
            "messages": messages,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _server(public_url: str) -> JsonObject:
    url = urlsplit(public_url)
    return {
        "host": url.netloc,
        "protocol": "wss" if url.scheme == "https" else "ws",
        "security": [{"$ref": "#/components/securitySchemes/bearer"}],
    }


def _channel(messages: Iterable[str]) -> JsonObject:
    handshake = {
        "type": "object",
        "properties": {
            "Sec-WebSocket-Protocol": {"const": SUBPROTOCOL},
            "Authorization": {"type": "string"},
            "Accept-Language": {"type": "string"},
        },
        "required": ["Sec-WebSocket-Protocol"],
    }
    return {
        "address": PATH,
        "description": "One socket per client, for all its rooms.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "headers": handshake}},
    }


def _operations(verbs: Iterable[Verb]) -> JsonObject:
    """As the server sees them: it receives commands and sends frames."""
    return {
        "hello": {
            "action": "receive",
            "channel": CHANNEL,
            "summary": "Say where the last connection left off.",
            "messages": _in_channel("Hello"),
            "reply": {"channel": CHANNEL, "messages": _in_channel("Welcome", "Refused")},
        },
        "beat": {
            "action": "receive",
            "channel": CHANNEL,
            "summary": "Answer a beat.",
            "messages": _in_channel("ClientBeat"),
        },
        **{verb.name: _command_operation(verb) for verb in verbs},
        "follow": {
            "action": "send",
            "channel": CHANNEL,
            "summary": "Tell what happens.",
            "messages": _in_channel(*(frame.__name__ for frame in _told())),
        },
    }


def _command_operation(verb: Verb) -> JsonObject:
    return {
        "action": "receive",
        "channel": CHANNEL,
        "summary": verb.summary,
        "messages": _in_channel(verb.name),
        "reply": {"channel": CHANNEL, "messages": _in_channel(_ok_name(verb), "Refused")},
    }


def _messages(verbs: Iterable[Verb], examples: Mapping[str, JsonObject]) -> dict[str, JsonObject]:
    frames = {frame.__name__: _frame(frame, examples) for frame in (*schemas.CLIENT_FRAMES, *_told())}
    commands: dict[str, JsonObject] = {}
    for verb in verbs:
        example = examples.get(verb.name, {})
        commands[verb.name] = _command(verb, example)
        commands[_ok_name(verb)] = _ok(verb, example)
    return frames | commands


def _frame(frame: type[Struct], examples: Mapping[str, JsonObject]) -> JsonObject:
    shown = [{"name": name, "payload": payload} for name, payload in examples.get(frame.__name__, {}).items()]
    return {
        "name": str(frame.__struct_config__.tag),
        "title": frame.__name__,
        "summary": schemas.first_line(frame),
        "payload": {"$ref": SCHEMAS + frame.__name__},
        **({"correlationId": REF} if frame is sync.Refused else {}),
        "examples": shown,
    }


def _command(verb: Verb, example: JsonObject) -> JsonObject:
    schema = schemas.components([verb.command], at=SCHEMAS)[verb.command.__name__]
    ref = schemas.components([sync.Ok], at=SCHEMAS)["Ok"]["properties"]["ref"]
    reserved = {"type": {"const": verb.name}, "ref": ref}
    payload = schema | {
        "properties": reserved | schema["properties"],
        "required": ["type", "ref", *schema["required"]],
    }
    sent = {"type": verb.name, "ref": 12, **example.get("command", {})}
    return _message(verb.name, f"Command {verb.name}", verb.summary, payload, sent)


def _ok(verb: Verb, example: JsonObject) -> JsonObject:
    schema = schemas.components([sync.Ok], at=SCHEMAS)["Ok"]
    payload = schema | {"properties": schema["properties"] | {"result": {"$ref": SCHEMAS + verb.result.__name__}}}
    sent = {"type": "ok", "ref": 12, "result": example.get("result", {})}
    return _message("ok", f"Answer to {verb.name}", schemas.first_line(verb.result), payload, sent)


def _message(name: str, title: str, summary: str, payload: JsonObject, sent: JsonObject) -> JsonObject:
    return {
        "name": name,
        "title": title,
        "summary": summary,
        "correlationId": REF,
        "payload": payload,
        "examples": [{"payload": sent}],
    }


def _schemas(verbs: Sequence[Verb]) -> JsonObject:
    """Of all that frames and answers consist of, and of what is inside commands: these themselves are messages."""
    commands, results = [verb.command for verb in verbs], [verb.result for verb in verbs]
    known = schemas.components([*schemas.CLIENT_FRAMES, *_told(), *results, *commands], at=SCHEMAS)
    messages = {command.__name__ for command in commands}
    return {name: _without_discriminators(schema) for name, schema in known.items() if name not in messages}


def _without_discriminators(part: Any) -> Any:
    """They are objects in OpenAPI and not in AsyncAPI. Each frame's constant `type` says the same."""
    if isinstance(part, dict):
        return {key: _without_discriminators(inner) for key, inner in part.items() if key != "discriminator"}
    return [_without_discriminators(inner) for inner in part] if isinstance(part, list) else part


def _told() -> list[type[Struct]]:
    """The frames that belong to no single verb: `ok` is described verb by verb."""
    return [frame for frame in schemas.SERVER_FRAMES if frame is not sync.Ok]


def _ok_name(verb: Verb) -> str:
    return f"{verb.name}.ok"


def _in_channel(*names: str) -> list[JsonObject]:
    return [{"$ref": f"#/channels/socket/messages/{name}"} for name in names]
