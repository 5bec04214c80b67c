"""The table that says where forwarded messages come from. No reader of logs knows it, and it is in no frame."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from parley.store.columns import about_a_message, metadata

# `sender` said the original. `source_log` is the id of its log, and `source_root` the place of its thread's root, or 0.
forwards = Table(
    "forwards",
    metadata,
    *about_a_message(),
    Column("sender", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("source_room", BigInteger, nullable=False),
    Column("source_log", BigInteger, nullable=False),
    Column("source_root", BigInteger, nullable=False),
    Column("source_seq", BigInteger, nullable=False),
    Index(None, "source_log", "source_seq"),
    Index(None, "sender"),
    sqlite_with_rowid=False,
)
