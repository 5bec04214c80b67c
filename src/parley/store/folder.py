"""The data folder: the one place for everything that is kept, open to its owner alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parley.settings import Settings
from parley.store.refusals import CannotStart

DATABASE = "parley.db"
LOCK = "lock"
STARTS = "starts"


def starts_file(settings: Settings) -> Path:
    """Beside the database: see parley.store.epoch."""
    return settings.data / STARTS


def database_file(settings: Settings) -> Path:
    return settings.data / DATABASE


def make_folder(settings: Settings) -> Path:
    """The data folder, made if it is not there, and proven writable by writing: root passes every other check."""
    folder = settings.data
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as problem:
        raise CannotStart(
            f"The data folder {folder.absolute()} cannot be written to: {problem.strerror}. "
            "Make it writable for the user that runs Parley, or name another one in PARLEY_DATA_DIR."
        ) from None
    return folder


def keep_names(folder: Path) -> None:
    """Sync the folder itself: a new name in it is else lost in a power cut, although the file's bytes are not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the data folder alone. The system releases the lock when the process ends, however it ends."""
    path = make_folder(settings) / LOCK
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = file.read().strip() or "unknown"
            raise CannotStart(
                f"The data folder {settings.data.absolute()} is in use by another Parley (process {holder}). "
                "Stop that one first, or give this one a folder of its own with PARLEY_DATA_DIR."
            ) from None
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
