"""The tables of threads: which there are, what rooms show of them, and who follows them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from parley.store.columns import Key, about_a_message, metadata

# A thread is a log of its own, about a message of a room. Its replies are in `messages`, by its id.
threads = Table(
    "threads",
    metadata,
    Column("id", Key, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), nullable=False),
    # The place of that message.
    Column("root", BigInteger, nullable=False),
    UniqueConstraint("room", "root"),
)

# What a room's log says of its threads. `rev` counts there; `head` is how far the thread's own log goes.
summaries = Table(
    "summaries",
    metadata,
    *about_a_message(),
    Column("thread", BigInteger, ForeignKey("threads.id"), nullable=False),
    Column("head", BigInteger, nullable=False),
    # How many replies there are that were not erased, up to which place they were counted, and when the last one was
    # said.
    Column("number", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    # The ids of the first people who replied, separated by spaces.
    Column("first", Text, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "room", "rev"),
    UniqueConstraint("thread"),
    sqlite_with_rowid=False,
)

# Who follows which threads, and how far they have read them. `rev` counts in the person's own log, as `since` and
# `until` do.
follows = Table(
    "follows",
    metadata,
    *about_a_message(),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("thread", BigInteger, ForeignKey("threads.id"), nullable=False),
    Column("read", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)
