"""The locked Python environment in `.venv`, and the uv that installs it."""

import json
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Literal

from scripts.dev.shell import PRIVATE, ROOT, Problem, answers, output_of, say, step
from scripts.dev.stamps import fingerprint, is_stamped, stamping

Level = Literal["run", "dev"]
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
INSTALLED: dict[Level, list[str]] = {"run": ["run.txt", "build.txt"], "dev": ["dev.txt"]}
"""The locks of each level. `dev.txt` holds all of the others, at the same versions."""
INTERPRETER = os.path.realpath(sys.executable)
"""Past all links: those of pyenv, another environment or `scripts/bare.sh` may be gone tomorrow."""
NO_INSTALLER = """\
This Python can neither make an environment nor install packages: it has no ensurepip and no pip.
On Debian and Ubuntu: apt-get install python3-venv"""


def program(name: str) -> str:
    return str(VENV / "bin" / name)


def ensure(level: Level) -> None:
    """`.venv` with the locked packages and Parley itself, editable. More than asked for is fine."""
    base = fingerprint(str(ROOT), INTERPRETER, sys.version)
    accepted: list[Level] = ["dev"] if level == "dev" else ["run", "dev"]
    usable = is_stamped("venv", base) and Path(program("python")).exists()
    if usable and is_stamped("packages", *(contents(base, each) for each in accepted)):
        return
    uv = [find_uv(), "--quiet"]
    if not usable:
        with stamping("venv", base):
            step("Making a Python environment in .venv", [*uv, "venv", "--clear", "--python", INTERPRETER, str(VENV)])
    with stamping("packages", contents(base, level)):
        locks = [str(LOCKS / name) for name in INSTALLED[level]]
        python = ["--python", program("python")]
        # Compiled now: where PYTHONDONTWRITEBYTECODE is set, each start would compile them anew, which takes seconds.
        sync = [*uv, "pip", "sync", *python, "--compile-bytecode", "--require-hashes", *locks]
        step("Installing the locked Python packages", sync)
        editable = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        output_of([*uv, "pip", "install", *python, *editable])


def compile_sources() -> None:
    """Tests start hundreds of programs: each would compile Parley anew where Python may not write what it compiled."""
    output_of([program("python"), "-m", "compileall", "-q", str(ROOT / "src"), str(ROOT / "tests")])


def contents(base: str, level: Level) -> str:
    """What an installed environment depends on; the settings of linters in pyproject.toml are not part of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ours = json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]], sort_keys=True)
    return fingerprint(base, ours, files=[LOCKS / name for name in INSTALLED[level]])


def find_uv() -> str:
    """From PATH if it is of the locked series, as another one may resolve or print locks differently."""
    locked = locked_version("uv.txt", "uv")
    on_path = shutil.which("uv")
    if on_path is not None and same_series(answers([on_path, "--version"]) or "", locked):
        return on_path
    private = PRIVATE / f"uv-{locked}" / "bin" / "uv"
    if answers([str(private), "--version"]) is None:
        install_uv(private.parents[1])
    return str(private)


def install_uv(folder: Path) -> None:
    """In a private environment by pip; where Python has no ensurepip to make one, by the system's pip into a folder."""
    locked = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", str(LOCKS / "uv.txt")]
    say("Bringing uv, which installs Python packages")
    shutil.rmtree(folder, ignore_errors=True)
    # On a machine that is busy with other things this has taken over a minute.
    if answers([INTERPRETER, "-m", "venv", str(folder)], timeout=600) is not None:
        output_of([str(folder / "bin" / "python"), "-m", "pip", "install", *locked])
        return
    if answers([INTERPRETER, "-m", "pip", "--version"]) is None:
        raise Problem(NO_INSTALLER)
    shutil.rmtree(folder, ignore_errors=True)
    output_of([INTERPRETER, "-m", "pip", "install", "--target", str(folder), *locked])


def locked_version(lock: str, package: str) -> str:
    found = re.search(rf"^{re.escape(package)}==(\S+)", (LOCKS / lock).read_text(), re.MULTILINE)
    if found is None:
        raise Problem(f"requirements/{lock} does not name {package}. Restore it with: git checkout requirements")
    return found[1]


def same_series(printed: str, version: str) -> bool:
    found = re.search(r"\d+\.\d+", printed)
    return found is not None and version.startswith(f"{found[0]}.")
