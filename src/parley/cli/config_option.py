"""`--config`: the settings file, for every command and wherever in it the option stands."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from typer import Option

from parley.configuration import CONFIG


def _remember(path: Path | None) -> Path | None:
    """In the environment, which the processes that a command starts inherit."""
    if path is not None:
        os.environ[CONFIG] = str(path)
    return path


ConfigOption = Annotated[
    Path | None,
    Option(
        "--config",
        metavar="PATH",
        help=f"The settings file; instead of {CONFIG}. Variables in the environment win over what it says.",
        callback=_remember,
        is_eager=True,
        expose_value=False,
    ),
]


def with_config_option(root: Any) -> Any:
    """Give the root's own option to every command below it: people write it before and after a command's name."""
    (option,) = [parameter for parameter in root.params if "--config" in parameter.opts]
    for command in _below(root):
        command.params.append(option)
    return root


def _below(group: Any) -> Iterator[Any]:
    for command in group.commands.values():
        if hasattr(command, "commands"):
            yield from _below(command)
        else:
            yield command
