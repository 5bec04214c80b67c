from pathlib import Path
from typing import Annotated

from typer import Argument

from parley.cli.environment import read_settings


def verify_backup(file: Annotated[Path, Argument(help="What `parley backup` has written.")]) -> None:
    """Restore a backup aside, look whether everything in it is as it must be, and remove that copy again.

    SQLite's copy is made in a temporary folder, PostgreSQL's in a database of its own on the server in
    PARLEY_DATABASE_URL.
    """
    from parley.store.backup import verify
    from parley.store.schema import REVISION

    found = verify(read_settings(), file)
    print(f"{file} is sound. Parley {found.parley} made it at {found.time}, from {found.database}.")
    print(f"schema  {found.schema}" + ("" if found.schema == REVISION else f"; this Parley brings it to {REVISION}"))
    print(f"epoch   {found.epoch or 'none'}")
    print(f"holds   {found.numbers}, {'and the secret' if 'secret' in found.parts else 'without a secret'}")
    for kind, logs in found.numbers.logs.items():
        print(f"logs    {logs.count:,} of kind {kind}: heads add up to {logs.heads:,}, places to {logs.places:,}")
    for name, part in found.parts.items():
        print(f"sha256  {part.sha256}  {name}, {part.bytes:,} bytes")
