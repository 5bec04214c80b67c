"""The structs as JSON Schema, no laxer than the wire: OpenAPI, AsyncAPI and the TypeScript types are made of this."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from parley.protocol import sync
from parley.protocol.sync import JsonObject

THINGS_FIELDS = {"things", "own"}
SERVER_FRAMES: tuple[type[Struct], ...] = get_args(sync.ServerFrame)
CLIENT_FRAMES: tuple[type[Struct], ...] = (sync.Hello, sync.ClientBeat)


def structs() -> dict[str, type[Struct]]:
    """Every struct of this package, by name, in the order of the files and of their lines."""
    found = {struct.__name__: struct for module in _modules() for struct in _defined_in(module)}
    del found["Envelope"]  # never sent by itself: it is what all commands share
    return found


def things() -> list[type[Struct]]:
    """Every kind of thing that travels."""
    return [struct for struct in structs().values() if struct.__struct_config__.tag_field == "thing"]


def components(chosen: Iterable[type[Struct]], *, at: str) -> dict[str, JsonObject]:
    """The schemas of the chosen structs and of all that they are made of, by name; `at` is where references point."""
    # Things are encoded before the frames that hold them, whose structs therefore do not name them.
    _, schemas = msgspec.json.schema_components([*chosen, *things()], ref_template=f"{at}{{name}}")
    known = structs()
    described = {name: _strict(schema, known[name]) for name, schema in sorted(schemas.items())}
    of_any_kind = {"anyOf": [{"$ref": f"{at}{thing.__name__}"} for thing in things()]}
    for schema in described.values():
        for field in THINGS_FIELDS & schema["properties"].keys():
            schema["properties"][field] |= {"items": of_any_kind}
    return described


def refusal() -> JsonObject:
    """The body of an HTTP error: the `error` frame without what only a socket needs."""
    frame = components([sync.Refused], at="#/")["Refused"]
    fields = {name: schema for name, schema in frame["properties"].items() if name not in {"type", "ref"}}
    return frame | {
        "title": "Refusal",
        "description": "A refused request. With `retryable`, sending the same again later may succeed.",
        "properties": fields,
        "required": [name for name in frame["required"] if name in fields],
    }


def examples() -> dict[str, JsonObject]:
    """The contract's examples: by a verb's name its command, its result and perhaps a refusal; by a frame's, frames."""
    found: dict[str, JsonObject] = json.loads(Path(__file__).with_name("examples.json").read_text())
    return found


def first_line(documented: object) -> str:
    return (documented.__doc__ or "").strip().split("\n")[0]


def _strict(schema: JsonObject, struct: type[Struct]) -> JsonObject:
    """msgspec tells what it would decode. What a server sends has no other fields and lacks only what it may omit."""
    config = struct.__struct_config__
    sent = not config.forbid_unknown_fields
    required = schema["properties"] if sent and not config.omit_defaults else schema["required"]
    return schema | {
        "description": inspect.cleandoc(schema["description"]),
        "required": list(required),
        "additionalProperties": False,
    }


def _modules() -> Iterator[str]:
    return (f"parley.protocol.{found.name}" for found in pkgutil.iter_modules([str(Path(__file__).parent)]))


def _defined_in(module: str) -> Iterator[type[Struct]]:
    for thing in vars(importlib.import_module(module)).values():
        if isinstance(thing, type) and issubclass(thing, Struct) and thing.__module__ == module:
            yield thing
