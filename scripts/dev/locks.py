"""Writes the locks in requirements/, and checks that all locks fit what they lock and name no host."""

import json
import shutil
import tempfile
from pathlib import Path

from scripts.dev.environment import LOCKS, find_uv
from scripts.dev.shell import ROOT, Problem, alone, output_of, say

SAME_VERSIONS = ["--constraints", "requirements/dev.txt"]
SOURCES = {
    "dev": ["pyproject.toml", "--group", "dev"],
    "run": ["pyproject.toml", *SAME_VERSIONS],
    "build": ["--group", "build", *SAME_VERSIONS],
    "node": ["--group", "node"],
    "uv": ["--group", "uv"],
    "peers": ["--group", "peers", *SAME_VERSIONS],
    "clients": ["--group", "clients"],
}
"""In the order of writing: the others follow the versions of `dev`."""
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "python3 -m scripts.dev lock"),
]
NPM_FOLDERS = ("web", "requirements/chromium", "requirements/clients", "bench/peers/node")


def lock(arguments: list[str]) -> int:
    """`lock` keeps the present versions where it can, `lock --upgrade` takes the newest, `lock --check` only looks."""
    if arguments == ["--check"]:
        check_locks()
    elif arguments in ([], ["--upgrade"]):
        with alone():
            uv = find_uv()
            for name in SOURCES:
                say(f"Writing requirements/{name}.txt")
                write_lock(uv, name, LOCKS / f"{name}.txt", arguments)
    else:
        raise Problem("usage: python3 -m scripts.dev lock [--check | --upgrade]")
    return 0


def write_lock(uv: str, name: str, output: Path, more: list[str]) -> None:
    """The versions that `output` holds already are kept as long as they fit."""
    output_of([uv, "--quiet", "pip", "compile", *SOURCES[name], *OPTIONS, *more, "--output-file", str(output)])


def check_locks() -> None:
    with alone():
        uv = find_uv()
    wrong = [message for name in SOURCES for message in wrong_with_lock(uv, name)]
    wrong += [message for folder in NPM_FOLDERS for message in wrong_with_npm_lock(ROOT / folder)]
    if wrong:
        raise Problem("\n".join(wrong))


def wrong_with_lock(uv: str, name: str) -> list[str]:
    committed = LOCKS / f"{name}.txt"
    with tempfile.TemporaryDirectory(prefix="parley-lock-") as folder:
        fresh = Path(shutil.copy(committed, folder))
        write_lock(uv, name, fresh, [])
        stale = fresh.read_text() != committed.read_text()
    wrong = [f"requirements/{name}.txt does not fit pyproject.toml: run `python3 -m scripts.dev lock`"] if stale else []
    if "://" in committed.read_text():
        wrong.append(f"requirements/{name}.txt names an address: run `python3 -m scripts.dev lock`")
    return wrong


def wrong_with_npm_lock(folder: Path) -> list[str]:
    """`npm ci` compares the rest; an address would tie everybody to one registry."""
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    project = json.loads((folder / "package.json").read_text())
    name = folder.relative_to(ROOT)
    wrong = [
        f"{name}/package-lock.json does not fit the {kind} in package.json: run `npm install` there"
        for kind in ("dependencies", "devDependencies", "optionalDependencies")
        if packages[""].get(kind, {}) != project.get(kind, {})
    ]
    if any("://" in package.get("resolved", "") for package in packages.values()):
        wrong.append(f"{name}/package-lock.json names addresses: add {name}/.npmrc, remove the lock, run `npm install`")
    return wrong
