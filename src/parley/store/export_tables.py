"""The tables of exports: what people asked for, and the files that are made of it."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table

from parley.store.columns import Key, metadata

# The one export that somebody has: asked for, or ready until `expires_at`. Then its row goes.
exports = Table(
    "exports",
    metadata,
    Column("person", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("id", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    # Null until it is ready, as its size in bytes is.
    Column("ready_at", BigInteger),
    Column("expires_at", BigInteger, nullable=False),
    Column("size", BigInteger),
)

# The file in pieces, each short enough for a statement. Their export's row goes first, and they follow some at a time.
export_pieces = Table(
    "export_pieces",
    metadata,
    Column("export", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
)
