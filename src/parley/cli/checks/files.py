"""The data folder: whether it, the database in it and the secret can be used, and whether there is room."""

import math
import os
import shutil
import stat
import tempfile
from pathlib import Path

from parley.cli.checks.finding import Finding
from parley.settings import Settings
from parley.store.backup_files import age_seconds
from parley.store.folder import database_file
from parley.store.refusals import CannotStart
from parley.store.secret import FILE, SHORTEST, load_secret

FREE_BYTES = 500 * 1024 * 1024
FREE_SHARE = 0.05
VARIED = 10


def data_folder(settings: Settings) -> Finding:
    """By really writing: what the modes say is not true for root, nor on a read-only disk."""
    folder = _existing(settings.data)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-"):
            pass
    except OSError as problem:
        return Finding(
            "problem",
            f"{folder} cannot be written to: {problem.strerror}. Make it writable for the user that runs Parley, "
            "or name another folder in PARLEY_DATA_DIR.",
        )
    if folder != settings.data.absolute():
        return Finding("ok", f"{settings.data.absolute()} is not there yet and can be made")
    return Finding("ok", f"{folder} is writable")


def disk(settings: Settings) -> Finding:
    folder = _existing(settings.data)
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total if usage.total else 0
    free = f"{usage.free / 1024**3:.1f} GB ({share:.0%}) is free for {folder}"
    if usage.free < FREE_BYTES or share < FREE_SHARE:
        return Finding("problem", f"only {free}. Parley wants 500 MB and 5 %: make room or move PARLEY_DATA_DIR.")
    return Finding("ok", free)


def database_files(settings: Settings) -> Finding:
    """By opening them for writing. Root can write everything, so it asks also whose they are."""
    if settings.database_url:
        return Finding("ok", "none: the database is PostgreSQL")
    path = database_file(settings).absolute()
    owner = path.parent.stat().st_uid if path.parent.exists() else 0
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if not file.exists():
            continue
        remedy = f"Give it to the user that runs Parley: chown --reference={path.parent} {file}"
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CLOEXEC))
        except OSError as problem:
            return Finding("problem", f"{file} cannot be written to: {problem.strerror}. {remedy}")
        if file.stat().st_uid != owner:
            return Finding("problem", f"{file} belongs to another user than its folder. {remedy}")
    return Finding("ok", f"{path} is writable" if path.exists() else f"{path} is made on the first start")


def backups(settings: Settings) -> Finding:
    """By writing as well: the first backup that fails may be the one that is needed."""
    folder = settings.backups.absolute()
    if not settings.backup_hours and not settings.backup_dir:
        return Finding("ok", "none by Parley itself: run `parley backup` every night, or set PARLEY_BACKUP_HOURS")
    try:
        with tempfile.NamedTemporaryFile(dir=_existing(folder), prefix=".probe-"):
            pass
    except OSError as problem:
        return Finding(
            "problem", f"{folder} cannot be written to: {problem.strerror}. Let the user that runs Parley write there."
        )
    age = age_seconds(folder)
    if age == math.inf:
        return Finding("warning", f"there is none in {folder} yet. `parley backup` makes one.")
    hours = f"the newest in {folder} is {age / 3600:.0f} hours old"
    if age > 2 * 3600 * (settings.backup_hours or 24):
        return Finding("problem", f"{hours}. Look for job_failed in the log, or at what runs `parley backup`.")
    return Finding("ok", hours)


def secret(settings: Settings) -> Finding:
    path = settings.data / FILE
    if not settings.secret and not path.exists():
        return Finding("ok", f"{path.absolute()} is made on the first start")
    try:
        value = load_secret(settings)
    except CannotStart as refusal:
        return Finding("problem", str(refusal))
    if settings.https and len(set(value)) < VARIED:
        return Finding("problem", "it is easy to guess. Unset PARLEY_SECRET, and Parley makes a good one by itself.")
    if len(value) < SHORTEST:
        return Finding(
            "warning",
            f"it has {len(value)} characters, and {SHORTEST} or more are hard to guess. "
            "Unset PARLEY_SECRET, and Parley makes a good one by itself. Everybody will have to sign in again.",
        )
    if settings.secret:
        return Finding("ok", "given by PARLEY_SECRET")
    if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
        return Finding(
            "problem", f"others can read {path.absolute()} (mode {mode:o}). Run: chmod 600 {path.absolute()}"
        )
    return Finding("ok", f"{path.absolute()} is its owner's alone")


def _existing(path: Path) -> Path:
    """The folder itself or, before it is made, the one that it will be made in."""
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path
