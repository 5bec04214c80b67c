"""The tables. The rules that can be constraints are constraints, except for roles and kinds: `parley.protocol` says
which there are, and adding one must not rebuild a table.

Times are milliseconds since 1970 in BIGINT: both databases keep them exactly, and nothing is ordered by them.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

import parley.store.arriving
import parley.store.beside
import parley.store.emoji_tables
import parley.store.export_tables
import parley.store.forward_tables
import parley.store.group_tables
import parley.store.later_tables
import parley.store.mention_tables
import parley.store.own
import parley.store.poll_tables
import parley.store.proofs
import parley.store.report_tables
import parley.store.thread_tables  # noqa: F401 - their tables are in the metadata, too
from parley.store.columns import Key, about_a_message, number
from parley.store.columns import metadata as metadata  # noqa: PLC0414 - with all tables in it

REVISION = "0032"

# One narrow row a log, apart from what it describes: this is the row that every write locks and counts up.
heads = Table(
    "heads",
    metadata,
    Column("log", Key, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, nullable=False),
    Column("head", BigInteger, CheckConstraint("head >= 0", name="head"), nullable=False),
    Column("seq", BigInteger, CheckConstraint("seq >= 0 AND seq <= head", name="seq"), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Key, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("handle", String(32), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("avatar", Text),
    Column("role", String(10), nullable=False),
    Column("password_hash", Text),
    Column("client_id", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("rev", BigInteger, nullable=False),
    # What a search for people looks through. Empty if a process of a version before wrote it.
    Column("folded", Text, nullable=False, server_default=""),
    # An address comes here once its owner has shown that they read what is sent there.
    Column("email", String(254)),
    # The address as it is compared.
    Column("email_key", String(254)),
    # The name as an eye compares it. Empty if a process of a version before wrote it.
    Column("name_key", Text, nullable=False, server_default=""),
    # What their card shows besides, in JSON: pronouns, time zone, status.
    Column("about", Text),
    # In which language they write.
    Column("language", String(35)),
    # Nothing of a deleted account is in its row, which stays for what it did.
    Column("deleted_at", BigInteger),
    # 1 for those who do not let others see what they have read.
    Column("hides_reading", SmallInteger, nullable=False, server_default=text("0")),
    Index(None, "rev"),
    Index(None, "name_key"),
    Index("people_email_key_key", "email_key", unique=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("rotated_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("rev", BigInteger, nullable=False),
    # What it was last used from, and when, to the length of an access token's life.
    Column("device", String(80)),
    Column("address", String(45)),
    Column("used_at", BigInteger),
    Column("confined", SmallInteger, nullable=False, server_default=text("0")),  # 1 until there is a second factor
    Index(None, "person", "rev"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("session", BigInteger, ForeignKey("sessions.id"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "expires_at"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("id", Key, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("slug", String(60), unique=True),
    Column("name", String(80), nullable=False),
    Column("topic", String(250), nullable=False),
    Column("created_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("history", String(10), nullable=False, server_default="all"),
    # The first message that is still kept; what is older than `keep_days` goes next, unless they are 0.
    number("first_kept", least=1),
    number("keep_days", least=0),
    # For how long people can edit what they said.
    Column("edit_minutes", BigInteger, nullable=False, server_default=text("52560000")),
    # Who adds people to a private room.
    Column("adding", String(10), nullable=False, server_default="moderators"),
    # Of a direct conversation: the ids of its people in ascending order, separated by spaces.
    Column("direct", Text),
    Column("description", Text, nullable=False, server_default=""),
    # Who writes in it.
    Column("posting", String(10), nullable=False, server_default="members"),
    Column("archived_at", BigInteger),
    Column("deleted_at", BigInteger),
    # Since when everybody with a new account is put into it.
    Column("default_since", BigInteger),
    # What a search for rooms looks through. Empty if a process of a version before wrote it.
    Column("folded", Text, nullable=False, server_default=""),
    Column("threads", String(10), nullable=False, server_default="writers"),  # who replies in them
    Column("notices", SmallInteger, nullable=False, server_default=text("0")),  # 1 where what happens leaves them
    Index("rooms_direct_key", "direct", unique=True),
    CheckConstraint("(kind = 'public') = (slug IS NOT NULL)", name="slug"),
    UniqueConstraint("created_by", "client_id"),
    # A slug once used is never given to another room: this is where a room's slug must be written down first.
    ForeignKeyConstraint(["slug", "id"], ["slugs.slug", "slugs.room"]),
)

slugs = Table(
    "slugs",
    metadata,
    Column("slug", String(60), primary_key=True),
    Column("room", BigInteger, nullable=False),
    UniqueConstraint("slug", "room"),
)

# A row a stay, from the change that let somebody in to the one that ended it. `rev` counts in the room's log,
# `mine_rev` in the person's own: the same row is a line in both. So is how far they have read, at `read_rev`: a message
# a second does not touch what the room's log says of them. `first_seq` is the first message that the stay may read.
stays = Table(
    "stays",
    metadata,
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, CheckConstraint("until > since", name="until")),
    Column("role", String(10), nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("mine_rev", BigInteger, nullable=False),
    number("first_seq", least=1),
    Column("read_generation", BigInteger, nullable=False, server_default=text("0")),
    number("read_seq", least=0),
    Column("read_rev", BigInteger, nullable=False, server_default=text("0")),
    # The last message that they have marked as read in this stay, and when. Marking as unread takes neither back.
    Column("seen_seq", BigInteger),
    Column("seen_at", BigInteger),
    Index(
        "stays_open_key",
        "room",
        "person",
        unique=True,
        postgresql_where=text("until IS NULL"),
        sqlite_where=text("until IS NULL"),
    ),
    Index(None, "room", "rev"),
    Index(None, "person", "mine_rev"),
    Index(None, "person", "read_rev"),
)

# `room` is the id of the log that a message is in: its room's, or its thread's. It had its name before there were
# threads, and a process of the version before goes on using it.
messages = Table(
    "messages",
    metadata,
    Column("room", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, CheckConstraint("seq > 0", name="seq"), primary_key=True, autoincrement=False),
    Column("rev", BigInteger, nullable=False),
    Column("sender", BigInteger, nullable=False),
    Column("stay", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    # Empty once the message is erased.
    Column("body", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("edited_at", BigInteger),
    Column("erased_at", BigInteger),
    Column("erased_by", BigInteger),
    # The message that it answers. It may not be kept any more.
    Column("reply_to", BigInteger),
    # The room that it was said in. Null in rows of a process that knew no threads: then it is `room`.
    Column("in_room", BigInteger),
    # Of a message in a thread: the place in the room of the message that the thread is about.
    Column("root", BigInteger),
    # 1 for a message of a room that was said in the thread of the one that it answers, too.
    Column("from_thread", SmallInteger),
    # The people that it mentions, and whether it calls everybody: see parley.language.mentions.
    Column("mentions", Text),
    # 1 for a poll, which lines are a copy of what, and what happened: see polls, forwards and notices of parley.store.
    *(Column("poll", SmallInteger), Column("forwarded", Text), Column("notice", Text)),
    # Nobody says anything in a room, or in its threads, without a stay in it.
    ForeignKeyConstraint(["in_room", "sender", "stay"], ["stays.room", "stays.person", "stays.since"]),
    UniqueConstraint("room", "sender", "client_id"),
    Index("messages_room_rev_key", "room", "rev", unique=True),
    sqlite_with_rowid=False,
)

# What edited messages said before, each with the `rev` that the message had then.
versions = Table(
    "versions",
    metadata,
    *about_a_message(),
    Column("rev", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# A row for each emoji that somebody ever reacted with. `rev` counts in the person's own log, `since` and `until` are
# places in the room's.
reactions = Table(
    "reactions",
    metadata,
    *about_a_message(),
    Column("emoji", String(32), primary_key=True),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "person", "rev"),
    sqlite_with_rowid=False,
)

# How many people chose something under a message, and the ids of the first, separated by spaces.
tallies = Table(
    "tallies",
    metadata,
    *about_a_message(),
    Column("kind", String(10), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("first", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "room", "rev"),
    sqlite_with_rowid=False,
)

# What is pinned in rooms. `rev` counts in the room's log, as `since` and `until` do.
pins = Table(
    "pins",
    metadata,
    *about_a_message(),
    Column("pinned_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "room", "rev"),
    sqlite_with_rowid=False,
)

# What erased messages said, and what was about them, for as long as that can be undone. No reader of logs knows it.
trash = Table(
    "trash",
    metadata,
    *about_a_message(),
    Column("rev", BigInteger, nullable=False),  # the message's, as an erased one
    Column("body", Text, nullable=False),
    Column("edited_at", BigInteger),
    # The rows that were about it, by their tables, in JSON.
    Column("about", Text, nullable=False),
    sqlite_with_rowid=False,
)
