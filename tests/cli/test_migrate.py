import json
import re

from parley.settings import Settings
from parley.store import migrate
from parley.store.schema import REVISION
from tests.cli.running import Parley
from tests.services.ports import free_port


def test_it_says_what_it_did(parley: Parley) -> None:
    said = parley("migrate").stdout
    assert re.fullmatch(rf"The schema was empty and is now {REVISION}, after \d+\.\d s\.\n", said)
    assert parley("migrate").stdout == f"The schema is {REVISION} already.\n"


def test_it_names_the_changes_and_where_the_copy_lies(parley: Parley) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)), to="0004")
    said = parley("migrate").stdout
    assert f"The schema was 0004 and is now {REVISION}, after " in said
    assert "Changes made: 0005_jobs, 0006_presence" in said
    (copy,) = (parley.folder / "backups").iterdir()
    assert said.endswith(f" The database as it was is in {copy}.\n")


def test_another_command_that_migrates_says_so_aside(parley: Parley) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)), to="0004")
    done = parley("jobs", "list", "--json")
    assert json.loads(done.stdout) == []
    assert f"The schema was 0004 and is now {REVISION}" in done.stderr


def test_a_server_that_migrates_logs_it(parley: Parley) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)), to="0004")
    with parley.serving(free_port(), log_format="json"):
        lines = [json.loads(line) for line in parley.log.read_text().splitlines()]
    (line,) = [line for line in lines if line["event"] == "schema_changed"]
    (copy,) = (parley.folder / "backups").iterdir()
    assert (line["before"], line["after"], line["copy"]) == ("0004", REVISION, str(copy))
    assert line["seconds"] >= 0


def test_an_unreachable_database_is_one_message(parley: Parley) -> None:
    done = parley("migrate", database_url=f"postgresql://parley:canary@127.0.0.1:{free_port()}/chat")
    assert done.returncode == 2
    assert done.stderr.startswith("The database 'chat' at 127.0.0.1 cannot be used: ")
    assert len(done.stderr.splitlines()) == 1
    assert "canary" not in done.stderr
