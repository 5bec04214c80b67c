"""The tables of things in people's own logs that nobody else can see."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text, UniqueConstraint

from parley.store.columns import Key, about_a_message, metadata

# What people saved. `rev` counts in the person's own log, as `since` and `until` do.
saves = Table(
    "saves",
    metadata,
    *about_a_message(),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    Index(None, "person", "since"),
    sqlite_with_rowid=False,
)

# The people that people blocked. `rev` counts in the log of the one who did, as `since` and `until` do. `room` is the
# conversation of the two, if there is one: there, the person who is blocked cannot write.
blocks = Table(
    "blocks",
    metadata,
    Column("owner", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id")),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "owner", "rev"),
    Index(None, "room", "person"),
    sqlite_with_rowid=False,
)

# What people have begun to write, in a room or in the thread about a message of it (else 0). `rev` counts in the
# person's own log, as `until` does. `digest` tells a repetition from a new text, also once the text is gone.
drafts = Table(
    "drafts",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("thread", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("reply_to", BigInteger),
    Column("at", BigInteger, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)

# The rooms that do not ask for people's attention: what still counts, and until when. `rev` counts in the person's own
# log, as `until` does.
mutes = Table(
    "mutes",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("level", Text, nullable=False),
    Column("ends_at", BigInteger),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)

# The rooms that people want at the top, in the order of `position`. `rev` counts in the person's own log, as `until`
# does.
favourites = Table(
    "favourites",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)

# The sections into which people sort their list of rooms, in the order of `position`. `rev` counts in the person's own
# log, as `until` does. Of a deleted one the name is empty; its row still knows the `client_id`.
sections = Table(
    "sections",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    UniqueConstraint("person", "client_id"),
    Index(None, "person", "rev"),
)

# The section that a room is in, one at most, and its place there. `rev` counts in the person's own log, as `until`
# does.
section_rooms = Table(
    "section_rooms",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("section", BigInteger, ForeignKey("sections.id"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)
