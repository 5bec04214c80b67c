from pathlib import Path
from typing import Annotated

from typer import Argument

from parley.cli.environment import read_settings


def restore(file: Annotated[Path, Argument(help="What `parley backup` has written.")]) -> None:
    """Put a backup's database and secret where there are none: into an empty data folder, or an empty PostgreSQL.

    Clients notice that it is another history, and begin anew with what the server has.
    """
    from parley.store.backup import restore
    from parley.store.schema import REVISION

    manifest, secret = restore(read_settings(), file)
    print(f"Restored what there was at {manifest.time}: {manifest.numbers}.")
    print(secret)
    if manifest.schema == REVISION:
        print("Start the server: parley serve")
    elif manifest.database == "sqlite":
        print(f"Start the server, which brings schema {manifest.schema} to {REVISION}: parley serve")
    else:
        print(f"Bring schema {manifest.schema} to {REVISION}, then start the server: parley migrate && parley serve")
