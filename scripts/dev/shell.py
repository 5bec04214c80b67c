"""Commands, messages, and the two places that everything here works in."""

import fcntl
import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRIVATE = ROOT / ".dev"
"""Programs that the machine lacks, and the stamps of what is up to date. Safe to delete."""


class Problem(Exception):
    """Something that the person at the keyboard has to know: what happened, and what to do about it."""


def say(message: str) -> None:
    print(f"- {message}", flush=True)


def step(message: str, command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Announce and run a command whose output matters only if it fails, and return that output."""
    say(message)
    return output_of(command, cwd=cwd, env=env)


def output_of(command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise Problem(f"{done.stdout}\nThis command ended with {done.returncode}, in {cwd}:\n  {shlex.join(command)}")
    return done.stdout


def in_foreground(command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str]) -> int:
    """Ctrl-C reaches the command too: it is left to end in its own way, without killing what it has to clear up."""
    interrupted = False
    with subprocess.Popen(command, cwd=cwd, env=env) as process:
        while process.returncode is None:
            try:
                process.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return process.returncode


def answers(command: Sequence[str], *, timeout: float = 60) -> str | None:
    """What a program prints, or None if it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


@contextmanager
def alone() -> Iterator[None]:
    """One at a time in a checkout: two that install into the same folders would break both."""
    PRIVATE.mkdir(exist_ok=True)
    with (PRIVATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another `make` that is installing in this checkout.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def with_path(folder: Path | None) -> dict[str, str]:
    """This process's environment with a folder of programs put first."""
    if folder is None:
        return dict(os.environ)
    return {**os.environ, "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])}
