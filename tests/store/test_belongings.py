"""What somebody takes along is all of theirs and nothing of others': by all tables, with a word in each column."""

import asyncio
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, LargeBinary, String, Table
from sqlalchemy.sql.util import find_tables

from parley.later.export_archive import Archive
from parley.process.services import operate
from parley.settings import Settings
from parley.store import people
from parley.store.belongings import LISTS
from parley.store.export_contents import Cover, contents
from parley.store.left_out import LEFT_OUT, TAKEN
from parley.store.schema import REVISION, metadata
from tests.store.migrations.database import fill, on, rows_of
from tests.store.migrations.filled import Rows
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON
from tests.store.migrations.filled.v0029 import DESIGN

# The first message of the lobby is hers. Here it is a poll that she edited; the last one, of bob's, is one too.
HER_POLL = 1
CANARY = re.compile(r"canary\d{4}")
# Columns without a foreign key that hold a person, by their names.
WHOSE = re.compile(r"person|sender|owner|actor|\w+_by")
# They hold a word that the program knows, or JSON, or what another row refers to.
AS_THEY_ARE = {
    *("people.role", "people.about", "rooms.kind", "rooms.slug", "rooms.history", "rooms.adding", "rooms.posting"),
    *("rooms.threads", "rooms.direct", "slugs.slug", "stays.role", "mutes.level", "complaints.reason"),
    *(
        "invitations.role",
        "messages.forwarded",
        "messages.notice",
        "audit.details",
        "polls.options",
        "polls.counts",
        "polls.first",
        "tallies.kind",
    ),
}
# What comes out of ada's copy, and of which rows.
Which = Callable[[dict[str, Any]], bool]
HERS: dict[str, Which] = {
    # She blocked eve. Nothing of hers names bob.
    "people.handle": lambda row: row["id"] != BOB,
    "people.name": lambda row: row["id"] != BOB,
    "people.email": lambda row: row["id"] == ADA,
    "people.language": lambda row: row["id"] == ADA,
    "rooms.name": lambda row: True,
    "messages.body": lambda row: row["sender"] == ADA and row["erased_at"] is None,
    "versions.body": lambda row: row["seq"] == HER_POLL,
    "polls.question": lambda row: row["seq"] == HER_POLL,
    "reactions.emoji": lambda row: row["person"] == ADA,
    "drafts.body": lambda row: row["person"] == ADA,
    "scheduled.body": lambda row: row["person"] == ADA,
    "scheduled.failed": lambda row: row["person"] == ADA,
    "held.body": lambda row: row["person"] == ADA,
    "sections.name": lambda row: row["person"] == ADA,
    "held.reason": lambda row: row["person"] == ADA,
    "reminders.text": lambda row: row["person"] == ADA,
    "complaints.note": lambda row: row["person"] == ADA,
    "people_groups.handle": lambda row: row["id"] == DESIGN,
    "people_groups.name": lambda row: row["id"] == DESIGN,
    "bans.reason": lambda row: row["banned_by"] == ADA,
    "sessions.device": lambda row: row["person"] == ADA,
    "sessions.address": lambda row: row["person"] == ADA,
    "custom_emoji.name": lambda row: row["added_by"] == ADA,
    "avatars.small": lambda row: row["person"] == ADA,
    "avatars.large": lambda row: row["person"] == ADA,
    "passkeys.name": lambda row: row["person"] == ADA,
    "identities.provider": lambda row: row["person"] == ADA,
    "identities.email": lambda row: row["person"] == ADA,
    "audit.action": lambda row: ADA in (row["actor"], row["person"]),
    "audit.address": lambda row: row["actor"] == ADA,
}
# Of tables that a copy has something of, what nobody gets.
NOBODYS = {
    *("people_groups.description", "people_groups.folded", "people_groups.client_id", "people_groups.request_hash"),
    *("people.avatar", "people.password_hash", "people.client_id", "people.folded", "people.email_key"),
    *("people.name_key", "rooms.topic", "rooms.client_id", "rooms.request_hash", "rooms.description", "rooms.folded"),
    *("messages.client_id", "messages.request_hash", "messages.mentions", "drafts.digest", "reports.body"),
    *("scheduled.client_id", "scheduled.request_hash", "reminders.client_id", "reminders.request_hash"),
    *("sessions.salt", "avatars.hash", "passkeys.credential", "passkeys.public_key", "passkeys.transports"),
    *("authenticators.sealed", "recovery_codes.hash", "identities.issuer", "identities.subject"),
    *("invitations.client_id", "invitations.token_hash", "held.client_id", "held.request_hash"),
    *("sections.client_id", "sections.request_hash"),
    *("custom_emoji.hash", "custom_emoji.moving", "custom_emoji.still"),
}


def name_of(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def taken_along() -> set[str]:
    """The tables that a copy has something of."""
    listed = {table.name for listing in LISTS for table in tables_in(listing.things)}
    return listed | {name.partition(".")[0] for name in TAKEN}


def tables_in(statement: Any) -> list[Table]:
    return [table for table in find_tables(statement, include_joins=True) if isinstance(table, Table)]


def texts() -> list[Column[Any]]:
    """The columns that can hold a word."""
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    return [column for column in columns if isinstance(column.type, String | LargeBinary)]


def test_of_every_table_it_is_decided_whether_people_take_it_along() -> None:
    undecided = {table.name for table in metadata.sorted_tables} - taken_along() - set(LEFT_OUT)
    assert not undecided, "take them along in parley.store.belongings, or say why not in parley.store.left_out"


def test_so_it_is_of_every_column_that_names_a_person() -> None:
    naming = {
        name_of(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "people.id" for key in column.foreign_keys) or WHOSE.fullmatch(column.name)
    }
    decided = {name_of(listing.by) for listing in LISTS} | set(TAKEN) | set(LEFT_OUT)
    assert {name for name in naming if not {name, name.partition(".")[0]} & decided} == set()


def test_no_decision_is_about_something_that_is_not_there() -> None:
    there = {table.name for table in metadata.sorted_tables}
    there |= {name_of(column) for table in metadata.sorted_tables for column in table.columns}
    assert not (set(LEFT_OUT) | set(TAKEN)) - there
    assert not (set(HERS) | NOBODYS | AS_THEY_ARE) - there


def test_so_it_is_of_every_column_that_can_hold_a_word() -> None:
    of_taken = {name_of(column) for column in texts() if column.table.name in taken_along()}
    assert of_taken - AS_THEY_ARE - {"slugs.slug"} == set(HERS) | NOBODYS


async def test_a_copy_has_every_word_of_ones_own_and_none_of_anybody_elses(settings: Settings) -> None:
    rows, words = with_canaries(with_her_poll(with_bobs(rows_of(REVISION))))
    assert {table.name for table in metadata.sorted_tables} == set(rows) & set(metadata.tables)
    await asyncio.to_thread(on, settings, lambda connection: fill(connection, rows))
    hers = {
        f"{name} of row {n}"
        for name, n in words.values()
        if name in HERS and HERS[name](rows[name.partition(".")[0]][n])
    }
    text = await copy_of(settings, ADA)
    found = {"{} of row {}".format(*words[word]) for word in CANARY.findall(text)}
    assert found == hers
    assert "she/her" in text


async def copy_of(settings: Settings, person: int) -> str:
    async with operate(settings) as services:
        row = await services.database.read(people.by_id, person)
        assert row is not None
        archive = Archive((2026, 1, 1, 0, 0, 0))
        pieces = []
        async for part in contents(services.database, row, Cover(server="Parley", made_at=NOON)):
            pieces += archive.add(part)
        with zipfile.ZipFile(io.BytesIO(b"".join([*pieces, *archive.close()]))) as file:
            return "\n".join(file.read(name).decode() for name in file.namelist())


def with_her_poll(rows: Rows) -> Rows:
    messages = [line | ({"poll": 1, "edited_at": NOON} if is_her_poll(line) else {}) for line in rows["messages"]]
    more = {name: [*rows[name], rows[name][0] | {"room": LOBBY, "seq": HER_POLL}] for name in ("versions", "polls")}
    return rows | {"messages": messages} | more


def is_her_poll(message: dict[str, object]) -> bool:
    return (message["room"], message["seq"]) == (LOBBY, HER_POLL)


def with_bobs(rows: Rows) -> Rows:
    """Whatever ada has, bob has too, where there can be two of it."""
    more = {}
    for name, lines in rows.items():
        table = metadata.tables.get(name)
        whose = None if table is None else next((c.name for c in table.columns if WHOSE.fullmatch(c.name)), None)
        if table is None or whose is None or name in ("messages", "people", "rooms", "stays", "reports"):
            more[name] = lines
            continue
        bobs = [{**line, **another(table, line), whose: BOB} for line in lines if line[whose] == ADA]
        key = [column.name for column in table.primary_key]
        taken = {tuple(line[part] for part in key) for line in lines}
        more[name] = lines + [line for line in bobs if tuple(line[part] for part in key) not in taken]
    return more


def another(table: Table, line: dict[str, object]) -> dict[str, object]:
    """An id of its own for a copy of a row. Words are made different anyway."""
    id_ = line.get("id")
    return {"id": id_ + 5_000} if isinstance(id_, int) and "id" in table.columns else {}


def with_canaries(rows: Rows) -> tuple[Rows, dict[str, tuple[str, int]]]:
    """A word in each column that can hold one; and of each word its column and its row."""
    columns = {name_of(column): column for column in texts() if name_of(column) not in AS_THEY_ARE}
    words: dict[str, tuple[str, int]] = {}

    def planted(name: str, value: object, n: int) -> object:
        if name not in columns or value in (None, "", b""):
            return value
        word = f"canary{len(words):04}"
        words[word] = (name, n)
        return word.encode() if isinstance(columns[name].type, LargeBinary) else word

    planted_in = {
        table: [
            {key: planted(f"{table}.{key}", value, n) for key, value in line.items()} for n, line in enumerate(lines)
        ]
        for table, lines in rows.items()
    }
    return planted_in, words
