"""The revisions are one chain, and lead to the schema in the code."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine

from parley.settings import Settings
from parley.store import migrate
from parley.store.migrations.run import FOLDER
from parley.store.schema import REVISION, metadata
from tests.store.migrations.database import on, rows_of
from tests.store.migrations.filled import REVISIONS


class TestRevisions:
    def test_they_are_one_chain_of_four_digits_that_ends_at_what_the_schema_says(self) -> None:
        chain = [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]
        assert chain == sorted(REVISIONS, reverse=True)
        assert chain[0] == REVISION
        assert all(re.fullmatch(r"\d{4}", revision) for revision in chain)

    def test_each_has_rows_to_be_upgraded(self) -> None:
        for revision in REVISIONS:
            assert rows_of(revision)

    def test_they_only_go_forward_and_read_nothing_that_changes(self) -> None:
        for path in (FOLDER / "versions").glob("[0-9]*.py"):
            text = path.read_text()
            assert "def downgrade" not in text
            assert "import parley" not in text
            assert "from parley" not in text

    def test_migrated_and_made_from_the_schema_are_the_same_on_sqlite(self, sqlite: Settings, tmp_path: Path) -> None:
        migrate.upgrade(sqlite)
        engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}", poolclass=NullPool)
        metadata.create_all(engine)
        with engine.connect() as made:
            wanted = sqlite_schema(made)
        assert on(sqlite, sqlite_schema) == wanted
        assert any("WHERE until IS NULL" in line for line in wanted["stays_open_key"])

    def test_migrated_and_made_from_the_schema_are_the_same_on_postgresql(
        self, make_database: Callable[[], Settings]
    ) -> None:
        migrated, made = make_database(), make_database()
        migrate.upgrade(migrated)
        on(made, metadata.create_all)
        wanted = on(made, postgres_schema)
        assert on(migrated, postgres_schema) == wanted
        assert any("WHERE (until IS NULL)" in str(line) for line in wanted)


def sqlite_schema(connection: Connection) -> dict[str, list[str]]:
    """Of each table and index: its columns in order, then its constraints in any."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all()
    schema = {}
    for name, sql in rows:
        lines = [line for raw in sql.splitlines() for line in definitions(raw)]
        schema[name] = [line for line in lines if not is_constraint(line)] + sorted(filter(is_constraint, lines))
    schema.pop("alembic_version", None)
    return schema


def definitions(line: str) -> list[str]:
    """What a line defines. Columns that were added later stand in one, each with its constraint beside it."""
    found = re.split(r",\s+(?![^(]*\))|\s(?=CONSTRAINT\b)", line.strip().rstrip(","))
    whole = [part.removesuffix(")") if part.count(")") > part.count("(") else part for part in found]
    return [part for part in whole if part]


def is_constraint(line: str) -> bool:
    return line.startswith("CONSTRAINT")


def postgres_schema(connection: Connection) -> list[Any]:
    columns = """
        SELECT table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable,
               column_default
        FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2"""
    constraints = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> COALESCE(to_regclass('alembic_version'), 0)
        ORDER BY 1, 2"""
    indexes = """
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1, 2"""
    return [tuple(row) for query in (columns, constraints, indexes) for row in connection.exec_driver_sql(query)]
