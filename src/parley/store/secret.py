"""The secret that signs tokens: from the settings, else made once and kept in the data folder."""

import os
import tempfile
from pathlib import Path

from parley.basics.ids import new_token
from parley.settings import Settings
from parley.store.folder import make_folder
from parley.store.refusals import CannotStart

FILE = "secret"
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
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _checked(secret: str, source: str, settings: Settings) -> bytes:
    if not secret or (settings.https and len(secret) < SHORTEST):
        raise CannotStart(
            f"The secret in {source} has {len(secret)} characters; a server on https needs {SHORTEST} or more. "
            "Give it a longer one. Everybody will have to sign in again."
        )
    return secret.encode()
