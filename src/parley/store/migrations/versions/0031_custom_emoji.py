"""Emoji that administrators add.

A process of the Parley before this one neither knows nor needs the table. It passes reactions with such emoji on, and
can neither add nor take back one.
"""

from alembic import op

revision = "0031"
down_revision = "0030"

EMOJI = """
CREATE TABLE custom_emoji (
name VARCHAR(30) NOT NULL,
hash VARCHAR(64) NOT NULL,
moving {bytes} NOT NULL,
still {bytes},
added_by BIGINT NOT NULL,
added_at BIGINT NOT NULL,
CONSTRAINT custom_emoji_pkey PRIMARY KEY (name),
CONSTRAINT custom_emoji_added_by_fkey FOREIGN KEY(added_by) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(EMOJI.format(bytes="BLOB" if on_sqlite else "BYTEA"))
    op.create_index("custom_emoji_hash_idx", "custom_emoji", ["hash"])
