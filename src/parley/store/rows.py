"""From the rows of tables to things: which columns a kind rests in, and how they become what travels."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from sys import intern
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct, structs
from sqlalchemy import Column, Row, Table

from parley.basics.times import rfc3339
from parley.protocol.base import Id, Time
from parley.store.schema import metadata
from parley.things import BY_WIRE, Thing

T = TypeVar("T", bound=Struct)


@dataclass(frozen=True)
class Resting:
    """Where things of a kind rest."""

    table: Table
    rev: Column[int]
    log: Column[int] | None
    ended: Column[Any] | None
    # With the room and the place of the message that it is about.
    message: tuple[Column[int], ...] | None


@cache
def resting(kind: Thing) -> Resting:
    table = metadata.tables[kind.table]
    return Resting(
        table=table,
        rev=table.c[kind.rev],
        log=table.c[kind.log_column] if kind.log_column is not None else None,
        ended=table.c[kind.ended] if kind.ended is not None else None,
        message=tuple(table.c[name] for name in kind.message) if kind.message is not None else None,
    )


def made(wire: type[T], row: Row[Any]) -> T:
    """The thing that a row is, which begins with the columns of its table in their order."""
    reading = _reading(wire)
    fields = dict(zip(reading.names, reading.values(row), strict=True))
    for name, convert in reading.conversions:
        fields[name] = convert(fields[name])
    for name, make in reading.computed:
        fields[name] = make(row)
    return wire(**fields)


@dataclass(frozen=True)
class _Reading:
    """How a kind is read from a row: what as it is, what of that in another form, and what from all of it."""

    names: tuple[str, ...]
    values: Callable[[Row[Any]], tuple[Any, ...]]
    conversions: tuple[tuple[str, Callable[[Any], Any]], ...]
    computed: tuple[tuple[str, Callable[[Row[Any]], Any]], ...]


@cache
def _reading(wire: type[Struct]) -> _Reading:
    kind, hints = BY_WIRE[wire], get_type_hints(wire, include_extras=True)
    sources = {field.name: kind.columns.get(field.name, field.name) for field in structs.fields(wire)}
    places = {column.name: place for place, column in enumerate(metadata.tables[kind.table].columns)}
    kept = {name: places[source] for name, source in sources.items() if isinstance(source, str)}
    return _Reading(
        names=tuple(kept),
        values=itemgetter(*kept.values()),
        conversions=tuple((name, FORMS[form]) for name in kept if (form := _form(hints[name])) is not None),
        computed=tuple((name, source) for name, source in sources.items() if not isinstance(source, str)),
    )


FORMS: dict[str, Callable[[Any], Any]] = {
    "id": str,
    "time": rfc3339,
    "time or none": lambda ms: None if ms is None else rfc3339(ms),
    # msgspec leaves a default out only if it is the very same string.
    "word": intern,
}


def _form(hint: Any) -> str | None:
    forms = {Id: "id", Time: "time", Time | None: "time or none"}
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(bare) is Literal:
        return "word"
    return next((form for known, form in forms.items() if hint == known), None)
