"""What there is to say of a kind of thing. `parley.things` says it of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from parley.changes import Effect
from parley.protocol.messages import Forwarded, Message
from parley.protocol.notices import Notice


@dataclass(frozen=True, kw_only=True, eq=False)
class Thing:
    """A kind of thing.

    `columns` has the fields that rest in a column of another name, and those that are computed from the row.
    `log_column` names the log, unless all of the table is one log's.
    """

    wire: type[Struct]
    log: int
    # Which one it is, inside its log; clients may show the newest by less than that: of a person's stays, the last.
    key: tuple[str, ...] = ()
    shown_by: tuple[str, ...] | None = None
    table: str
    log_column: str | None
    columns: Mapping[str, str | Callable[[Any], Any]] = field(default_factory=dict)
    # The column that is filled once there is no such thing any more: changes tell of it, snapshots leave it out.
    ended: str | None = None
    # How many a fresh start tells; more are read by a verb.
    most: int = 1_000
    # The field with the message that it is or is about: who may not see that is not told of it.
    place: str | None = None
    # The field with the first message that is still kept: what is before it is gone, and what is about that.
    floor: str | None = None
    # For a kind in people's own logs that is about a message of a room: the fields with the room and the message. Pages
    # of the room and resets include these things; a welcome does not.
    about: tuple[str, str] | None = None
    # The field with another message of its log, of which a quotation travels along.
    quotes: str | None = None
    # Fields with an id, a list of them or lists of them, with them as values, or with what names them: what was
    # forwarded, a notice. Their cards and rows travel along.
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    travels: bool = True
    # Whether threads have it, besides rooms.
    in_threads: bool = False
    # What a change, given its log's id, means for who follows what.
    effect: Callable[[Any, int], Effect | None] | None = None

    @cached_property
    def name(self) -> str:
        return str(self.wire.__struct_config__.tag)

    @property
    def rev(self) -> str:
        """The column that counts."""
        column = self.columns.get("rev", "rev")
        assert isinstance(column, str)  # noqa: S101 - a number is never made of a row
        return column

    @property
    def message(self) -> tuple[str, str] | None:
        """The columns with the room and the place of the message that it is about."""
        if self.about is not None:
            return self.about
        in_room = self.log_column if self.wire is not Message else None
        return (in_room, self.place) if in_room is not None and self.place is not None else None

    def is_ended(self, thing: Struct) -> bool:
        return self.ended is not None and getattr(thing, self.ended, None) is not None

    def key_of(self, thing: Struct) -> Any:
        """Which one of all things of its log it is."""
        return self.name, self._key(thing)

    @cached_property
    def _key(self) -> Callable[[Struct], Any]:
        return attrgetter(*self.key) if self.key else lambda thing: None

    def place_of(self, thing: Struct) -> int | None:
        return getattr(thing, self.place) if self.place is not None else None

    def quoted_by(self, thing: Struct) -> int | None:
        return getattr(thing, self.quotes) if self.quotes is not None else None

    def floor_of(self, thing: Struct) -> int:
        return getattr(thing, self.floor) if self.floor is not None else 0

    def people_of(self, thing: Struct) -> list[str]:
        """The ids of the people whose cards have to be known to show it."""
        return [id_ for field in self.people for id_ in _ids_in(getattr(thing, field))]

    def rooms_of(self, thing: Struct) -> list[str]:
        """The ids of the rooms whose rows have to be known to show it."""
        return [] if self.is_ended(thing) else [getattr(thing, field) for field in self.rooms]


def from_json(column: str, form: type) -> Callable[[Any], Any]:
    """A field whose column has it in JSON."""
    decode: Callable[[str], Any] = msgspec.json.Decoder(form).decode
    return lambda row: decode(getattr(row, column))


def _ids_in(value: str | list[Any] | dict[str, str] | Forwarded | Notice | None) -> Iterable[str]:
    if value is None:
        return ()
    if isinstance(value, Forwarded):
        return (value.sender,)
    if isinstance(value, Notice):
        return value.people
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        return value.values()
    return [id_ for each in value for id_ in _ids_in(each)]
