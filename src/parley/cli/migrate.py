from parley.cli.environment import read_settings


def migrate() -> None:
    """Bring the database to the schema of this version. Safe to repeat; on PostgreSQL, do it before starting."""
    from parley.store.migrate import upgrade

    print(upgrade(read_settings()))
