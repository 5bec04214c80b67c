import asyncio
import re
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from subprocess import run
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import ColumnClause, Connection, NullPool, Select, column, create_engine, insert, select, table
from sqlalchemy.ext.asyncio import create_async_engine

from parley.settings import Settings
from parley.store import migrate
from parley.store.folder import database_file, locked
from parley.store.migrations import run as run_migrations
from parley.store.migrations.run import ADVISORY_LOCK, FOLDER
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION, metadata
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.store.filled import REVISIONS, Rows


@pytest.fixture
def sqlite(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def make_database(postgres: Postgres, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    names: list[str] = []

    def make() -> Settings:
        names.append(f"migrate_{uuid4().hex}")
        postgres.create_database(names[-1])
        return Settings(data_dir=str(tmp_path / "data"), database_url=postgres.url(names[-1]))

    yield make
    for name in names:
        postgres.drop_database(name)


@pytest.fixture
def postgresql(make_database: Callable[[], Settings]) -> Settings:
    return make_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    chosen: Settings = request.getfixturevalue(request.param)
    return chosen


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


class TestStatus:
    def test_empty_then_current(self, settings: Settings) -> None:
        assert migrate.status(settings) == migrate.SchemaStatus(None, REVISION, "empty")
        migrate.upgrade(settings)
        assert migrate.status(settings) == migrate.SchemaStatus(REVISION, REVISION, "current")

    @pytest.mark.parametrize(("revision", "state"), [("0000", "older"), ("9999", "newer")])
    def test_older_and_newer(self, settings: Settings, revision: str, state: str) -> None:
        pretend(settings, revision)
        found = migrate.status(settings)
        assert (found.current, found.wanted, found.state) == (revision, REVISION, state)

    def test_looking_makes_nothing(self, sqlite: Settings) -> None:
        migrate.status(sqlite)
        assert not sqlite.data.exists()

    def test_alembic_stays_outside(self, sqlite: Settings) -> None:
        migrate.upgrade(sqlite)
        code = (
            "import sys; from parley.settings import Settings; from parley.store.migrate import prepare_schema;"
            f"prepare_schema(Settings(data_dir={sqlite.data_dir!r})); assert 'alembic' not in sys.modules"
        )
        run([sys.executable, "-c", code], check=True)

    def test_what_is_no_database_is_named(self, sqlite: Settings) -> None:
        sqlite.data.mkdir()
        database_file(sqlite).write_text("this is not a database, however long it may be" * 100)
        with pytest.raises(CannotStart, match=r"parley\.db cannot be opened as a database: file is not a database"):
            migrate.status(sqlite)

    def test_an_unreachable_database_is_named_without_its_password(self, postgresql: Settings) -> None:
        nobody_listens = f"postgresql://parley:canary@127.0.0.1:{free_port()}/chat"
        wrong_password = postgresql.database_url.replace(":", "!:", 2).replace("!:", ":", 1)
        for url in (nobody_listens, wrong_password, nobody_listens.replace("127.0.0.1", "127.0.0.1:x")):
            with pytest.raises(CannotStart, match="PARLEY_DATABASE_URL") as refusal:
                migrate.status(Settings(database_url=url))
            assert "canary" not in str(refusal.value)


class TestUpgrade:
    def test_a_second_time_changes_nothing(self, settings: Settings) -> None:
        assert migrate.upgrade(settings) == (None, REVISION)
        assert migrate.upgrade(settings) == (REVISION, REVISION)
        assert not (settings.data / "backups").exists()

    @pytest.mark.parametrize("revision", REVISIONS)
    def test_a_filled_copy_of_every_revision_arrives_whole(self, settings: Settings, revision: str) -> None:
        migrate.upgrade(settings, to=revision)
        rows = rows_of(revision)
        on(settings, lambda connection: fill(connection, rows))
        assert migrate.upgrade(settings) == (revision, REVISION)
        assert on(settings, lambda connection: read(connection, rows)) == rows

    def test_whoever_is_in_a_room_when_positions_come_has_read_it(self, settings: Settings) -> None:
        migrate.upgrade(settings, to="0001")
        on(settings, lambda connection: fill(connection, rows_of("0001")))
        migrate.upgrade(settings)
        columns: list[ColumnClause[Any]] = [
            column(name) for name in ("first_seq", "read_generation", "read_seq", "read_rev")
        ]
        read_up_to = select(column("room"), *columns).select_from(table("stays")).distinct().order_by(column("room"))
        found = on(settings, lambda connection: connection.execute(read_up_to).all())
        assert [tuple(row) for row in found] == [(201, 1, 0, 3, 0), (202, 1, 0, 0, 0)]

    def test_what_was_erased_before_there_was_a_time_for_it_stays_erased(self, settings: Settings) -> None:
        migrate.upgrade(settings, to="0003")
        rows = rows_of("0003")
        rows["messages"][0] = rows["messages"][0] | {"body": ""}
        on(settings, lambda connection: fill(connection, rows))
        migrate.upgrade(settings)
        erased: Select[Any] = (
            select(column("seq")).select_from(table("messages")).where(column("erased_at").is_not(None))
        )
        assert [tuple(row) for row in on(settings, lambda connection: connection.execute(erased).all())] == [(1,)]

    def test_a_role_that_came_later_needs_no_new_table(self, settings: Settings) -> None:
        migrate.upgrade(settings, to="0003")
        on(settings, lambda connection: fill(connection, rows_of("0003")))
        migrate.upgrade(settings)
        sql = "UPDATE stays SET role = 'moderator' WHERE person = 102"
        on(settings, lambda connection: connection.exec_driver_sql(sql))
        if not settings.database_url:
            checked = on(settings, lambda connection: connection.exec_driver_sql("PRAGMA integrity_check").all())
            assert [tuple(row) for row in checked] == [("ok",)]

    def test_a_process_of_the_version_before_still_drops_what_is_old(self, postgresql: Settings) -> None:
        migrate.upgrade(postgresql)
        rows = rows_of(REVISION)
        on(postgresql, lambda connection: fill(connection, rows))
        on(postgresql, lambda connection: connection.exec_driver_sql("DELETE FROM messages WHERE room = 201"))
        about: Rows = {name: [] for name in ("versions", "reactions", "tallies")}
        assert on(postgresql, lambda connection: read(connection, {name: rows[name] for name in about})) == about

    def test_a_newer_schema_is_left_alone(self, settings: Settings) -> None:
        pretend(settings, "9999")
        with pytest.raises(CannotStart, match="made by a newer Parley"):
            migrate.upgrade(settings)
        assert migrate.status(settings).current == "9999"

    def test_a_failing_one_leaves_everything_as_it_was(self, settings: Settings) -> None:
        in_the_way = "CREATE TABLE messages (mine TEXT)"
        on(settings, lambda connection: connection.exec_driver_sql(in_the_way))
        with pytest.raises(Exception, match="messages"):
            migrate.upgrade(settings)
        assert migrate.status(settings).state == "empty"
        assert on(settings, lambda connection: connection.exec_driver_sql("SELECT mine FROM messages").all()) == []

    def test_two_at_once_on_postgresql_both_find_it_done(self, postgresql: Settings) -> None:
        code = (
            "import sys; from parley.settings import load; from parley.store.migrate import upgrade;"
            "print(upgrade(load().settings)[1])"
        )
        script = f"({sys.executable} -c '{code}' & {sys.executable} -c '{code}' & wait)"
        done = run(
            ["sh", "-c", script],
            env={"PARLEY_DATABASE_URL": postgresql.database_url},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [REVISION, REVISION], done.stderr

    async def test_a_held_lock_is_waited_for_and_then_named(
        self, postgresql: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run_migrations, "LOCK_TIMEOUT", "300ms")
        holder = await asyncpg.connect(postgresql.database_url)
        try:
            await holder.fetch("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
            with pytest.raises(CannotStart, match=r"more than 300ms.*Nothing was changed"):
                await asyncio.to_thread(migrate.upgrade, postgresql)
        finally:
            await holder.close()
        assert (await asyncio.to_thread(migrate.status, postgresql)).state == "empty"

    def test_a_running_server_keeps_its_sqlite_to_itself(self, sqlite: Settings) -> None:
        with locked(sqlite), pytest.raises(CannotStart, match=r"in use by another Parley \(process \d+\)"):
            migrate.upgrade(sqlite)

    def test_the_database_is_its_owners_alone(self, sqlite: Settings) -> None:
        migrate.upgrade(sqlite)
        assert stat.S_IMODE(sqlite.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(database_file(sqlite).stat().st_mode) == 0o600


class TestSnapshot:
    def test_what_is_there_is_copied_first(self, sqlite: Settings) -> None:
        pretend(sqlite, "0000")
        with pytest.raises(Exception, match="0000"):  # no such revision: the copy is made all the same
            migrate.upgrade(sqlite)
        [snapshot] = (sqlite.data / "backups").iterdir()
        assert re.fullmatch(rf"before-{REVISION}-\d{{8}}T\d{{9}}Z\.db", snapshot.name)
        assert stat.S_IMODE(snapshot.stat().st_mode) == 0o600
        with closing(sqlite3.connect(snapshot)) as copy:
            assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]


class TestPrepareSchema:
    def test_sqlite_is_brought_up_to_date(self, sqlite: Settings) -> None:
        migrate.prepare_schema(sqlite)
        migrate.prepare_schema(sqlite)
        assert migrate.status(sqlite).state == "current"

    def test_postgresql_has_to_be_already(self, postgresql: Settings) -> None:
        with pytest.raises(CannotStart, match=r"no tables yet.*parley migrate"):
            migrate.prepare_schema(postgresql)
        migrate.upgrade(postgresql)
        migrate.prepare_schema(postgresql)

    def test_an_older_postgresql_names_the_command(self, postgresql: Settings) -> None:
        pretend(postgresql, "0000")
        with pytest.raises(CannotStart, match=f"0000, older than {REVISION}.*parley migrate"):
            migrate.prepare_schema(postgresql)

    def test_a_newer_schema_names_the_newer_parley(self, settings: Settings) -> None:
        pretend(settings, "9999")
        with pytest.raises(CannotStart, match="newer Parley"):
            migrate.prepare_schema(settings)


def on(settings: Settings, work: Callable[[Connection], Any]) -> Any:
    """Run work in a transaction on the database of these settings."""
    if not settings.database_url:
        settings.data.mkdir(exist_ok=True)
        with create_engine(f"sqlite:///{database_file(settings)}", poolclass=NullPool).begin() as connection:
            return work(connection)

    async def on_postgres() -> Any:
        url = settings.database_url.replace("postgresql", "postgresql+asyncpg", 1)
        async with create_async_engine(url, poolclass=NullPool).begin() as connection:
            return await connection.run_sync(work)

    return asyncio.run(on_postgres())


def pretend(settings: Settings, revision: str) -> None:
    def write(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute(insert(table("alembic_version", column("version_num"))), {"version_num": revision})

    on(settings, write)


def rows_of(revision: str) -> Rows:
    rows: Rows = import_module(f"tests.store.filled.v{revision}").ROWS
    return {name: list(lines) for name, lines in rows.items()}


def fill(connection: Connection, rows: Rows) -> None:
    for name, lines in rows.items():
        connection.execute(insert(table(name, *map(column, lines[0]))), lines)


def read(connection: Connection, like: Rows) -> Rows:
    """The same columns of the same tables, in the order of their values."""
    found: Rows = {}
    for name, lines in like.items():
        columns: list[ColumnClause[Any]] = [column(key) for key in lines[0]]
        rows = connection.execute(select(*columns).select_from(table(name)).order_by(*columns))
        found[name] = [dict(row._mapping) for row in rows]
    return found


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
