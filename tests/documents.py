"""What is true of any document made of JSON Schemas."""

from collections.abc import Iterator
from typing import Any

from jsonschema_rs import Draft202012Validator, meta

Json = dict[str, Any]


def assert_references_resolve(document: Json) -> None:
    for reference in references(document):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def validator(schema: Json, document: Json) -> Draft202012Validator:
    """For a schema whose references point into the document's components."""
    assert meta.is_valid(schema)
    return Draft202012Validator({"components": document["components"], "allOf": [schema]})
