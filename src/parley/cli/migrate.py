from parley.cli.environment import read_settings


def migrate() -> None:
    """Bring the database to the schema of this version. Safe to repeat; on PostgreSQL, do it before starting."""
    from parley.store.migrate import upgrade

    before, after = upgrade(read_settings())
    if before == after:
        print(f"The schema is {after} already.")
    else:
        print(f"The schema was {before or 'empty'} and is now {after}.")
