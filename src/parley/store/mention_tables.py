"""The table of mentions."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from parley.store.columns import about_a_message, metadata

# The people that messages mention. `room` is the id of the message's log, `in_room` its room, and `root` the root of
# its thread. `rev` counts in the person's own log, as `since` and `until` do.
mentions = Table(
    "mentions",
    metadata,
    *about_a_message(),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("in_room", BigInteger, ForeignKey("rooms.id"), nullable=False),
    Column("root", BigInteger),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    Index(None, "person", "since"),
    sqlite_with_rowid=False,
)
