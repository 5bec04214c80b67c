"""A built root, run as the compose files run it: read-only, without rights, without any network but its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.image.dockerfile import Stage
from scripts.image.root import Root

READY_SECONDS, END_SECONDS = 60, 75
# Engines mount /dev/shm as well: Python's semaphores are there.
READ_ONLY = """
set -e
ip link set lo up
mount --bind "$1" "$1"
mount --bind "$2" "$1/data"
mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
mount -t proc proc "$1/proc"
mount -o remount,bind,ro "$1"
root=$1
shift 2
exec chroot "$root" "$@"
"""
# What docs/deploy.md has people run in a container. Each has to succeed beside the server.
COMMANDS = (
    "parley --version",
    "parley doctor",
    "echo correct horse battery staple | parley create-admin ada --password-stdin",
    "parley people reset-link ada",
    "parley backup /data/backups",
    "parley verify-backup /data/backups/*.backup",
)
UNPRIVILEGED = "[ $(id -u) != 0 ] && ! touch /opt/parley/mine 2>/dev/null"


class Container:
    """The image's user and variables, and the first process, which is the server."""

    def __init__(self, root: Root, image: Stage) -> None:
        self._root = root
        user, _, group = image.every("USER")[-1].partition(":")
        self._user = (int(user), int(group))
        self._as_user = [
            *("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"),
            *("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"),
        ]

    @contextmanager
    def running(self, command: list[str]) -> Iterator[int]:
        """The number of the server's process out here. In there it is 1, for which signals are not what they are for
        others: one without a handler is ignored.
        """
        alone = ["unshare", "--mount", "--net", "--pid", "--fork"]
        inside = ["sh", "-c", READ_ONLY, "sh", str(self._root.folder), str(self._volume()), *self._as_user]
        with subprocess.Popen([*alone, *inside, *command], env=self._root.environment) as engine:
            server = _first_child(engine)
            try:
                yield server
                os.kill(server, signal.SIGTERM)
                if engine.wait(END_SECONDS) != 0:
                    sys.exit(f"the server ended with {engine.returncode} after SIGTERM")
            finally:
                if engine.poll() is None:  # not by --kill-child: changing the user takes that off
                    os.kill(server, signal.SIGKILL)

    def execute(self, server: int, command: list[str], *, quiet: bool = False) -> bool:
        """Whether it succeeded, beside the server and as its user."""
        enter = ["nsenter", f"--target={server}", "--mount", "--net", "--pid", "--root", "--wd"]
        output = subprocess.DEVNULL if quiet else None
        done = subprocess.run(
            [*enter, *self._as_user, *command], check=False, env=self._root.environment, stdout=output, stderr=output
        )
        return done.returncode == 0

    def _volume(self) -> Path:
        """A new one begins as what the image has in its place."""
        data = self._root.folder.with_name("data")
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self._root.folder / "data", data)
        shutil.copystat(self._root.folder / "data", data)
        os.chown(data, *self._user)
        return data


def try_out(root: Root, image: Stage) -> None:
    """Start the server, wait until its health check succeeds, run commands beside it, and end it."""
    container = Container(root, image)
    health = json.loads(image.every("HEALTHCHECK")[-1].partition("CMD ")[2])
    with container.running([*json.loads(image.every("ENTRYPOINT")[-1]), *json.loads(image.every("CMD")[-1])]) as server:
        deadline = time.monotonic() + READY_SECONDS
        while not container.execute(server, health, quiet=True):
            if time.monotonic() > deadline:
                sys.exit("its health check never succeeded")
            time.sleep(1)
        for command in (UNPRIVILEGED, *COMMANDS):
            print(f"- {command}", flush=True)
            if not container.execute(server, ["/bin/sh", "-c", command]):
                sys.exit(f"in the container this failed: {command}")


def _first_child(process: "subprocess.Popen[bytes]") -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (found := children.read_text().split()):
        if process.poll() is not None:
            sys.exit(f"the server did not start: {process.returncode}")
        time.sleep(0.01)
    return int(found[0])
