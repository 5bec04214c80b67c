"""Finds nginx, HAProxy and Caddy for the tests of deploy/, or unpacks Debian's packages of them into `.dev`."""

import os
import shutil
from collections.abc import Mapping

from scripts.dev.shell import PRIVATE, Problem, answers, output_of, say
from scripts.dev.stamps import fingerprint, is_stamped, stamping

NAMES = ("nginx", "haproxy", "caddy")
VERSION = {"nginx": "-v", "haproxy": "-v", "caddy": "version"}
PACKED = PRIVATE / "proxies"
# Where distributions put servers is not on everybody's PATH.
BESIDES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
MISSING = """\
The tests of deploy/ need nginx, HAProxy and Caddy, and these are not here: {missing}. One of these brings them:
  - Debian and Ubuntu: `make test` unpacks the system's packages into .dev, with apt-get and nothing else;
  - macOS: brew install nginx haproxy caddy."""


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables with all three on PATH."""
    path = os.pathsep.join([variables.get("PATH", os.defpath), *BESIDES])
    missing = [name for name in NAMES if not works(name, path)]
    if missing:
        path = os.pathsep.join([str(PACKED / "bin"), path])
        bring(missing)
        missing = [name for name in missing if not works(name, path)]
    if missing:
        raise Problem(MISSING.format(missing=", ".join(missing)))
    return {**variables, "PATH": path}


def works(name: str, path: str) -> bool:
    found = shutil.which(name, path=path)
    return found is not None and answers([found, VERSION[name]]) is not None


def bring(names: list[str]) -> None:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return
    current = fingerprint(*names, WRAPPER)
    if is_stamped("proxies", current):
        return
    say(f"Unpacking the system's packages of {', '.join(names)} for the tests")
    with stamping("proxies", current):
        unpack(names)


WRAPPER = """\
#!/bin/sh
# With the libraries that came along, where the system lacks them. They are looked for last.
here=$(cd "$(dirname "$0")/.." && pwd)
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
exec "$here/programs/%s" "$@"
"""


def unpack(names: list[str]) -> None:
    """With apt's lists and packages in folders of our own: it needs no rights, and the system stays as it is."""
    shutil.rmtree(PACKED, ignore_errors=True)
    folders = {name: PACKED / name for name in ("state", "cache", "unpacked", "programs", "lib", "bin")}
    for folder in [
        *folders.values(),
        folders["cache"] / "archives" / "partial",
        folders["state"] / "lists" / "partial",
    ]:
        folder.mkdir(parents=True)
    options = [
        *("-o", f"Dir::State={folders['state']}", "-o", "Dir::State::status=/var/lib/dpkg/status"),
        *("-o", f"Dir::Cache={folders['cache']}", "-o", "Debug::NoLocking=true"),
        *("-o", f"APT::Sandbox::User={'root' if os.geteuid() == 0 else ''}"),
    ]
    output_of(["apt-get", *options, "--quiet", "update"])
    only = ["--yes", "--no-install-recommends", "--download-only"]
    output_of(["apt-get", *options, "--quiet", *only, "install", *names])
    for package in sorted((folders["cache"] / "archives").glob("*.deb")):
        output_of(["dpkg-deb", "--extract", str(package), str(folders["unpacked"])])
    for library in folders["unpacked"].rglob("*.so*"):
        if library.parent.name in ("lib", machine()):
            shutil.copy(library, folders["lib"])
    for name in names:
        (program,) = (
            place for folder in ("usr/sbin", "usr/bin") if (place := folders["unpacked"] / folder / name).exists()
        )
        shutil.copy(program, folders["programs"])
        wrapper = folders["bin"] / name
        wrapper.write_text(WRAPPER % name)
        wrapper.chmod(0o755)
    for name in ("state", "cache", "unpacked"):
        shutil.rmtree(folders[name])


def machine() -> str:
    """The folder of libraries of this machine, such as x86_64-linux-gnu."""
    return f"{os.uname().machine}-linux-gnu"
