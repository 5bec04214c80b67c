import os
from typing import Annotated

import typer

from parley.cli.environment import read_settings
from parley.settings import variable


def serve(
    workers: Annotated[int | None, typer.Option(min=1, help="How many processes; instead of PARLEY_WORKERS.")] = None,
) -> None:
    """Start the server. On SQLite the database is brought up to date first, after a copy of it was made."""
    if workers is not None:
        os.environ[variable("workers")] = str(workers)
    import structlog

    from parley.basics import journal
    from parley.store.migrate import prepare_schema

    settings = read_settings()
    journal.configure(settings)
    if (done := prepare_schema(settings)) is not None:
        copy = None if done.copy is None else str(done.copy.absolute())
        took = round(done.seconds, 1)
        structlog.get_logger("parley").info(
            "schema_changed", before=done.before or "empty", after=done.after, copy=copy, seconds=took
        )

    if settings.workers > 1:
        from parley.process.workers import run as run_workers

        raise typer.Exit(run_workers(settings))

    from parley.process.app import run

    raise typer.Exit(run(settings))
