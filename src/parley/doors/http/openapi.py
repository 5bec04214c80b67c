"""OpenAPI 3.1 of every verb on the HTTP door."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from parley import __version__, errors
from parley.errors import ParleyError
from parley.protocol import accounts, schemas
from parley.protocol.messages import SendMessage
from parley.protocol.sync import JsonObject
from parley.speech.languages import LANGUAGES
from parley.verb import Verb

SCHEMAS = "#/components/schemas/"
ABOUT = """The HTTP door of a Parley server. Each operation is a verb, named by its `operationId`; most verbs can also \
be called through the WebSocket that `/api/asyncapi.json` describes, and everything that changes is told there.

Programs sign in with `session.create` and `"deliver": "token"`, then send `Authorization: Bearer <access_token>`; \
browsers ask for `"deliver": "cookie"`. A verb that makes something takes a `client_id`: repeating a request with the \
same one is safe and gives the first answer.

Refusals are written in English, German, Spanish, Japanese or Arabic, as `Accept-Language` asks; `Content-Language` \
says which. Programs decide by `code`, which is the same in all of them."""
REASONS: dict[type[ParleyError], str] = {
    errors.Invalid: "The request is wrong; `field` says where.",
    errors.Unauthenticated: "Not signed in, or not any more.",
    errors.Forbidden: "Signed in, and not allowed.",
    errors.NotFound: "Not there, or not yours: the same answer.",
    errors.Conflict: "Somebody or something was there first.",
    errors.Gone: "It was there once.",
    errors.TooLarge: "More than the limit that the message names.",
    errors.HeldBack: "A moderator decides whether it is sent. Trying again changes nothing.",
    errors.Outdated: "The client speaks another version: reload or update it.",
    errors.RateLimited: "Too often; `retry_after_ms` says when to try again.",
    errors.Internal: "The server's mistake.",
    errors.Unavailable: "Not now; trying again is safe.",
}
# Forbidden: a page of an origin that the server does not know may call nothing.
# These rest on a sign-in at a provider, which a cookie names.
BY_COOKIE = {"session.create_by_provider", "account.register_by_provider", "identity.link"}
ALWAYS = {errors.Invalid, errors.Forbidden, errors.RateLimited, errors.Internal, errors.Unavailable}


def document(verbs: Iterable[Verb], *, public_url: str, examples: Mapping[str, JsonObject] | None = None) -> JsonObject:
    """The whole document. The examples are the contract's, which the package carries, unless others are given."""
    here = [verb for verb in verbs if "http" in verb.doors]
    known = schemas.examples() if examples is None else examples
    paths: JsonObject = {}
    for verb in here:
        paths.setdefault(verb.path, {})[verb.method.lower()] = _operation(verb, known.get(verb.name, {}))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": public_url}],
        "tags": _tags(here),
        "paths": paths,
        "components": {
            "schemas": _schemas(here),
            "responses": {error.__name__: _refusal(error) for error in errors.ALL},
            "securitySchemes": _security_schemes(public_url),
        },
    }


def refusals(verb: Verb) -> list[type[ParleyError]]:
    """What a verb may be refused with, as far as its row in the catalogue tells."""
    fields = set(verb.command.__struct_fields__)
    makes_something = "client_id" in fields
    # What is named may not be there, may be gone, and may not be what a change of it needs.
    named = {"room", "people", "person", "token", "step", "provider", "state", "invitation", "confirmation"}
    names_something = bool(path_fields(verb) or fields & named or verb.name in BY_COOKIE or _is_about_ways_in(verb))
    possible = set(ALWAYS)
    if verb.who == "person" or verb.result is accounts.Session:
        possible.add(errors.Unauthenticated)
    if verb.method != "GET":
        possible.add(errors.TooLarge)
    if names_something:
        possible |= {errors.NotFound, errors.Gone}
    if makes_something and verb.who == "person":
        possible.add(errors.NotFound)
    # A handle may be somebody else's, and the last owner stays.
    depends_on_others = verb.name in {"me.update", "account.delete"}
    if makes_something or depends_on_others or (names_something and verb.method != "GET"):
        possible.add(errors.Conflict)
    if verb.command is SendMessage:
        possible.add(errors.HeldBack)
    return [error for error in errors.ALL if error in possible]


def _is_about_ways_in(verb: Verb) -> bool:
    """A way to sign in may be there already, may not be there, and may be needed."""
    return any(part in verb.path for part in ("/passkeys", "/second-factor"))


def refusal_name(error: type[ParleyError]) -> str:
    return f"{error.__name__}Refusal"


def path_fields(verb: Verb) -> list[str]:
    return re.findall(r"{(\w+)}", verb.path)


def _operation(verb: Verb, example: JsonObject) -> JsonObject:
    command = schemas.components([verb.command], at=SCHEMAS)[verb.command.__name__]
    operation = {
        "operationId": verb.name,
        "tags": [_noun(verb)],
        "summary": verb.summary.split(". ")[0].rstrip("."),
        "description": verb.summary,
        "parameters": _parameters(verb, command, example.get("command", {})),
        **_request_body(verb, command, example.get("command", {})),
        "responses": {str(verb.status): _answer(verb, example), **_refusal_references(verb)},
        "security": [] if verb.who == "anyone" else [{"bearer": []}, {"cookie": []}],
        "x-doors": sorted(verb.doors),
        "x-rate": verb.rate,
    }
    return {key: value for key, value in operation.items() if key != "parameters" or value}


def _parameters(verb: Verb, command: JsonObject, example: JsonObject) -> list[JsonObject]:
    in_path = path_fields(verb)
    in_query = [name for name in command["properties"] if name not in in_path] if verb.method == "GET" else []
    return [
        _parameter(name, "path" if name in in_path else "query", command, example) for name in [*in_path, *in_query]
    ]


def _parameter(name: str, place: str, command: JsonObject, example: JsonObject) -> JsonObject:
    schema = _without_null(command["properties"][name])
    described = {"description": schema["description"]} if "description" in schema else {}
    shown = {"example": example[name]} if name in example else {}
    needed = place == "path" or name in command["required"]
    return {"name": name, "in": place, "required": needed, **described, "schema": schema, **shown}


def _without_null(schema: JsonObject) -> JsonObject:
    """A parameter is given or left out; there is no null in a URL."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    return kinds[0] if len(kinds) == 1 else schema


def _request_body(verb: Verb, command: JsonObject, example: JsonObject) -> JsonObject:
    rest = {name: schema for name, schema in command["properties"].items() if name not in path_fields(verb)}
    if verb.method == "GET" or not rest:
        return {}
    needed = [name for name in command["required"] if name in rest]
    whole = len(rest) == len(command["properties"])
    schema = {"$ref": SCHEMAS + verb.command.__name__} if whole else command | {"properties": rest, "required": needed}
    content = {"schema": schema, "example": {name: value for name, value in example.items() if name in rest}}
    return {"requestBody": {"required": bool(needed), "content": {"application/json": content}}}


def _answer(verb: Verb, example: JsonObject) -> JsonObject:
    content = {"schema": {"$ref": SCHEMAS + verb.result.__name__}}
    if "result" in example:
        content["example"] = example["result"]
    return {"description": schemas.first_line(verb.result), "content": {"application/json": content}}


def _refusal_references(verb: Verb) -> JsonObject:
    return {str(error.status): {"$ref": f"#/components/responses/{error.__name__}"} for error in refusals(verb)}


def _refusal(error: type[ParleyError]) -> JsonObject:
    schema = {"$ref": SCHEMAS + refusal_name(error)}
    return {
        "description": f"`{error.code}`: {REASONS[error]}",
        "headers": {"Content-Language": {"description": "Of the message.", "schema": {"enum": [*LANGUAGES]}}},
        "content": {"application/json": {"schema": schema}},
    }


def _schemas(verbs: Sequence[Verb]) -> JsonObject:
    """Commands that a path takes a field from are described where they are used, and left out here."""
    commands = [verb.command for verb in verbs if verb.method != "GET" and not path_fields(verb)]
    used = schemas.components([*commands, *(verb.result for verb in verbs)], at=SCHEMAS)
    return {**used, "Refusal": schemas.refusal(), **{refusal_name(error): _refusal_of(error) for error in errors.ALL}}


def _refusal_of(error: type[ParleyError]) -> JsonObject:
    """A type of its own, in full. Programs that make clients of documents drop an answer whose type is put together
    with `allOf`, and one whose code is a `const`."""
    schema = schemas.refusal()
    code = {"type": "string", "enum": [error.code]}
    return schema | {"title": refusal_name(error), "properties": schema["properties"] | {"code": code}}


def _tags(verbs: Iterable[Verb]) -> list[JsonObject]:
    described: dict[str, Any] = {}
    for verb in verbs:
        described.setdefault(_noun(verb), schemas.first_line(sys.modules[verb.command.__module__]))
    return [{"name": noun, "description": text} for noun, text in described.items()]


def _noun(verb: Verb) -> str:
    return verb.name.split(".")[0]


def _security_schemes(public_url: str) -> JsonObject:
    url = urlsplit(public_url)
    cookie = "__Host-parley_access" if url.scheme == "https" else f"parley_{url.port or 80}_access"
    return {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": 'The `access_token` of a session made with `"deliver": "token"`.',
        },
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie,
            "description": 'Set by the server for a session made with `"deliver": "cookie"`.',
        },
    }
