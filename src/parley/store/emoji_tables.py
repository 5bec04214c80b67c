"""The table of emoji that administrators add."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table

from parley.store.columns import metadata

custom_emoji = Table(
    "custom_emoji",
    metadata,
    Column("name", String(30), primary_key=True),
    # Of the pictures, so that an address always shows the same. Two names can have one picture.
    Column("hash", String(64), nullable=False, index=True),
    Column("moving", LargeBinary, nullable=False),
    # Its first frame. Null where nothing moves.
    Column("still", LargeBinary),
    Column("added_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("added_at", BigInteger, nullable=False),
)
