"""The table of things fits the tables of the database, the structs of the wire, and itself."""

from typing import Any

import pytest
from msgspec import structs

from parley.changes import PERSON, ROOM, SERVER, THE_SERVER, THREAD, log_name, log_named, person_log, room_log
from parley.protocol import schemas
from parley.store.rows import resting
from parley.store.schema import metadata
from parley.things import BY_NAME, THINGS, Thing, packed, unpacked
from tests.realtime.test_frames import ROOM_ROW, said

LONGEST = 2**63 - 1
IDS = [thing.name for thing in THINGS]


@pytest.mark.parametrize("kind", THINGS, ids=IDS)
class TestEachKind:
    def test_its_fields_rest_in_columns_of_its_table(self, kind: Thing) -> None:
        table, fields = metadata.tables[kind.table], {field.name for field in structs.fields(kind.wire)}
        assert kind.columns.keys() <= fields
        made = {name for name, source in kind.columns.items() if not isinstance(source, str)}
        assert {str(kind.columns.get(name, name)) for name in fields - made} <= set(table.columns.keys())

    def test_what_it_is_known_by_are_fields_of_it(self, kind: Thing) -> None:
        named = {*kind.key, *(kind.shown_by or ()), *kind.people, *kind.rooms, "rev"}
        named |= {field for field in (kind.place, kind.floor, kind.quotes, *(kind.about or ())) if field is not None}
        assert named <= {field.name for field in structs.fields(kind.wire)}
        assert set(kind.shown_by or ()) <= set(kind.key)

    def test_it_belongs_to_a_kind_of_log(self, kind: Thing) -> None:
        assert kind.log in (ROOM, PERSON, SERVER, THREAD)


@pytest.mark.parametrize(
    "kind", [thing for thing in THINGS if thing.travels or thing.effect], ids=lambda kind: kind.name
)
def test_what_changed_after_a_place_is_found_by_an_index(kind: Thing) -> None:
    """Or the log is one row long: else each reconnecting client would read the whole table."""
    rests = resting(kind)
    wanted = [column.name for column in (rests.log, rests.rev) if column is not None]
    indexed = [[column.name for column in index.columns] for index in rests.table.indexes]
    keys = [column.name for column in rests.table.primary_key]
    assert wanted in indexed or wanted[:1] == keys


@pytest.mark.parametrize("kind", [thing for thing in THINGS if thing.message], ids=lambda kind: kind.name)
def test_what_is_about_a_message_is_found_by_its_tables_key(kind: Thing) -> None:
    keys = [column.name for column in resting(kind).table.primary_key]
    assert keys[:2] == list(kind.message or ())


def test_every_kind_that_travels_is_in_the_documents_and_no_other() -> None:
    assert {thing.__struct_config__.tag for thing in schemas.things()} == {
        thing.name for thing in THINGS if thing.travels
    }
    assert len(BY_NAME) == len(THINGS)


def test_what_is_packed_is_unpacked_and_unknown_kinds_are_skipped() -> None:
    things = [said(10, 5).thing, ROOM_ROW]
    unknown: Any = packed([ROOM_ROW])[0]
    strange = type(unknown)(bytes(unknown).replace(b'"thing":"room"', b'"thing":"strange"'))
    assert unpacked([*packed(things), strange]) == things


@pytest.mark.parametrize("log", [room_log(1), person_log(LONGEST), THE_SERVER], ids=log_name)
def test_a_logs_name_leads_back_to_it(log: Any) -> None:
    assert log_named(log_name(log)) == log


def test_a_log_that_no_database_could_hold_is_nobodys() -> None:
    assert log_named(f"room:{LONGEST + 1}") == room_log(0)
