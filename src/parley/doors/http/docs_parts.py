"""The sections of the API page: verbs, frames, errors and types, each made from its part of a document."""

from collections.abc import Iterator
from dataclasses import dataclass

from parley.doors.http.docs_html import article, code, facts, fields_table, json_block, link, prose
from parley.protocol.sync import JsonObject


@dataclass(frozen=True)
class Operation:
    """A verb on the HTTP door, as the document has it."""

    method: str
    path: str
    described: JsonObject

    @property
    def name(self) -> str:
        return str(self.described["operationId"])

    @property
    def noun(self) -> str:
        return str(self.described["tags"][0])


@dataclass(frozen=True)
class Frame:
    """A frame without a verb of its own, as the socket's document has it."""

    key: str
    described: JsonObject
    direction: str

    @property
    def anchor(self) -> str:
        return f"frame-{self.key}"

    @property
    def label(self) -> str:
        return f"{self.described['name']} ({self.direction} server)"


def operations(rest: JsonObject) -> list[Operation]:
    return [
        Operation(method.upper(), path, described)
        for path, methods in rest["paths"].items()
        for method, described in methods.items()
    ]


def frames(socket: JsonObject) -> list[Frame]:
    messages = socket["components"]["messages"]
    sent = {reference["$ref"].rsplit("/", 1)[1] for reference in socket["operations"]["follow"]["messages"]}
    return [
        Frame(key, described, "from" if key in sent else "to")
        for key, described in messages.items()
        if "$ref" in described["payload"]
    ]


def verb(operation: Operation, rest: JsonObject) -> str:
    described = operation.described
    result = _last(_answer(described)["content"]["application/json"]["schema"])
    return article(
        operation.name,
        operation.name,
        f'<p class="route"><b>{operation.method}</b> {code(operation.path)}</p>',
        prose(described["description"]),
        facts(
            {
                "Who": "signed-in people" if described["security"] else "anyone",
                "Doors": "HTTP and socket" if "ws" in described["x-doors"] else "HTTP only",
                "Answer": link(f"type-{result}", result),
                "Refusals": ", ".join(_refusals(described, rest)),
            }
        ),
        _given(described, rest),
        *_examples(described),
    )


def _refusals(described: JsonObject, rest: JsonObject) -> Iterator[str]:
    for status, answer in described["responses"].items():
        if "$ref" in answer:
            content = rest["components"]["responses"][_last(answer)]["content"]["application/json"]
            (name,) = _resolved(content["schema"], rest)["properties"]["code"]["enum"]
            yield link(f"error-{_last(answer)}", f"{status} {name}")


def _given(described: JsonObject, rest: JsonObject) -> str:
    tables = []
    for place, title in (("path", "In the path"), ("query", "In the query")):
        own = [parameter for parameter in described.get("parameters", []) if parameter["in"] == place]
        properties = {parameter["name"]: parameter["schema"] for parameter in own}
        required = [parameter["name"] for parameter in own if parameter["required"]]
        tables.append(fields_table(title, {"properties": properties, "required": required}))
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return "".join([*tables, fields_table("In the body (JSON)", _resolved(body, rest))])


def _examples(described: JsonObject) -> list[str]:
    bodies = {"Example body": described.get("requestBody", {})} | {"Example answer": _answer(described)}
    shown = []
    for title, holder in bodies.items():
        content = holder.get("content", {}).get("application/json", {})
        if content.get("example"):
            shown.append(json_block(title, content["example"]))
    return shown


def _answer(described: JsonObject) -> JsonObject:
    return next(answer for answer in described["responses"].values() if "$ref" not in answer)


def frame(told: Frame, socket: JsonObject) -> str:
    schema = _resolved(told.described["payload"], socket)
    examples = [json_block(f"Example: {example['name']}", example["payload"]) for example in told.described["examples"]]
    return article(told.anchor, told.label, prose(schema["description"]), fields_table("Fields", schema), *examples)


def conversation(socket: JsonObject) -> str:
    """A command, its answer, what everybody in the room receives, and a refusal, as they are on the wire."""
    messages = socket["components"]["messages"]
    sent = _payload(messages["message.send"])
    told = [
        ("To the server: a command, with a ref of the client's choice", sent),
        ("From the server: its answer, with the same ref", _payload(messages["message.send.ok"])),
        ("From the server: what everybody in the room receives, the sender too", _payload(messages["Changes"])),
        ("From the server: a refusal, instead of the answer", _payload(messages["Refused"]) | {"ref": sent["ref"]}),
    ]
    blocks = [json_block(title, payload, is_open=True) for title, payload in told]
    return article("socket-command", "A command and its answer", *blocks)


def _payload(message: JsonObject) -> JsonObject:
    payload: JsonObject = message["examples"][0]["payload"]
    return payload


def errors(rest: JsonObject) -> str:
    refusal = rest["components"]["schemas"]["Refusal"]
    status_of = {
        _last(answer): status
        for operation in operations(rest)
        for status, answer in operation.described["responses"].items()
        if "$ref" in answer
    }
    rows = []
    for name, answer in rest["components"]["responses"].items():
        row = f"<th>{status_of.get(name, '')}</th><td>{prose(answer['description'])}</td>"
        rows.append(f'<tr id="error-{name}">{row}</tr>')
    return (
        f"{prose(refusal['description'])}{fields_table('Fields', refusal)}<table><tbody>{''.join(rows)}</tbody></table>"
    )


def types(rest: JsonObject, socket: JsonObject) -> str:
    # Refusals of one code each are described once, as errors.
    answers = rest["components"]["responses"].values()
    of_one_code = {_last(answer["content"]["application/json"]["schema"]) for answer in answers}
    schemas = {name: schema for name, schema in rest["components"]["schemas"].items() if name not in of_one_code}
    schemas |= socket["components"]["schemas"]
    return "".join(
        article(f"type-{name}", name, prose(schema["description"]), fields_table("Fields", schema))
        for name, schema in sorted(schemas.items())
    )


def _resolved(schema: JsonObject, document: JsonObject) -> JsonObject:
    found: JsonObject = document["components"]["schemas"][_last(schema)] if "$ref" in schema else schema
    return found


def _last(reference: JsonObject) -> str:
    return str(reference["$ref"].rsplit("/", 1)[1])
