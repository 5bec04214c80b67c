"""Rooms that keep their messages for a number of days only."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name, default, check in (("first_kept", 1, "first_kept > 0"), ("keep_days", 0, "keep_days >= 0")):
        kind = f"BIGINT DEFAULT {default} NOT NULL CONSTRAINT rooms_{name}_check CHECK ({check})"
        op.execute(f"ALTER TABLE rooms ADD COLUMN {name} {kind}")
