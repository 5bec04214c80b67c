"""The settings as every command reads them."""

import sys
from collections.abc import Iterator

from parley.configuration import Loaded, load, nearest
from parley.settings import Settings, variable


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
    for name in loaded.unknown:
        meant = nearest(name)
        hint = f"Did you mean {variable(meant)}?" if meant else "`parley config` lists those there are."
        yield f"{name} is not a setting of Parley. {hint}"
