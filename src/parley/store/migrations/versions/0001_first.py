"""The first schema: the tables as they were then, word for word. What schema.py says today does not matter here."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None

Key = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

heads = Table(
    "heads",
    metadata,
    Column("log", Key, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, CheckConstraint("kind BETWEEN 1 AND 3", name="kind"), nullable=False),
    Column("head", BigInteger, CheckConstraint("head >= 0", name="head"), nullable=False),
    Column("seq", BigInteger, CheckConstraint("seq >= 0 AND seq <= head", name="seq"), nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Key, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("handle", String(32), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("avatar", Text),
    Column("role", String(10), CheckConstraint("role IN ('owner', 'admin', 'member')", name="role"), nullable=False),
    Column("password_hash", Text),
    Column("client_id", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("rev", BigInteger, nullable=False),
    Index(None, "rev"),
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
    Column("kind", String(10), CheckConstraint("kind IN ('public', 'private')", name="kind"), nullable=False),
    Column("slug", String(60), unique=True),
    Column("name", String(80), nullable=False),
    Column("topic", String(250), nullable=False),
    Column("created_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", LargeBinary(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("rev", BigInteger, nullable=False),
    CheckConstraint("(kind = 'public') = (slug IS NOT NULL)", name="slug"),
    UniqueConstraint("created_by", "client_id"),
    ForeignKeyConstraint(["slug", "id"], ["slugs.slug", "slugs.room"]),
)

slugs = Table(
    "slugs",
    metadata,
    Column("slug", String(60), primary_key=True),
    Column("room", BigInteger, nullable=False),
    UniqueConstraint("slug", "room"),
)

stays = Table(
    "stays",
    metadata,
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, CheckConstraint("until > since", name="until")),
    Column("role", String(10), CheckConstraint("role IN ('owner', 'member')", name="role"), nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("mine_rev", BigInteger, nullable=False),
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
)

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
    Column("body", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["room", "sender", "stay"], ["stays.room", "stays.person", "stays.since"]),
    UniqueConstraint("room", "sender", "client_id"),
    Index("messages_room_rev_key", "room", "rev", unique=True),
    sqlite_with_rowid=False,
)


def upgrade() -> None:
    metadata.create_all(op.get_bind(), checkfirst=False)
