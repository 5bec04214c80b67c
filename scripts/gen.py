"""Writes what is generated from the catalogue and the contract's examples. Run it with `make gen`.

With `--check` it writes nothing, names each file that is not what it would write, and fails.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this file is run by its path

from parley.changes import log_name  # noqa: E402
from parley.doors.http import openapi  # noqa: E402
from parley.doors.ws import asyncapi  # noqa: E402
from parley.protocol import schemas  # noqa: E402
from parley.things import THINGS  # noqa: E402
from parley.verbs import BY_NAME, VERBS  # noqa: E402
from scripts import gen_client  # noqa: E402

EXAMPLES = ROOT / "contract/examples"
TYPES = ROOT / "web/scripts/types.mjs"
EMOJI = ROOT / "web/scripts/emoji.mjs"
# The committed documents describe a server at this address; a running server serves them with its own.
PUBLIC_URL = "http://localhost:8000"
NODE_NEEDED = (22, 19)

Json = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if a file is stale")
    check = parser.parse_args(arguments).check
    stale = [(path, text) for path, text in generated() if not path.exists() or path.read_text() != text]
    names = ", ".join(str(path.relative_to(ROOT)) for path, _ in stale)
    if check and stale:
        sys.exit(f"Stale: {names}. Run `make gen` and commit what it writes.")
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    print(f"Written: {names}" if stale else f"All {len(VERBS)} verbs: generated files are fresh.")


def generated() -> Iterator[tuple[Path, str]]:
    examples = read_examples()
    yield ROOT / "src/parley/protocol/examples.json", as_text(examples)
    yield ROOT / "src/parley/client/verbs_gen.py", gen_client.module(VERBS)
    yield ROOT / "contract/openapi.json", as_text(openapi.document(VERBS, public_url=PUBLIC_URL, examples=examples))
    yield ROOT / "contract/asyncapi.json", as_text(asyncapi.document(VERBS, public_url=PUBLIC_URL, examples=examples))
    schema = wire_schema()
    yield ROOT / "contract/schema.json", as_text(schema)
    modules = typescript(
        {"schema": schema, "verbs": verb_rows(), "things": thing_rows(), "examples": example_rows(examples)}
    )
    emoji = json.loads(printed_by(EMOJI))
    yield ROOT / "src/parley/actions/emoji.txt", "\n".join(emoji["all"]) + "\n"
    names = sorted({name for _, all_ in emoji["shortcodes"] for name in all_.split(" ")})
    yield ROOT / "src/parley/actions/shortcodes.txt", "\n".join(names) + "\n"
    yield ROOT / "web/src/features/emoji/emoji.gen.json", as_lines(emoji["picker"])
    yield ROOT / "web/src/features/emoji/shortcodes.gen.json", as_lines(emoji["shortcodes"])
    yield ROOT / "web/src/protocol.gen.ts", modules["protocol"]
    yield ROOT / "web/src/contract.gen.ts", modules["contract"]


def read_examples() -> dict[str, Json]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*.json"))}


def as_text(document: Json) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_lines(rows: list[Any]) -> str:
    """A line for each emoji, so that a change of the data shows what changed."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text.replace("],[", "],\n[") + "\n"


def wire_schema() -> Json:
    definitions = schemas.components(schemas.structs().values(), at="#/$defs/")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wire",
        "description": "Everything on the wire, by name.",
        "type": "object",
        "properties": {},
        "additionalProperties": False,
        "$defs": {
            **definitions,
            "Refusal": schemas.refusal(),
            "Thing": union("Thing", "A thing of a log, as it travels.", schemas.things()),
            "ServerFrame": union("ServerFrame", "Everything a server sends through a socket.", schemas.SERVER_FRAMES),
        },
    }


def union(name: str, description: str, structs: Iterable[type[Struct]]) -> Json:
    references = [{"$ref": f"#/$defs/{struct.__name__}"} for struct in structs]
    return {"title": name, "description": description, "anyOf": references}


def verb_rows() -> list[Json]:
    return [
        {
            "name": verb.name,
            "command": verb.command.__name__,
            "result": verb.result.__name__,
            "method": verb.method,
            "path": verb.path,
            "doors": sorted(verb.doors),
        }
        for verb in VERBS
    ]


def thing_rows() -> list[Json]:
    return [
        {
            "name": thing.name,
            "log": log_name((thing.log, 0)).partition(":")[0],
            "shownBy": thing.key if thing.shown_by is None else thing.shown_by,
            "place": thing.place,
            "floor": thing.floor,
        }
        for thing in THINGS
        if thing.travels
    ]


def example_rows(examples: dict[str, Json]) -> list[Json]:
    return [
        {
            "name": name,
            "parts": [{"part": part, "type": type_of(name, part), "value": value} for part, value in parts.items()],
        }
        for name, parts in examples.items()
    ]


def type_of(example: str, part: str) -> str:
    """A verb's example holds a command, a result and perhaps a refusal; a frame's holds that frame, once or more."""
    verb = BY_NAME.get(example)
    if verb is None:
        return example
    return {"command": verb.command.__name__, "result": verb.result.__name__, "refusal": "Refusal"}[part]


def typescript(described: Json) -> dict[str, str]:
    return dict[str, str](json.loads(printed_by(TYPES, json.dumps(described))))


def printed_by(script: Path, given: str = "") -> str:
    ran = subprocess.run([node(), str(script)], input=given, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f"{script.relative_to(ROOT)} failed; `make gen` installs what it needs.\n{ran.stderr}")
    return ran.stdout


def node() -> str:
    found = shutil.which("node")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout if found else ""
    if found is None or tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < NODE_NEEDED:
        sys.exit("This needs Node {}.{} or newer on PATH; `make gen` brings it.".format(*NODE_NEEDED))
    return found


if __name__ == "__main__":
    main()
