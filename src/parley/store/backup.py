"""Backups: taken while the server runs, tried out aside, and restored where there is nothing yet.

What differs between SQLite and PostgreSQL is in `backup_sqlite` and `backup_postgresql`, each with the three functions
of `Copying`.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from parley import __version__
from parley.basics.times import rfc3339
from parley.settings import Settings
from parley.store import secret
from parley.store.archive import FORMAT, SECRET, Manifest, NotWritten, Reading, Writing, opened
from parley.store.backup_files import backups_in
from parley.store.copying import Copying, Kind
from parley.store.folder import keep_names, locked
from parley.store.migrate import status
from parley.store.refusals import CannotStart

LOCK = ".parley-backup.lock"
# Only names of drafts begin with a dot. A process that was killed leaves one, and the next backup removes it.
_DRAFTS = ".parley-*.part*"


class Taken(NamedTuple):
    path: Path
    manifest: Manifest
    removed: list[Path]


def take(settings: Settings, folder: Path | None = None, keep: int | None = None) -> Taken:
    """A backup is whole and on the disk, or not there at all. Older ones go only after that."""
    folder = folder or settings.backups
    found = status(settings)
    if found.state == "empty":
        raise CannotStart(f"There is nothing to back up: {_place(settings)} has no database of Parley yet.")
    if found.state == "newer":
        raise CannotStart(
            f"The database has schema {found.current}, made by a newer Parley; this one knows those up to "
            f"{found.wanted}. Let the newer Parley back it up."
        )
    with _alone_in(folder):
        try:
            path, manifest = _take(settings, folder)
        except (OSError, NotWritten) as problem:
            why = getattr(problem, "strerror", None) or problem
            raise CannotStart(
                f"The backup into {folder.absolute()} was not made: {why}. "
                "Make room there, or name another folder. Nothing was left there, and older backups were not touched."
            ) from None
        removed = _remove_old(folder, manifest, keep) if keep is not None else []
    return Taken(path, manifest, removed)


def verify(settings: Settings, path: Path) -> Manifest:
    """Refuses a backup that is not what was written, or in which something is not as it must be."""
    with opened(path) as reading:
        reading.check()
        manifest = reading.manifest
        trial = _copying(manifest.database).tried(settings, reading)
    faults = [*trial.broken]
    if (trial.schema, trial.epoch, trial.numbers) != (manifest.schema, manifest.epoch, manifest.numbers):
        faults.insert(
            0,
            f"it has {trial.numbers}, schema {trial.schema} and epoch {trial.epoch!r}, and its manifest says "
            f"{manifest.numbers}, schema {manifest.schema} and epoch {manifest.epoch!r}",
        )
    if faults:
        raise CannotStart(f"The backup {path} is not sound: {'; '.join(faults)}. Use another backup.")
    return manifest


class Restored(NamedTuple):
    manifest: Manifest
    secret: str


def restore(settings: Settings, path: Path) -> Restored:
    """The database and the secret of a backup, where there are none yet, with another epoch."""
    with opened(path) as reading:
        _refuse_other_kind(settings, path, reading.manifest)
        reading.check()
        with locked(settings):
            copying = _copying(reading.manifest.database)
            copying.refuse_occupied(settings)
            said = _restore_secret(settings, reading)
            copying.restored(settings, reading)
        return Restored(reading.manifest, said)


def _copying(kind: Kind) -> Copying:
    # Each where it is used: a server on SQLite has no use for PostgreSQL's driver.
    if kind == "sqlite":
        from parley.store import backup_sqlite

        return backup_sqlite
    from parley.store import backup_postgresql

    return backup_postgresql


def _kind(settings: Settings) -> Kind:
    return "postgresql" if settings.database_url else "sqlite"


def _place(settings: Settings) -> str:
    return "PARLEY_DATABASE_URL" if settings.database_url else str(settings.data.absolute())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Another backup is being written into {folder.absolute()}. Wait until it has ended, or name another "
                "folder."
            ) from None
        except OSError as problem:
            raise CannotStart(
                f"The folder {folder.absolute()} cannot be written to: {problem.strerror}. "
                "Make it writable for the user that runs this, or name another one."
            ) from None
        yield


def _take(settings: Settings, folder: Path) -> tuple[Path, Manifest]:
    began = datetime.now(UTC)
    path = _free_name(folder, began)
    draft = folder / f".{path.name}.part"
    _remove_drafts(folder)
    try:
        with os.fdopen(
            os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w+b", buffering=0
        ) as file:
            manifest = _write(settings, Writing(file), began, draft)
        draft.rename(path)
        keep_names(folder)
    finally:
        _remove_drafts(folder)
    return path, manifest


def _write(settings: Settings, writing: Writing, began: datetime, draft: Path) -> Manifest:
    copied = _copying(_kind(settings)).copied(settings, writing, draft.with_name(f"{draft.name}.db"))
    if (kept := secret.kept_secret(settings)) is not None:
        writing.add(SECRET, [kept])
    manifest = Manifest(
        format=FORMAT,
        parley=__version__,
        time=rfc3339(int(began.timestamp() * 1000)),
        database=_kind(settings),
        server_version=copied.server_version,
        tool_version=copied.tool_version,
        schema=copied.schema,
        epoch=copied.epoch,
        numbers=copied.numbers,
        parts=writing.parts,
    )
    writing.finish(manifest)
    return manifest


def _free_name(folder: Path, moment: datetime) -> Path:
    """By the second. Another one of the same second is called by the next."""
    while (path := folder / f"parley-{moment:%Y-%m-%dT%H-%M-%SZ}.backup").exists():
        moment += timedelta(seconds=1)
    return path


def _remove_drafts(folder: Path) -> None:
    for draft in folder.glob(_DRAFTS):
        draft.unlink()


def _remove_old(folder: Path, newest: Manifest, keep: int) -> list[Path]:
    """Of the same history alone: what was made before a restore, or by another Parley, is not for this one to judge."""
    made = []
    for path in backups_in(folder):
        try:
            with opened(path) as reading:
                manifest = reading.manifest
        except CannotStart:
            continue
        if (manifest.database, manifest.epoch) == (newest.database, newest.epoch):
            made.append((manifest.time, path))
    old = [path for _, path in sorted(made)[:-keep]]
    for path in old:
        path.unlink()
    return old


def _refuse_other_kind(settings: Settings, path: Path, manifest: Manifest) -> None:
    if manifest.database == _kind(settings):
        return
    if manifest.database == "sqlite":
        raise CannotStart(f"The backup {path} is of SQLite. Unset PARLEY_DATABASE_URL to restore it.")
    raise CannotStart(f"The backup {path} is of PostgreSQL. Name an empty database in PARLEY_DATABASE_URL.")


def _restore_secret(settings: Settings, reading: Reading) -> str:
    """Before the database: a restore that is cut off here may be repeated. Says what it means for people's sessions."""
    if SECRET not in reading.manifest.parts:
        return (
            "The backup has no secret, because PARLEY_SECRET was set. Set it to the same, or everybody has to sign in "
            "again."
        )
    if settings.secret:
        return "PARLEY_SECRET is set, so the secret in the backup is not used."
    if not secret.put_back(settings, reading.whole(SECRET)):
        path = (settings.data / secret.FILE).absolute()
        raise CannotStart(
            f"{path} is there already, and is not the secret in the backup, which the sessions in it need. "
            "Move it away and try again."
        )
    return "The secret is the one in the backup: who was signed in still is."
