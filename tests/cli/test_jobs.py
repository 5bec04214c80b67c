"""What an administrator sees of jobs and does about them, beside a running server as well."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from parley.settings import Settings
from parley.store import migrate
from tests.cli.running import Parley
from tests.services.ports import free_port
from tests.store.migrations.database import fill, on, rows_of

DEAD = "erasure.purge"


@pytest.fixture
def parley_with_jobs(parley: Parley) -> Parley:
    """One that is dead, whose payload nobody can read, and one that comes in a hundred years."""
    migrate.upgrade(Settings(data_dir=str(parley.folder)))
    with closing(sqlite3.connect(parley.folder / "parley.db")) as database, database:
        sql = "INSERT INTO jobs (id, kind, key, payload, created_at, due_at, fence, tries, error, dead_at) "
        values = "VALUES (?, ?, ?, ?, 0, ?, 1, ?, ?, ?)"
        database.execute(sql + values, (1, DEAD, "17:2:9", "{", 0, 10, "its payload cannot be read: too short", 5_000))
        database.execute(sql + values, (2, "unknown.kind", "later", "{}", 4_000_000_000_000, 0, None, None))
    return parley


def jobs(parley: Parley, *arguments: str) -> str:
    done = parley("jobs", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def listed(parley: Parley, *arguments: str) -> dict[str, Any]:
    return {job["id"]: job for job in json.loads(jobs(parley, "list", "--json", *arguments))}


def test_the_dead_are_listed_first_with_their_reason(parley_with_jobs: Parley) -> None:
    first, why, second = jobs(parley_with_jobs, "list").splitlines()
    assert first == f"1  {DEAD}  17:2:9  dead since 1970-01-01T00:00:05.000Z, tried 10 times"
    assert why.strip() == "its payload cannot be read: too short"
    assert second == "2  unknown.kind  later  due at 2096-10-02T07:06:40.000Z"
    assert list(listed(parley_with_jobs, "--dead")) == ["1"]


def test_there_are_none(parley: Parley) -> None:
    assert jobs(parley, "list") == "There are no jobs.\n"
    assert jobs(parley, "list", "--dead") == "No job is dead.\n"


def test_one_is_tried_again(parley_with_jobs: Parley) -> None:
    assert jobs(parley_with_jobs, "retry", "1") == "1 job will be tried at once.\n"
    job = listed(parley_with_jobs)["1"]
    assert (job["tries"], job["dead_at"]) == (0, None)


def test_all_dead_ones_are_dropped(parley_with_jobs: Parley) -> None:
    assert jobs(parley_with_jobs, "drop", "--dead") == "1 job dropped.\n"
    assert list(listed(parley_with_jobs)) == ["2"]
    assert jobs(parley_with_jobs, "drop", "--dead") == "0 jobs dropped.\n"


def test_beside_a_server_that_then_does_it(parley_with_jobs: Parley) -> None:
    parley, port = parley_with_jobs, free_port()
    with parley.serving(port):
        assert listed(parley)["1"]["dead_at"] is not None
        with closing(sqlite3.connect(parley.folder / "parley.db")) as database, database:
            database.execute("UPDATE jobs SET payload = ? WHERE id = 1", ('{"room":17,"seq":2,"rev":9}',))
        assert jobs(parley, "retry", "1") == "1 job will be tried at once.\n"
        while "1" in listed(parley):
            pass
        assert "2" in listed(parley)


@pytest.mark.parametrize("command", ["retry", "drop"])
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "Name jobs by their ids, or all dead ones with --dead."),
        (["1", "--dead"], "Name jobs by their ids, or all dead ones with --dead."),
        (["99"], "1 job of 1 not found: done meanwhile, or never there."),
        (["x"], "x is not the id of a job."),
        (["9" * 30], "1 job of 1 not found"),
    ],
)
def test_what_cannot_be_meant(parley_with_jobs: Parley, command: str, arguments: list[str], why: str) -> None:
    done = parley_with_jobs("jobs", command, *arguments)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_on_postgresql(parley: Parley, postgres_settings: Settings) -> None:
    on(postgres_settings, lambda connection: fill(connection, {"jobs": rows_of("0005")["jobs"]}))
    done = parley("jobs", "list", database_url=postgres_settings.database_url)
    assert done.stdout.startswith(f"901  {DEAD}")
    done = parley("jobs", "drop", "901", database_url=postgres_settings.database_url)
    assert (done.stdout, done.stderr) == ("1 job dropped.\n", "")
