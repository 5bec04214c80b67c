"""The contract's examples are what the structs say, verb by verb and frame by frame; the doors are the catalogue's."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct
from starlette.routing import Route

from parley.doors.edge import Edge
from parley.doors.http.application import routes
from parley.doors.http.health import Health
from parley.doors.ws.commands import COMMANDS
from parley.guard.limits import MemoryLimits
from parley.process.app import Running
from parley.protocol import schemas, sync
from parley.settings import Settings
from parley.verbs import BY_NAME, VERBS
from tests.cast import Person, Refusal

DOCUMENTS = {"/api/openapi.json", "/api/asyncapi.json", "/api/docs", "/api/docs.css"}
# Bytes that no verb takes or gives.
BYTES = {
    *("/api/me/avatar", "/api/avatars/{name}/{size}", "/api/accounts/export/file"),
    *("/api/emoji/{name}", "/api/emoji/{picture}/{form}"),
}
FOLDER = Path(__file__).parent.parent / "contract/examples"
EXAMPLES: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
FRAMES: dict[str, type[Struct]] = {frame.__name__: frame for frame in (*schemas.CLIENT_FRAMES, *schemas.SERVER_FRAMES)}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The doors are the same on every database."""
    return sqlite_settings


def test_every_verb_and_every_frame_has_an_example_and_nothing_is_left_over() -> None:
    assert set(EXAMPLES) == set(BY_NAME) | set(FRAMES)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_verbs_example_decodes_and_encodes_to_itself(name: str) -> None:
    example, verb = dict(EXAMPLES[name]), BY_NAME[name]
    if "refusal" in example:
        refusal = example.pop("refusal")
        assert_same(refusal | {"type": "error"}, sync.Refused)
    assert set(example) == {"command", "result"}
    assert example["command"] == sent(example["command"], verb.command)
    assert_same(example["result"], verb.result)


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_frames_examples_decode_and_encode_to_themselves(name: str) -> None:
    assert "frame" in EXAMPLES[name]
    for frame in EXAMPLES[name].values():
        if FRAMES[name] in schemas.CLIENT_FRAMES:
            assert frame == sent(frame, FRAMES[name])
        else:
            assert_same(frame, FRAMES[name])


def test_the_answer_in_the_ok_example_is_a_verbs_result() -> None:
    assert EXAMPLES["Ok"]["frame"]["result"] == EXAMPLES["message.send"]["result"]


def test_a_struct_is_named_once() -> None:
    """Documents and TypeScript know a struct by its name alone."""
    named = [verb.command for verb in VERBS] + [verb.result for verb in VERBS]
    for struct in named:
        assert schemas.structs()[struct.__name__] is struct


async def test_the_http_door_has_a_route_for_each_of_its_verbs_and_no_other(server: Running) -> None:
    edge = Edge(server.services, MemoryLimits({}, clock=server.services.now))
    found = routes(edge, Health(server.services), dict)
    served = {
        (route.path, method, route.name) for route in found if isinstance(route, Route) for method in methods(route)
    }
    verbs = {(verb.path, verb.method, verb.name) for verb in VERBS if "http" in verb.doors}
    assert verbs <= served
    others = {path for path, _, _ in served - verbs if path.startswith("/api/")}
    assert others == {*DOCUMENTS, *BYTES}


def test_the_sockets_door_understands_each_of_its_verbs_and_no_other() -> None:
    assert set(COMMANDS) == {verb.name for verb in VERBS if "ws" in verb.doors}


@pytest.mark.parametrize("name", [verb.name for verb in VERBS if "ws" not in verb.doors])
async def test_a_verb_that_is_not_on_the_sockets_door_is_not_there(ada: Person, name: str) -> None:
    socket = await ada.connect()
    with pytest.raises(Refusal) as refused:
        await socket.ask(name, **EXAMPLES[name]["command"])
    assert refused.value.code == "not_found"


def methods(route: Route) -> set[str]:
    return (route.methods or set()) - {"HEAD"}


def assert_same(example: Any, struct: type[Struct]) -> None:
    """The server sends exactly this: no field more, none less."""
    assert json.loads(msgspec.json.encode(decoded(example, struct))) == example


def sent(example: Any, struct: type[Struct]) -> Any:
    """A client may leave out what has a default: compare what it did send."""
    whole = json.loads(msgspec.json.encode(decoded(example, struct)))
    return {name: value for name, value in whole.items() if name in example}


def decoded(example: Any, struct: type[Struct]) -> Struct:
    return msgspec.json.decode(msgspec.json.encode(example), type=struct, strict=True)
