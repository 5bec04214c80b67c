"""Rows of any kind by a key: of two versions the one with the higher `rev` is the newer."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay

Row = TypeVar("Row", Room, Stay, Membership, ReadPosition, Card)


def newest(known: Mapping[str, Row], incoming: Mapping[str, Row]) -> dict[str, Row]:
    rows = dict(known)
    for key, row in incoming.items():
        rows[key] = newer(rows[key], row) if key in rows else row
    return rows


def newer(known: Row, incoming: Row) -> Row:
    return incoming if incoming.rev > known.rev else known


def later_than(rev: int, rows: Mapping[str, Row]) -> dict[str, Row]:
    return {key: row for key, row in rows.items() if row.rev > rev}


def by_person(stays: Iterable[Stay]) -> dict[str, Stay]:
    """A person can be in a list twice, with an ended stay and a new one."""
    return {stay.person: stay for stay in sorted(stays, key=lambda stay: stay.rev)}
