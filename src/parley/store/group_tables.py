"""The tables of groups of people. They belong to no log: people ask for a group when they want to see it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text, UniqueConstraint

from parley.store.columns import Key, metadata

# "groups" is a word of both databases' own.
people_groups = Table(
    "people_groups",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("handle", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    # What a search looks through: see parley.store.people.
    Column("folded", Text, nullable=False),
    Column("created_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    UniqueConstraint("handle"),
    UniqueConstraint("created_by", "client_id"),
)

group_members = Table(
    "group_members",
    metadata,
    Column("of_group", BigInteger, ForeignKey("people_groups.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("added_at", BigInteger, nullable=False),
    Index(None, "person"),
    sqlite_with_rowid=False,
)

# Handles that groups had, and until when no person may take one.
former_group_handles = Table(
    "former_group_handles",
    metadata,
    Column("handle", String(32), primary_key=True),
    Column("until", BigInteger, nullable=False),
)
