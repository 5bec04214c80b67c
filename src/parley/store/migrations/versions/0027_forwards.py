"""Forwarded messages.

A process of the Parley before this one shows the copy as the quotation in Markdown that it is. It does not take copies
away: what it purges of an original stays in the rooms to which it was forwarded.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

FORWARDS = """
CREATE TABLE forwards (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
sender BIGINT NOT NULL,
source_room BIGINT NOT NULL,
source_log BIGINT NOT NULL,
source_root BIGINT NOT NULL,
source_seq BIGINT NOT NULL,
CONSTRAINT forwards_pkey PRIMARY KEY (room, seq),
CONSTRAINT forwards_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT forwards_sender_fkey FOREIGN KEY(sender) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("messages", sa.Column("forwarded", sa.Text))
    op.execute(FORWARDS + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("forwards_source_log_source_seq_idx", "forwards", ["source_log", "source_seq"])
    op.create_index("forwards_sender_idx", "forwards", ["sender"])
