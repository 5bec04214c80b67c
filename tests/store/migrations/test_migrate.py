"""The schema of a database: how it is found, the copy before a change, and when a server refuses to start."""

import re
import sqlite3
import stat
import sys
from contextlib import closing
from subprocess import run

import pytest

from parley.settings import Settings
from parley.store import migrate
from parley.store.folder import database_file
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from tests.services.ports import free_port
from tests.store.migrations.database import pretend


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
