"""From the rows of tables to things: which columns a kind rests in, and how they become what travels."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from msgspec import Struct, structs
from sqlalchemy import Column, Row, Table

from parley.protocol.base import Id, Time
from parley.store.schema import metadata
from parley.things import BY_WIRE, Thing
from parley.times import rfc3339

T = TypeVar("T", bound=Struct)


@dataclass(frozen=True)
class Resting:
    """Where things of a kind rest."""

    table: Table
    rev: Column[int]
    log: Column[int] | None
    ended: Column[Any] | None


@cache
def resting(kind: Thing) -> Resting:
    table = metadata.tables[kind.table]
    return Resting(
        table=table,
        rev=table.c[kind.rev],
        log=table.c[kind.log_column] if kind.log_column is not None else None,
        ended=table.c[kind.ended] if kind.ended is not None else None,
    )


def made(wire: type[T], row: Row[Any]) -> T:
    """The thing that a row of its table is."""
    return wire(**{field: read(row) for field, read in _readers(wire)})


@cache
def _readers(wire: type[Struct]) -> list[tuple[str, Callable[[Row[Any]], Any]]]:
    hints = get_type_hints(wire, include_extras=True)
    columns = BY_WIRE[wire].columns
    return [
        (field.name, _reader(columns.get(field.name, field.name), hints[field.name])) for field in structs.fields(wire)
    ]


def _reader(source: str | Callable[[Any], Any], hint: Any) -> Callable[[Row[Any]], Any]:
    if not isinstance(source, str):
        return source
    column = attrgetter(source)
    if hint == Id:
        return lambda row: str(column(row))
    if hint == Time:
        return lambda row: rfc3339(column(row))
    return column
