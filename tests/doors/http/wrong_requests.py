"""Requests that no verb takes: wrong fields, and bodies that are no command."""

import json
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import structs

from parley.protocol.schemas import examples
from parley.verb import Verb
from tests.cast import Frame

JSON = {"Content-Type": "application/json"}

Case = tuple[str, dict[str, Any]]  # what it is, and the arguments of a request


def example_of(verb: Verb) -> Frame:
    command: Frame = examples()[verb.name]["command"]
    return dict(command)


def placed(verb: Verb, fields: Frame) -> tuple[str, Frame]:
    """The path with its fields in it, and the others."""
    path, rest = verb.path, dict(fields)
    for name in list(rest):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(rest.pop(name)))
    return path, rest


def wrong_fields(verb: Verb) -> Iterator[Case]:
    """Each field with every type that it does not take."""
    path, good = placed(verb, example_of(verb))
    hints = get_type_hints(verb.command)
    for name in (name for name in hints if f"{{{name}}}" not in verb.path):
        types = (hints[name], *get_args(hints[name]))
        text = str in types
        right: list[Any] = [value for value, kind in ((True, bool), ([], list)) if kind in map(plain, types)]
        wrong: tuple[Any, ...] = (1.5, True, [], {"a": 1}, 5 if text else "five", "x" * 70_000, "a\x00b", -(2**70))
        for bad in (value for value in wrong if value not in right):
            yield f"{name}={str(bad)[:20]}", {"url": path, "json": {**good, name: bad}}
    for field in structs.fields(verb.command):
        if field.required and f"{{{field.name}}}" not in verb.path:
            without = {name: value for name, value in good.items() if name != field.name}
            yield f"no {field.name}", {"url": path, "json": without}


def plain(kind: Any) -> Any:
    return get_origin(kind) or kind


def wrong_bodies(verb: Verb) -> Iterator[Case]:
    """What is no command of this verb, whatever its fields are."""
    path, good = placed(verb, example_of(verb))
    whole = json.dumps(good).encode()

    def raw(data: bytes, **headers: str) -> dict[str, Any]:
        return {"url": path, "content": data, "headers": JSON | headers}

    yield "an unknown field", {"url": path, "json": {**good, "unknown": 1}}
    for name in verb.command.__struct_fields__:
        if f"{{{name}}}" in verb.path:
            yield f"{name} of the path", {"url": path, "json": {**good, name: "12"}}
    for what, data in {
        "no JSON": b"{nope",
        "cut off": (whole or b"{}")[:-1],
        "a list": b"[1, 2]",
        "a text": b'"text"',
        "null": b"null",
        "twice": b"{} {}",
        "not a number": b'{"x": NaN}',
        "not UTF-8": b'{"x": "\xff"}',
        "half a surrogate": b'{"x": "\\ud800"}',
        "deep": b'{"x": ' + b"[" * 30_000,
        "deep and closed": b'{"x": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        "a mark first": b"\xef\xbb\xbf" + whole,
    }.items():
        yield what, raw(data)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""):
        yield f"as {kind}", {"url": path, "content": whole, "headers": {"Content-Type": kind}}
    for coding in ("gzip", "deflate", "br", "identity, gzip"):
        yield f"in {coding}", raw(whole, **{"Content-Encoding": coding})
    yield "too large", raw(b" " * 70_000 + whole)
