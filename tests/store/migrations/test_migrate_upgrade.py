"""An upgrade brings every row to the present revision, or changes nothing."""

import asyncio
import stat
import sys
from subprocess import run
from typing import Any

import asyncpg
import pytest
from sqlalchemy import ColumnClause, Select, column, select, table

from parley.settings import Settings
from parley.store import migrate
from parley.store.folder import database_file, locked
from parley.store.migrations import run as run_migrations
from parley.store.migrations.run import ADVISORY_LOCK
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from tests.store.migrations.database import fill, on, pretend, read, rows_of
from tests.store.migrations.filled import REVISIONS, Rows


class TestUpgrade:
    def test_a_second_time_changes_nothing(self, settings: Settings) -> None:
        first, second = migrate.upgrade(settings), migrate.upgrade(settings)
        assert (first.before, first.after, first.copy) == (None, REVISION, None)
        assert (second.before, second.after, second.revisions) == (REVISION, REVISION, ())
        assert not (settings.data / "backups").exists()

    @pytest.mark.parametrize("revision", REVISIONS)
    def test_a_filled_copy_of_every_revision_arrives_whole(self, settings: Settings, revision: str) -> None:
        migrate.upgrade(settings, to=revision)
        rows = rows_of(revision)
        on(settings, lambda connection: fill(connection, rows))
        done = migrate.upgrade(settings)
        assert (done.before, done.after) == (revision, REVISION)
        assert [name[:4] for name in done.revisions] == [name for name in REVISIONS if name > revision]
        assert (done.copy is None) == (bool(settings.database_url) or revision == REVISION)
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
        about: Rows = {name: [] for name in ("versions", "reactions", "tallies", "trash", "pins", "saves")}
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
            "import sys; from parley.configuration import load; from parley.store.migrate import upgrade;"
            "print(upgrade(load().settings).after)"
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
