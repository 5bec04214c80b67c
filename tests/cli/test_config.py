import json
from pathlib import Path

from parley.settings import Settings, description, variable
from tests.cli.running import Parley

CANARY = "canary-5f2e81-canary-5f2e81-canary"


def test_every_setting_is_there_with_its_doc_value_and_source(parley: Parley) -> None:
    rows = json.loads(parley("config", "--json", port=8123).stdout)
    assert [row["name"] for row in rows] == [variable(name) for name in Settings.__struct_fields__]
    by_name = {row["name"]: row for row in rows}
    assert by_name["PARLEY_PORT"] == {
        "name": "PARLEY_PORT",
        "value": 8123,
        "source": "environment",
        "description": description("port"),
    }
    assert by_name["PARLEY_HOST"]["value"] == "127.0.0.1"
    assert by_name["PARLEY_HOST"]["source"] == "default"


def test_for_people_it_is_text_that_an_environment_file_understands(parley: Parley) -> None:
    printed = parley("config", port=8123, dev=1).stdout
    assert "# The port to listen on.\nPARLEY_PORT=8123  (environment)" in printed
    assert "PARLEY_DEV=1  (environment)" in printed
    assert "PARLEY_REGISTRATION=chosen  (default)" in printed


def test_secrets_are_masked_wherever_they_come_from(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(CANARY)
    for arguments in (("config",), ("config", "--json")):
        done = parley(*arguments, secret_file=tmp_path / "secret.txt", database_url=f"postgresql://p:{CANARY}@host/db")
        assert CANARY not in done.stdout + done.stderr
        assert done.stdout.count("********") == 2
        assert "file" in done.stdout


def test_a_misspelt_variable_is_named_with_the_nearest_one(parley: Parley) -> None:
    done = parley("config", prot=1, databse_url_file="x", zebra=1)
    assert "PARLEY_PROT is not a setting of Parley. Did you mean PARLEY_PORT?" in done.stderr
    assert "PARLEY_DATABSE_URL_FILE is not a setting of Parley. Did you mean PARLEY_DATABASE_URL_FILE?" in done.stderr
    assert "PARLEY_ZEBRA is not a setting of Parley. `parley config` lists those there are." in done.stderr
    assert done.returncode == 0


def test_wrong_values_are_all_named_at_once(parley: Parley) -> None:
    done = parley("config", port="many", rate_send="fast")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "PARLEY_PORT is 'many': it must be a number from 1 to 65535" in done.stderr
    assert "Traceback" not in done.stderr
