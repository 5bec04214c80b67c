"""The tables of reports, which are in no log: moderators ask for them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from parley.store.columns import Key, metadata

# A message that somebody reported, until a moderator closes the report.
reports = Table(
    "reports",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), nullable=False),
    # The id of the message's log, the room's or a thread's; the thread's root, else 0; and the message's place.
    Column("log", BigInteger, nullable=False),
    Column("root", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("sender", BigInteger, ForeignKey("people.id"), nullable=False),
    # What it said: its sender can change or delete it meanwhile.
    Column("body", Text, nullable=False),
    Column("said_at", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    UniqueConstraint("log", "seq"),
    Index(None, "room", "id"),
    Index(None, "sender"),
    Index(None, "made_at"),
)

# Who reported it, and why.
complaints = Table(
    "complaints",
    metadata,
    Column("report", BigInteger, ForeignKey("reports.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("reason", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "person"),
    sqlite_with_rowid=False,
)
