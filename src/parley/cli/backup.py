import os
from pathlib import Path
from time import perf_counter
from typing import Annotated

from typer import Argument, Option

from parley.cli.environment import read_settings

# People's messages come before a backup.
NICENESS = 19


def backup(
    folder: Annotated[
        Path | None, Argument(help="Where to write it; made if it is not there. PARLEY_BACKUP_DIR, when not given.")
    ] = None,
    *,
    keep: Annotated[
        int | None, Option(min=1, help="Afterwards remove all but so many of this server's backups in the folder.")
    ] = None,
) -> None:
    """Write a backup into a file, while the server runs or not.

    It holds everything that people wrote and what signs their sessions: keep it as safe as the server itself.
    """
    os.nice(NICENESS)  # before all else is imported, which takes longer than backing up a small server
    from parley.store.backup import take

    began = perf_counter()
    path, manifest, removed = take(read_settings(), folder, keep)
    size = path.stat().st_size
    print(f"{path.absolute()}: {manifest.numbers}; {size:,} bytes in {perf_counter() - began:.1f} s.")
    for old in removed:
        print(f"{old.absolute()} was removed.")
