"""Up to where people have seen a room, and when; and who does not let others see that.

A process of the Parley before this one moves read positions and leaves these columns as they are: what is read through
it is not shown to others.
"""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("ALTER TABLE people ADD COLUMN hides_reading SMALLINT DEFAULT 0 NOT NULL")
    op.execute("ALTER TABLE stays ADD COLUMN seen_seq BIGINT")
    op.execute("ALTER TABLE stays ADD COLUMN seen_at BIGINT")
