"""The settings as every command reads them."""

import difflib
import sys
from collections.abc import Iterator

from parley.settings import PREFIX, SECRETS, Loaded, Settings, load, variable


def read_settings() -> Settings:
    """A misspelt variable would otherwise be a setting silently left at its default."""
    loaded = load()
    for line in unknown_variables(loaded):
        print(line, file=sys.stderr)
    return loaded.settings


def prepare_database(settings: Settings) -> None:
    """Its schema. A migration is told on standard error, because the command's own output may be for programs."""
    from parley.store.migrate import prepare_schema

    done = prepare_schema(settings)
    if done is not None and done.before is not None:
        print(done, file=sys.stderr)


def unknown_variables(loaded: Loaded) -> Iterator[str]:
    known = [*Settings.__struct_fields__, *(f"{name}_file" for name in sorted(SECRETS))]
    for name in loaded.unknown:
        nearest = difflib.get_close_matches(name.removeprefix(PREFIX).lower(), known, n=1)
        hint = f"Did you mean {variable(nearest[0])}?" if nearest else "`parley config` lists those there are."
        yield f"{name} is not a setting of Parley. {hint}"
