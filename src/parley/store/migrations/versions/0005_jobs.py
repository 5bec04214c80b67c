"""Jobs, and undoing an erasure.

A process of the Parley before this one goes on working: it neither knows nor needs these tables. What it erases cannot
be undone.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

TRASH = """
CREATE TABLE trash (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
rev BIGINT NOT NULL,
body TEXT NOT NULL,
edited_at BIGINT,
about TEXT NOT NULL,
CONSTRAINT trash_pkey PRIMARY KEY (room, seq),
CONSTRAINT trash_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE
)
"""
JOBS = """
CREATE TABLE jobs (
id {key} NOT NULL,
kind VARCHAR(40) NOT NULL,
"key" VARCHAR(120) NOT NULL,
payload TEXT NOT NULL,
created_at BIGINT NOT NULL,
due_at BIGINT NOT NULL,
fence BIGINT NOT NULL,
tries BIGINT NOT NULL,
error TEXT,
dead_at BIGINT,
CONSTRAINT jobs_pkey PRIMARY KEY (id),
CONSTRAINT jobs_kind_key_key UNIQUE (kind, "key")
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE messages ADD COLUMN erased_by BIGINT")
    op.execute(TRASH + (" WITHOUT ROWID" if on_sqlite else ""))
    op.execute(JOBS.format(key="INTEGER" if on_sqlite else "BIGINT"))
    op.execute("CREATE INDEX jobs_due_idx ON jobs (due_at) WHERE dead_at IS NULL")
    op.execute("CREATE INDEX jobs_dead_idx ON jobs (dead_at) WHERE dead_at IS NOT NULL")
