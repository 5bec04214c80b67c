"""The tables of what people ordered for later: messages to be sent, and reminders. Nobody else can see either."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.schema import SchemaItem

from parley.store.columns import Key, metadata


def _ordered() -> tuple[SchemaItem, ...]:
    """`rev` counts in the person's own log, as `since` and `until` do."""
    return (
        Column("id", Key, primary_key=True, autoincrement=False),
        Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
        Column("client_id", String(64), nullable=False),
        Column("request_hash", LargeBinary(16), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("until", BigInteger),
        Column("rev", BigInteger, nullable=False),
    )


scheduled = Table(
    "scheduled",
    metadata,
    *_ordered(),
    Column("room", BigInteger, ForeignKey("rooms.id"), nullable=False),
    # The place in the room of the message whose thread it goes to.
    Column("root", BigInteger),
    Column("reply_to", BigInteger),
    # Empty once it was sent or cancelled.
    Column("body", Text, nullable=False),
    # Why it was not sent at its time.
    Column("failed", Text),
    Unique("person", "client_id"),
    Index(None, "person", "rev"),
)

reminders = Table(
    "reminders",
    metadata,
    *_ordered(),
    # The message, if it is about one: the id of its log, a room's or a thread's, its room, and the thread's root.
    Column("log", BigInteger),
    Column("room", BigInteger, ForeignKey("rooms.id")),
    Column("root", BigInteger),
    Column("seq", BigInteger),
    Column("text", Text, nullable=False),
    # 1 from its time on.
    Column("due", SmallInteger, nullable=False, server_default=text("0")),
    Unique("person", "client_id"),
    Index(None, "person", "rev"),
    Index(None, "log", "seq"),
)
