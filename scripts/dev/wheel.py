"""Builds the wheel with the web client inside, for machines that have neither this checkout nor Node."""

import shutil
import tempfile
from pathlib import Path

from scripts.dev import environment, node, web
from scripts.dev.environment import program
from scripts.dev.shell import ROOT, Problem, alone, output_of, say


def wheel(arguments: list[str]) -> int:
    if len(arguments) > 1:
        raise Problem("usage: python3 -m scripts.dev wheel [folder]")
    with alone():
        environment.ensure("run")
        if not web.is_built():
            web.build(node.environment())
    say(f"Built {build(Path(arguments[0] if arguments else ROOT / 'dist'))}")
    return 0


def build(folder: Path) -> Path:
    """The web client must be built already, and the environment be there."""
    with tempfile.TemporaryDirectory(prefix="parley-wheel-") as draft:
        command = [program("python"), "-m", "hatchling", "build", "--target", "wheel", "--directory", draft]
        output_of(command)
        (made,) = Path(draft).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(made, folder))
