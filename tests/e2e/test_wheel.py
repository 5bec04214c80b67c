"""The package, as `pip install` puts it on a machine without Node and without this checkout."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from urllib.request import urlopen

import pytest

import parley
from scripts.dev.environment import find_uv
from scripts.dev.shell import output_of
from scripts.dev.wheel import build
from tests.cli.running import Parley
from tests.services.ports import free_port


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """An environment with the wheel, which has the libraries from the tests' own."""
    venv, nowhere = tmp_path / "venv", {"PATH": str(tmp_path), "HOME": os.environ.get("HOME", str(tmp_path))}
    wheel = build(tmp_path / "dist")
    uv = [find_uv(), "--quiet"]
    output_of([*uv, "venv", "--python", sys.executable, str(venv)], env=nowhere)
    install = ["pip", "install", "--python", str(venv / "bin" / "python"), "--no-deps", "--no-index", str(wheel)]
    output_of([*uv, *install], env=nowhere)
    (packages,) = venv.glob("lib/python*/site-packages")
    # A folder that is named there is looked into, and what is editable in it is not.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return venv


def test_it_serves_the_web_client_without_node(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = str(installed / "bin" / "parley")
    monkeypatch.setenv("PATH", str(tmp_path))
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert said.stdout == f"parley {parley.__version__}\n"
    where = [str(installed / "bin" / "python"), "-c", "import parley; print(parley.__file__)"]
    assert output_of(where, cwd=tmp_path).startswith(str(installed))

    port = free_port()
    with Parley(tmp_path / "data", [program]).serving(port):
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            page = answer.read().decode()
        (client,) = re.findall(r'href="(/assets/client-[^"]+\.js)"', page)
        with urlopen(f"http://127.0.0.1:{port}{client}") as answer:
            assert len(answer.read()) > 10_000
        with urlopen(f"http://127.0.0.1:{port}/api/docs") as answer:
            assert answer.status == 200
