"""The AsyncAPI document follows AsyncAPI's own rules and tells all of the socket's door."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from parley import errors
from parley.doors.ws import asyncapi
from parley.protocol import schemas
from parley.verbs import VERBS
from tests.documents import assert_references_resolve, validator

Json = dict[str, Any]
ON_WS = [verb for verb in VERBS if "ws" in verb.doors]

KEYS = {"pattern": r"^[A-Za-z0-9_.-]+$"}
REFERENCE = {"type": "object", "properties": {"$ref": {"type": "string"}}, "required": ["$ref"], "maxProperties": 1}
REFERENCES = {"type": "array", "items": REFERENCE, "minItems": 1, "uniqueItems": True}


def keyed(values: Json) -> Json:
    return {"type": "object", "propertyNames": KEYS, "additionalProperties": values, "minProperties": 1}


def closed(properties: Json, *required: str) -> Json:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
REPLY = closed({"channel": REFERENCE, "messages": REFERENCES}, "channel", "messages")
OPERATION = closed(
    {
        "action": {"enum": ["send", "receive"]},
        "channel": REFERENCE,
        "summary": TEXT,
        "messages": REFERENCES,
        "reply": REPLY,
    },
    "action",
    "channel",
)
MESSAGE = closed(
    {
        "name": TEXT,
        "title": TEXT,
        "summary": TEXT,
        "payload": {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        "correlationId": closed({"location": {"type": "string", "pattern": r"^\$message\.(header|payload)#(/.*)?$"}}),
        "examples": {"type": "array", "items": closed({"name": TEXT, "summary": TEXT, "payload": {}}), "minItems": 1},
    },
    "payload",
)
CHANNEL = closed(
    {"address": TEXT, "description": TEXT, "messages": keyed(REFERENCE), "bindings": {"type": "object"}},
    "address",
    "messages",
)
SERVER = closed({"host": TEXT, "protocol": {"enum": ["ws", "wss"]}, "security": REFERENCES}, "host", "protocol")
RULES = closed(
    {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": TEXT,
        "servers": keyed(SERVER),
        "channels": keyed(CHANNEL),
        "operations": keyed(OPERATION),
        "components": closed(
            {"schemas": keyed({}), "messages": keyed(MESSAGE), "securitySchemes": keyed({"required": ["type"]})}
        ),
    },
    "asyncapi",
    "info",
)


@pytest.fixture(scope="module")
def document() -> Json:
    return asyncapi.document(VERBS, public_url="http://localhost:8000")


def test_it_follows_the_rules_of_asyncapi(document: Json) -> None:
    Draft202012Validator(RULES).validate(document)


def test_it_has_no_discriminators_of_openapis_kind(document: Json) -> None:
    assert "discriminator" not in document["components"]["schemas"]["Frames"]["properties"]["frames"]["items"]


def test_all_references_resolve(document: Json) -> None:
    assert_references_resolve(document)


def test_operations_speak_of_messages_of_their_channel(document: Json) -> None:
    for operation in document["operations"].values():
        for part in (operation, operation.get("reply", operation)):
            assert part["channel"] == {"$ref": "#/channels/socket"}
            assert all(message["$ref"].startswith("#/channels/socket/messages/") for message in part["messages"])


def test_every_verb_on_the_door_is_an_operation_whose_answer_is_its_result(document: Json) -> None:
    messages = document["components"]["messages"]
    assert set(document["operations"]) == {verb.name for verb in ON_WS} | {"hello", "beat", "follow"}
    for verb in ON_WS:
        command = messages[verb.name]["payload"]
        assert command["properties"]["type"] == {"const": verb.name}
        assert set(command["properties"]) == {"type", "ref", *verb.command.__struct_fields__}
        result = messages[f"{verb.name}.ok"]["payload"]["properties"]["result"]
        assert result == {"$ref": f"#/components/schemas/{verb.result.__name__}"}


def test_every_frame_is_here(document: Json) -> None:
    told = {frame.__name__ for frame in (*schemas.CLIENT_FRAMES, *schemas.SERVER_FRAMES)} - {"Ok"}
    assert told <= set(document["components"]["messages"])


def test_every_example_is_valid(document: Json) -> None:
    for name, message in document["components"]["messages"].items():
        for example in message["examples"]:
            assert validator(message["payload"], document).is_valid(example["payload"]), name


def test_every_close_code_that_an_error_names_is_told() -> None:
    assert {error.close_code for error in errors.ALL} <= set(asyncapi.CLOSE_CODES)


def test_it_survives_json_and_is_the_committed_one(document: Json) -> None:
    committed = Path(__file__).parents[3] / "contract/asyncapi.json"
    assert json.loads(committed.read_text()) == json.loads(json.dumps(document)) == document, "run `make gen`"


def test_a_server_on_https_is_reached_by_wss() -> None:
    document = asyncapi.document(VERBS, public_url="https://chat.example.org")
    assert document["servers"]["here"]["protocol"] == "wss"
    assert document["servers"]["here"]["host"] == "chat.example.org"
