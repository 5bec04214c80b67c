"""What an administrator sees of followers, and having one derive everything anew beside a running server."""

import sqlite3
from contextlib import closing

from parley.settings import Settings
from parley.store import migrate
from tests.cli.running import Parley
from tests.services.ports import free_port
from tests.store.migrations.database import fill, on, rows_of


def test_how_far_each_has_come_and_what_it_could_not_take(parley: Parley) -> None:
    settings = Settings(data_dir=str(parley.folder))
    migrate.upgrade(settings)
    on(settings, lambda connection: fill(connection, rows_of("0007")))
    done = parley("follow")
    first, second, third, fourth = done.stdout.splitlines()
    assert first.startswith("directory: ")
    assert first.endswith(" behind in 2 logs, 1 set aside")
    assert second == "    message at 4 of 201: strange"
    assert third.startswith("search: ")
    assert fourth.startswith("search_threads: ")


def test_rebuilding_beside_a_server_that_does_it(parley: Parley) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)))
    on(Settings(data_dir=str(parley.folder)), lambda connection: fill(connection, rows_of("0007")))
    with parley.serving(free_port()):
        done = parley("follow", "--rebuild", "directory")
        assert done.stdout.startswith("The server derives directory anew")
        while "directory: 0 behind in 0 logs, 0 set aside" not in parley("follow").stdout:
            pass
        with closing(sqlite3.connect(parley.folder / "parley.db")) as database:
            found = database.execute("SELECT room, members, seq FROM room_counters ORDER BY room").fetchall()
    assert found == [(201, 2, 3), (202, 1, 0)]


def test_one_that_is_not_there(parley: Parley) -> None:
    done = parley("follow", "--rebuild", "nobody")
    assert done.returncode == 2
    assert "There is no follower 'nobody'. These there are: directory, search, search_threads." in done.stderr
