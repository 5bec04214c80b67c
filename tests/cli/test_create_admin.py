import json
import sqlite3
from contextlib import closing
from urllib.request import Request, urlopen

import pytest

from tests.cli.running import Parley
from tests.services.ports import free_port

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


def test_without_a_terminal_it_says_how_to_give_the_password(parley: Parley) -> None:
    done = parley("create-admin", "ada", stdin=PASSWORD)
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr


def test_beside_a_running_server_where_they_sign_in_at_once(parley: Parley) -> None:
    port = free_port()
    with parley.serving(port):
        made = parley("create-admin", "ada", "--password-stdin", stdin=PASSWORD)
        assert (made.stdout, made.stderr) == ("ada can sign in now, as owner of this server.\n", "")
        body = json.dumps({"handle": "ada", "password": PASSWORD.strip(), "deliver": "token"}).encode()
        request = Request(
            f"http://127.0.0.1:{port}/api/sessions", body, {"Content-Type": "application/json"}, method="POST"
        )
        with urlopen(request) as answer:  # noqa: S310 - our own server
            assert json.load(answer)["me"]["role"] == "owner"
        with urlopen(f"http://127.0.0.1:{port}/api/server") as answer:
            assert json.load(answer)["needs_setup"] is False


def assert_refused(parley: Parley, handle: str, password: str, why: str) -> None:
    done = parley("create-admin", handle, "--password-stdin", stdin=password)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
