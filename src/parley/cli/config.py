import json
import sys
from collections.abc import Iterator
from textwrap import wrap
from typing import Annotated, Any

from typer import Option

from parley.cli.environment import unknown_variables
from parley.configuration import Loaded, load
from parley.settings import SECRETS, Settings, description, variable

MASK = "********"
WIDTH = 78


def config(*, as_json: Annotated[bool, Option("--json", help="For programs: a list of objects.")] = False) -> None:
    """Print every setting: what it is for, its value and where that came from. Secrets are masked."""
    loaded = load()
    rows = list(_rows(loaded))
    if as_json:
        print(json.dumps(rows, indent=2))
    else:
        print("\n\n".join(map(_paragraph, rows)))
    for line in unknown_variables(loaded):
        print(line, file=sys.stderr)


def _rows(loaded: Loaded) -> Iterator[dict[str, Any]]:
    for name in Settings.__struct_fields__:
        value = getattr(loaded.settings, name)
        yield {
            "name": variable(name),
            "value": MASK if name in SECRETS and value else value,
            "source": loaded.sources[name],
            "description": description(name),
        }


def _paragraph(row: dict[str, Any]) -> str:
    lines = wrap(row["description"], WIDTH, initial_indent="# ", subsequent_indent="# ")
    value = int(row["value"]) if isinstance(row["value"], bool) else row["value"]
    return "\n".join([*lines, f"{row['name']}={value}  ({row['source']})"])
