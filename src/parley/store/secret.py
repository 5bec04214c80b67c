"""The secret that signs tokens: from the settings, else made once and kept in the data folder."""

import os
import tempfile
from pathlib import Path

from parley.basics.ids import new_token
from parley.settings import Settings
from parley.store.folder import make_folder
from parley.store.refusals import CannotStart

FILE = "secret"
# The one before, while what it signed is still believed.
FILE_BEFORE = "secret.before"
SHORTEST = 32


def load_secret(settings: Settings) -> bytes:
    """The same for all processes that start on this folder, whichever is first."""
    if settings.secret:
        return _checked(settings.secret, "PARLEY_SECRET", settings)
    path = make_folder(settings) / FILE
    try:
        if not path.exists():
            _make(path, new_token() + "\n")
        return _checked(path.read_text().strip(), str(path.absolute()), settings)
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotStart(f"The secret in {path.absolute()} cannot be read or made: {problem}") from None


def load_secret_before(settings: Settings) -> bytes | None:
    """While the secret is changed: the one before. Only beside a secret that came the same way."""
    if settings.secret:
        return settings.secret_before.encode() or None
    path = settings.data / FILE_BEFORE
    try:
        return path.read_text().strip().encode() or None if path.exists() else None
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotStart(f"The secret in {path.absolute()} cannot be read: {problem}") from None


def rotate(settings: Settings, *, keep: bool) -> None:
    """Put a fresh secret into the data folder. The one that was there is kept beside it, or forgotten.

    Whatever stops this in between leaves a secret in place, at worst the old one under both names.
    """
    path, before = settings.data / FILE, settings.data / FILE_BEFORE
    try:
        if keep:
            _replace(before, path.read_text())
        _replace(path, new_token() + "\n")
        if not keep:
            before.unlink(missing_ok=True)
    except OSError as problem:
        raise CannotStart(f"The secret in {path.absolute()} cannot be changed: {problem.strerror}.") from None


def forget_before(settings: Settings) -> bool:
    """What the secret before has signed is not believed any more. Whether there was one."""
    before = settings.data / FILE_BEFORE
    try:
        before.unlink()
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise CannotStart(f"{before.absolute()} cannot be removed: {problem.strerror}.") from None
    return True


def kept_secret(settings: Settings) -> bytes | None:
    """What is in the data folder, for a backup. None where the settings give the secret, or before the first start."""
    path = settings.data / FILE
    try:
        return None if settings.secret or not path.exists() else path.read_bytes()
    except OSError as problem:
        raise CannotStart(
            f"The secret in {path.absolute()} cannot be read: {problem.strerror}. Run this as the user that runs "
            "Parley."
        ) from None


def put_back(settings: Settings, secret: bytes) -> bool:
    """The secret of a backup, unless there is another one in the data folder already."""
    path = make_folder(settings) / FILE
    try:
        if not path.exists():
            _make(path, secret.decode())
        return path.read_bytes() == secret
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotStart(f"The secret in {path.absolute()} cannot be read or made: {problem}") from None


def _make(path: Path, text: str) -> None:
    """Link a complete file into place: if two processes start at once, one wins and both read its secret."""
    draft = _drafted(path.parent, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(path: Path, text: str) -> None:
    _drafted(path.parent, text).replace(path)


def _drafted(folder: Path, text: str) -> Path:
    """A complete file, on the disk, that only its owner may read."""
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    return Path(draft)


def _checked(secret: str, source: str, settings: Settings) -> bytes:
    if not secret or (settings.https and len(secret) < SHORTEST):
        raise CannotStart(
            f"The secret in {source} has {len(secret)} characters; a server on https needs {SHORTEST} or more. "
            "Give it a longer one. Everybody will have to sign in again."
        )
    return secret.encode()
