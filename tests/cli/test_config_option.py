"""`--config` before and after a command's name, for every command that reads settings."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from parley.cli import app
from parley.cli.config_option import with_config_option
from tests.cli.running import Parley
from tests.services.ports import free_port


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "parley.toml"
    path.write_text('port = 8123\nserver_name = "From a file"\n')
    return path


def commands(group: Any, *above: str) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, *above, name)
        else:
            found[(*above, name)] = command
    return found


def test_every_command_has_it() -> None:
    found = commands(with_config_option(typer.main.get_command(app)))
    assert {("serve",), ("people", "list"), ("jobs", "retry")} <= set(found)
    for name, command in found.items():
        assert ["--config"] in [parameter.opts for parameter in command.params], name


@pytest.mark.parametrize("arguments", [("--config", "{}", "config", "--json"), ("config", "--json", "--config={}")])
def test_it_names_the_file_wherever_it_stands(arguments: tuple[str, ...], parley: Parley, file: Path) -> None:
    done = parley(*(argument.format(file) for argument in arguments), host="::1")
    rows = {row["name"]: (row["value"], row["source"]) for row in json.loads(done.stdout)}
    assert rows["PARLEY_PORT"] == (8123, "config")
    assert rows["PARLEY_SERVER_NAME"] == ("From a file", "config")
    assert rows["PARLEY_HOST"] == ("::1", "environment")


def test_it_stands_for_the_variable_and_wins_over_it(parley: Parley, file: Path, tmp_path: Path) -> None:
    assert "PARLEY_PORT=8123  (config)" in parley("config", config=file).stdout
    (tmp_path / "other.toml").write_text("port = 9000")
    done = parley("config", "--config", str(tmp_path / "other.toml"), config=file)
    assert "PARLEY_PORT=9000  (config)" in done.stdout


def test_a_server_and_the_commands_beside_it_use_one_file(parley: Parley, file: Path) -> None:
    file.write_text(f'data_dir = "{parley.folder}"\nserver_name = "From a file"\n')
    with parley.serving(free_port(), config=file, data_dir=""):
        done = parley("people", "list", "--config", str(file), data_dir="")
    assert (done.returncode, done.stdout) == (0, "Nobody has an account yet.\n"), done.stderr


@pytest.mark.parametrize("command", [("serve",), ("migrate",), ("people", "list"), ("jobs", "list"), ("doctor",)])
def test_a_file_that_is_wrong_is_refused_by_each(command: tuple[str, ...], parley: Parley, file: Path) -> None:
    file.write_text("prot = 8123")
    done = parley(*command, "--config", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{file}, line 1: prot is not a setting of Parley. Did you mean port?\n"
