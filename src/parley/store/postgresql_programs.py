"""PostgreSQL's own programs for backups, as they are found on PATH."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import IO
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from parley.store.pace import Pace
from parley.store.refusals import CannotStart

# Small, so that the rests are short and many.
PIECE = 64 * 1024
# What a program can write while nobody reads. With Linux's own 64 KiB it worked through the rests.
PIPE = 4 * 1024
LINES = 3


def major_version(program: str, *, least: int, why: str) -> int:
    """Refuses when it is not there, or is too old."""
    if shutil.which(program) is None:
        raise CannotStart(
            f"{program} is not on PATH. Install PostgreSQL's client programs, version {least} or newer, and try again."
        )
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    if found is None:
        raise CannotStart(f"{program} --version says {said.strip()!r}, which is no version. Look what is on PATH.")
    version = int(found[1])
    if version < least:
        raise CannotStart(
            f"{program} is of PostgreSQL {version}, and {why} {least}. "
            f"Put a {program} of PostgreSQL {least} or newer on PATH before this one."
        )
    return version


def output(url: str, program: str, *arguments: str) -> Generator[bytes]:
    """What it writes. Raises when it fails, so nothing that was written before that counts.

    It makes way after each piece. PostgreSQL has a process that reads for the program, at a priority that is not ours
    to choose. While nobody takes what it reads, that process leaves the processor to people who send.
    """
    address, environment = _address(url)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [program, *arguments, f"--dbname={address}"],
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            pipesize=PIPE,
        )
        try:
            assert process.stdout is not None  # noqa: S101 - it was asked for, for the type checker
            pace = Pace()
            while piece := process.stdout.read(PIECE):
                yield piece
                pace.make_way()
            _refuse_failure(program, process.wait(), errors)
        finally:
            _end(process)


def feed(url: str, pieces: Iterable[bytes], program: str, *arguments: str) -> None:
    """Run it with this as its input."""
    address, environment = _address(url)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [program, *arguments, f"--dbname={address}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
        )
        try:
            assert process.stdin is not None  # noqa: S101 - it was asked for, for the type checker
            with suppress(BrokenPipeError):  # it has ended, and says why
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
            _refuse_failure(program, process.wait(), errors)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """However it came here, no process and no pipe is left."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # of what was written and not read
                pipe.close()


def _refuse_failure(program: str, code: int, errors: IO[bytes]) -> None:
    if code:
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip().splitlines()
        why = " ".join(said[:LINES]) or f"it ended with {code} and said nothing"
        raise CannotStart(f"{program} failed: {why}")


def _address(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which everybody on the machine could else see beside the program's name."""
    parts = urlsplit(url)
    people, at, hosts = parts.netloc.rpartition("@")
    user, _, password = people.partition(":")
    query = dict(parse_qsl(parts.query))
    password = query.pop("password", unquote(password))
    address = urlunsplit(parts._replace(netloc=f"{user}{at}{hosts}", query=urlencode(query)))
    return address, {**os.environ, **({"PGPASSWORD": password} if password else {})}
