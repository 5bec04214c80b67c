"""Things by kind and key: of two versions the one with the higher `rev` stays, of two alike the one that was there.

Which fields are the key, `parley.things` says; no kind is named here.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from parley.changes import rev_of
from parley.things import BY_NAME, BY_WIRE, kind_of

T = TypeVar("T", bound=Struct)
Key = tuple[Any, ...]
Rows = Mapping[Key, Struct]
Things = Mapping[str, Rows]


def shown_key(thing: Struct) -> Key:
    """Which one it is among those of its kind that a client shows."""
    kind = kind_of(thing)
    return tuple(getattr(thing, field) for field in (kind.key if kind.shown_by is None else kind.shown_by))


def upserted(known: Things, incoming: Iterable[Struct]) -> Things:
    changed: dict[str, dict[Key, Struct]] = {}
    for thing in incoming:
        name, key = kind_of(thing).name, shown_key(thing)
        if name not in changed:
            changed[name] = dict(known.get(name, {}))
        there = changed[name].get(key)
        if there is None or rev_of(thing) > rev_of(there):
            changed[name][key] = thing
    return {**known, **changed} if changed else known


def renewed(known: Things, incoming: Iterable[Struct], head: int, *, complete: Collection[str] | None = None) -> Things:
    """After a snapshot read at `head`, which has all there is of the complete kinds, or of every kind: by silence it
    says what is gone. What changed after it stays.
    """
    kept = {
        name: later_than(head, rows) if complete is None or name in complete else rows for name, rows in known.items()
    }
    return upserted(kept, incoming)


def later_than(rev: int, rows: Rows) -> Rows:
    return {key: row for key, row in rows.items() if rev_of(row) > rev}


def first_kept(things: Things) -> int:
    """The first message that is still kept, by the rows that tell it."""
    floors = (
        kind.floor_of(row)
        for name, rows in things.items()
        if (kind := BY_NAME[name]).floor is not None
        for row in rows.values()
    )
    return max(floors, default=1)


def all_of(things: Things, wire: type[T]) -> list[T]:
    """The things of a kind, ended ones included."""
    return [row for row in things.get(BY_WIRE[wire].name, {}).values() if isinstance(row, wire)]


def one_of(things: Things, wire: type[T], *key: str | int) -> T | None:
    found = things.get(BY_WIRE[wire].name, {}).get(key)
    return found if isinstance(found, wire) else None
