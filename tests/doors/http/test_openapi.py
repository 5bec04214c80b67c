"""The OpenAPI document follows OpenAPI's own rules, tells all of the catalogue's HTTP door, and means what it says."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from msgspec.structs import fields

from parley import errors
from parley.doors.http import openapi
from parley.protocol import schemas
from parley.verb import Verb
from parley.verbs import VERBS
from tests.documents import assert_references_resolve, validator

Json = dict[str, Any]
ON_HTTP = [verb for verb in VERBS if "http" in verb.doors]


@pytest.fixture(scope="module")
def document() -> Json:
    return openapi.document(VERBS, public_url="http://localhost:8000")


def test_it_follows_the_rules_of_openapi(document: Json) -> None:
    schemathesis.openapi.from_dict(document).validate()


def test_those_rules_are_really_checked(document: Json) -> None:
    broken = copy.deepcopy(document)
    broken["paths"]["/api/me"]["get"]["responses"] = "none"
    with pytest.raises(Exception, match="none"):
        schemathesis.openapi.from_dict(broken).validate()


def test_every_verb_on_the_door_is_one_operation_named_after_it(document: Json) -> None:
    named = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert named == {verb.name: (verb.method, verb.path) for verb in ON_HTTP}
    assert sum(len(methods) for methods in document["paths"].values()) == len(ON_HTTP)


def test_all_references_resolve(document: Json) -> None:
    assert_references_resolve(document)


def test_it_survives_json(document: Json) -> None:
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("verb", ON_HTTP, ids=lambda verb: verb.name)
def test_every_field_of_a_command_has_its_place(document: Json, verb: Verb) -> None:
    operation = operation_of(document, verb)
    places = [(parameter["name"], parameter["in"]) for parameter in operation.get("parameters", [])]
    body = body_schema(document, operation).get("properties", {})
    everywhere = [name for name, _ in places] + list(body)
    assert sorted(everywhere) == sorted(field.encode_name for field in fields(verb.command))
    assert {name for name, place in places if place == "path"} == set(openapi.path_fields(verb))
    assert not (verb.method == "GET" and body)


@pytest.mark.parametrize("verb", ON_HTTP, ids=lambda verb: verb.name)
def test_the_contracts_examples_are_valid_here(document: Json, verb: Verb) -> None:
    example, operation = schemas.examples()[verb.name], operation_of(document, verb)
    answer = operation["responses"][str(verb.status)]["content"]["application/json"]
    validator(answer["schema"], document).validate(example["result"])
    body = body_schema(document, operation)
    if body:
        sent = {name: value for name, value in example["command"].items() if name in body["properties"]}
        validator(body, document).validate(sent)
    if "refusal" in example:
        refusal = example["refusal"]
        status = next(error.status for error in errors.ALL if error.code == refusal["code"])
        named = operation["responses"][str(status)]["$ref"].rsplit("/", 1)[1]
        schema = document["components"]["responses"][named]["content"]["application/json"]["schema"]
        validator(schema, document).validate(refusal)


def test_only_verbs_for_anyone_are_open(document: Json) -> None:
    for verb in ON_HTTP:
        assert (operation_of(document, verb)["security"] == []) == (verb.who == "anyone")
        assert "401" in operation_of(document, verb)["responses"] or verb.who == "anyone"


def test_objects_have_no_other_fields_than_their_schemas(document: Json) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert schema["additionalProperties"] is False, name


@pytest.mark.parametrize(
    ("public_url", "cookie"),
    [
        ("http://localhost:8000", "parley_8000_access"),
        ("http://chat.example.org", "parley_80_access"),
        ("https://chat.example.org", "__Host-parley_access"),
    ],
)
def test_the_cookie_is_the_one_that_the_address_calls_for(public_url: str, cookie: str) -> None:
    document = openapi.document(VERBS, public_url=public_url)
    assert document["components"]["securitySchemes"]["cookie"]["name"] == cookie
    assert document["servers"] == [{"url": public_url}]


def test_the_committed_document_is_this_one(document: Json) -> None:
    committed = Path(__file__).parents[3] / "contract/openapi.json"
    assert json.loads(committed.read_text()) == document, "run `make gen`"


def operation_of(document: Json, verb: Verb) -> Json:
    operation: Json = document["paths"][verb.path][verb.method.lower()]
    return operation


def body_schema(document: Json, operation: Json) -> Json:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    found: Json = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    return found
