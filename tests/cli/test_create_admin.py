import sqlite3
from contextlib import closing

import pytest

from parley.settings import Settings
from parley.store.folder import locked
from tests.cli.running import Parley

PASSWORD = "correct horse battery staple\n"


def test_the_first_is_the_owner_and_the_next_administers(parley: Parley) -> None:
    first = parley("create-admin", "ada", "--name", "Ada Lovelace", "--password-stdin", stdin=PASSWORD)
    assert first.stdout == "ada can sign in now, as owner of this server.\n"
    second = parley("create-admin", "bob", "--password-stdin", stdin=PASSWORD)
    assert second.stdout == "bob can sign in now, as admin of this server.\n"
    with closing(sqlite3.connect(parley.folder / "parley.db")) as database:
        people = database.execute("SELECT handle, name, role FROM people ORDER BY rev").fetchall()
    assert people == [("ada", "Ada Lovelace", "owner"), ("bob", "bob", "admin")]


def test_a_taken_handle_is_refused(parley: Parley) -> None:
    parley("create-admin", "ada", "--password-stdin", stdin=PASSWORD)
    assert_refused(parley, "ada", PASSWORD, "The handle ada is taken")


@pytest.mark.parametrize(
    ("handle", "password", "why"),
    [
        ("ada", "short\n", "This password will not do: 10 characters or more"),
        ("ada", "", "This password will not do"),
        ("Ada!", PASSWORD, "This handle will not do: Lower-case letters"),
        ("ada", "ada-is-my-name\n", "too easy to guess"),
    ],
)
def test_what_the_api_would_refuse_is_refused(parley: Parley, handle: str, password: str, why: str) -> None:
    assert_refused(parley, handle, password, why)


def test_a_running_server_is_named_with_what_to_do(parley: Parley) -> None:
    parley("migrate")
    with locked(Settings(data_dir=str(parley.folder))):
        assert_refused(parley, "ada", PASSWORD, "Stop that one first")


def assert_refused(parley: Parley, handle: str, password: str, why: str) -> None:
    done = parley("create-admin", handle, "--password-stdin", stdin=password)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
