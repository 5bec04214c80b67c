"""The pid file: which process takes the signals that `docs/operations.md` speaks of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog

from parley.settings import Settings

NAME = "parley.pid"

log = structlog.get_logger("parley")


@contextmanager
def pid_file(settings: Settings) -> Iterator[None]:
    """This process's number in the data folder, until the end. A file that a killed server left is written over.

    A worker writes none, because signals go to the process that watches it. Of two servers on PostgreSQL that share the
    folder the later one is named, and the earlier one leaves that file alone when it ends.
    """
    if settings.listen_fd:
        yield
        return
    path, own = settings.data / NAME, str(os.getpid())
    _write(path, own)
    try:
        yield
    finally:
        with suppress(OSError):
            if path.read_text().strip() == own:
                path.unlink()


def _write(path: Path, own: str) -> None:
    """Whole or not at all. A full disk is no reason not to serve."""
    draft = path.with_name(f"{NAME}.{own}")
    try:
        draft.write_text(f"{own}\n")
        draft.replace(path)
    except OSError as problem:
        log.warning("pid_file_not_written", path=str(path.absolute()), error=problem.strerror)
        with suppress(OSError):
            draft.unlink(missing_ok=True)
