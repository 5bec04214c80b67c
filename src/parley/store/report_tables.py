"""The tables of what moderators ask for: reports, which are in no log, and held messages, in those of their authors."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

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
    Unique("log", "seq"),
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

# A message that a filter holds until a moderator has decided. `rev`, `since` and `until` count in its author's log.
held = Table(
    "held",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), nullable=False),
    # The place in the room of the message whose thread it goes to, else 0: a `client_id` is known by room and thread.
    Column("root", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    Column("reply_to", BigInteger),
    Column("also_in_room", SmallInteger, nullable=False),
    # Empty once somebody has decided, and as soon as the room is deleted.
    Column("body", Text, nullable=False),
    # The filter's; empty if a word is on the server's list.
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # 1 once a moderator has dropped it.
    Column("dropped", SmallInteger, nullable=False, server_default=text("0")),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Unique("person", "room", "root", "client_id"),
    Index(None, "person", "rev"),
    Index(None, "room", "id"),
    Index(None, "at"),
)
