"""The tables of polls: what they ask, and who chose what."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, Table, Text

from parley.store.columns import about_a_message, metadata

# `options`, `counts` and `first` are lists in JSON, with one entry for each option. `rev` counts in the message's log.
polls = Table(
    "polls",
    metadata,
    *about_a_message(),
    Column("question", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("multiple", SmallInteger, nullable=False),
    Column("anonymous", SmallInteger, nullable=False),
    Column("closes_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("voters", BigInteger, nullable=False),
    Column("counts", Text, nullable=False),
    # The ids of the first people who chose each option. Empty lists in an anonymous poll.
    Column("first", Text, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Index(None, "room", "rev"),
    sqlite_with_rowid=False,
)

# A row for everybody who ever voted in a poll. `chosen` has a bit for each option, the lowest for the first. `rev`
# counts in the person's own log, `since` and `until` are places in the message's. Of an anonymous poll, only the
# voter's own log tells of it.
votes = Table(
    "votes",
    metadata,
    *about_a_message(),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("chosen", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)
