"""What the backups of SQLite and of PostgreSQL have in common."""

from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from parley.settings import Settings
from parley.store.archive import Reading, Writing
from parley.store.truths import Numbers

Kind = Literal["sqlite", "postgresql"]


class Copied(NamedTuple):
    """What was in the copied snapshot."""

    schema: str
    epoch: str
    numbers: Numbers
    server_version: int = 0
    tool_version: int = 0


class Trial(NamedTuple):
    """What was found in a copy that was restored aside, and what of it is not as it must be."""

    schema: str
    epoch: str
    numbers: Numbers
    broken: list[str]


class Copying(Protocol):
    """A module of each database."""

    def copied(self, settings: Settings, writing: Writing, scratch: Path) -> Copied:
        """Add one snapshot of the database to an archive. `scratch` is a file that may be made on the way."""
        ...

    def tried(self, settings: Settings, reading: Reading) -> Trial:
        """Restore the archive aside, look at it, bring it to this version's schema, look again, and remove it."""
        ...

    def refuse_occupied(self, settings: Settings) -> None:
        """Refuse to restore where there is a database."""
        ...

    def restored(self, settings: Settings, reading: Reading) -> None:
        """Put the database into place, in one step, with an epoch of its own."""
        ...
