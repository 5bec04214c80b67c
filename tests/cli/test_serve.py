import errno
import json
import signal
import socket
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from subprocess import run
from urllib.request import urlopen

import pytest

from parley.doors.http.server import remedy
from parley.store.schema import REVISION
from tests.cli.running import Parley
from tests.services.ports import free_port
from tests.services.postgres import Postgres


@pytest.fixture
def port() -> int:
    return free_port()


def test_one_command_makes_the_folder_and_answers(parley: Parley, port: int) -> None:
    with parley.serving(port) as process:
        assert process.stdout is not None
        assert f"http://localhost:{port}/setup#" in process.stdout.readline()
        with urlopen(f"http://127.0.0.1:{port}/api/server") as answer:
            assert json.load(answer)["needs_setup"] is True
    assert process.returncode == 0
    for name in ("parley.db", "secret"):
        assert stat.S_IMODE((parley.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(parley.folder.stat().st_mode) == 0o700


def test_the_set_up_link_comes_until_it_was_used(parley: Parley, port: int) -> None:
    parley("create-admin", "ada", "--password-stdin", stdin="correct horse battery staple\n")
    with parley.serving(port) as process:
        process.terminate()
        assert process.stdout is not None
        assert "setup" not in process.stdout.read()


def test_ctrl_c_ends_it(parley: Parley, port: int) -> None:
    with parley.serving(port) as process:
        urlopen(f"http://127.0.0.1:{port}/livez").close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=3) == 0


class TestRefusals:
    def test_a_taken_port(self, parley: Parley) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            assert_refused(parley, f"port {other.getsockname()[1]}", "PARLEY_PORT", port=other.getsockname()[1])

    def test_a_taken_port_for_metrics(self, parley: Parley, port: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = other.getsockname()[1]
            assert_refused(parley, f"port {taken}", "PARLEY_METRICS_PORT", port=port, metrics_port=taken)

    def test_an_address_of_another_machine(self, parley: Parley, port: int) -> None:
        assert_refused(parley, "No network card here has that address", "PARLEY_HOST", host="192.0.2.1", port=port)

    def test_a_port_that_is_not_for_every_user(self) -> None:
        """Root may take any, and so may everybody in some containers: only the words are tried here."""
        said = remedy(PermissionError(errno.EACCES, "Permission denied"), "PARLEY_PORT")
        assert "below 1024" in said
        assert "PARLEY_PORT" in said
        assert "CAP_NET_BIND_SERVICE" in said

    def test_a_second_server_on_the_same_folder(self, parley: Parley, port: int) -> None:
        with parley.serving(port):
            assert_refused(parley, "in use by another Parley", "PARLEY_DATA_DIR", port=free_port())

    def test_a_file_in_the_folders_place(self, parley: Parley, port: int) -> None:
        parley.folder.write_text("")
        assert_refused(parley, "cannot be written to", "PARLEY_DATA_DIR", port=port)

    def test_a_setting_that_is_none(self, parley: Parley) -> None:
        assert_refused(parley, "PARLEY_PORT is 'many': it must be a number from 1 to 65535", "", port="many")

    def test_a_short_secret_on_https(self, parley: Parley, port: int) -> None:
        assert_refused(parley, "shorter than 32", "", port=port, public_url="https://chat.example.org", secret="short")

    def test_a_newer_database(self, parley: Parley, port: int) -> None:
        parley("migrate")
        with closing(sqlite3.connect(parley.folder / "parley.db")) as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
            database.commit()
        assert_refused(parley, "schema 9999, made by a newer Parley", REVISION, port=port)

    def test_a_database_nobody_answers_for(self, parley: Parley, port: int) -> None:
        url = f"postgresql://parley:canary@127.0.0.1:{free_port()}/chat"
        refused = assert_refused(parley, "'chat' at 127.0.0.1 cannot be used", "PARLEY_DATABASE_URL", database_url=url)
        assert "canary" not in refused


def test_postgresql_is_served_once_it_has_been_migrated(parley: Parley, port: int, postgres: Postgres) -> None:
    postgres.create_database("served")
    url = postgres.url("served")
    assert_refused(parley, "has no tables yet", "parley migrate", port=port, database_url=url)
    assert parley("migrate", database_url=url).returncode == 0
    with parley.serving(port, database_url=url), urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
    postgres.drop_database("served")


def test_the_command_line_brings_nothing_heavy_along(tmp_path: Path) -> None:
    code = (
        "import sys; import parley.cli;"
        "heavy = {'sqlalchemy', 'alembic', 'asyncpg', 'uvicorn', 'starlette', 'picows', 'structlog'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "[]\n"


def assert_refused(parley: Parley, what: str, remedy: str, **settings: object) -> str:
    done = parley("serve", stdin="", **settings)
    assert done.returncode == 2
    assert what in done.stderr
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
