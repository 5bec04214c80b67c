"""Notices: messages that say what happened in a room, and the rooms that want them.

A process of the Parley before this one shows a notice as a message with the same in words, which can be answered,
forwarded and edited there. That process writes no notices itself.
"""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.execute("ALTER TABLE messages ADD COLUMN notice TEXT")
    op.execute("ALTER TABLE rooms ADD COLUMN notices SMALLINT DEFAULT 0 NOT NULL")
