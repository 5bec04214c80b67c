import typer

from parley.cli.environment import read_settings


def serve() -> None:
    """Start the server. On SQLite the database is brought up to date first, after a copy of it was made."""
    from parley import logs
    from parley.store.migrate import prepare_schema

    settings = read_settings()
    logs.configure(settings)
    prepare_schema(settings)

    from parley.app import run

    raise typer.Exit(run(settings))
