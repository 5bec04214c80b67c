"""What the tables in parley.store.schema and parley.store.beside have in common."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Integer, MetaData, text
from sqlalchemy.schema import SchemaItem

# SQLite keeps a table in the order of an INTEGER key, and of no other.
Key = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


def number(name: str, *, least: int) -> Column[int]:
    """A column that came with a later revision: rows that were there have the least."""
    check = CheckConstraint(f"{name} > 0" if least else f"{name} >= 0", name=name)
    return Column(name, BigInteger, check, nullable=False, server_default=text(str(least)))


def about_a_message() -> tuple[SchemaItem, ...]:
    """The first two columns of a key, which name a message: the id of its log, a room's or a thread's, and its place.

    Erasing or dropping a message deletes the rows about it. They cascade for processes of the version before, which
    drop old messages and do not know every table.
    """
    return (
        Column("room", BigInteger, primary_key=True, autoincrement=False),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        ForeignKeyConstraint(["room", "seq"], ["messages.room", "messages.seq"], ondelete="CASCADE"),
    )
