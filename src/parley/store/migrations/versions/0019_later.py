"""Scheduled messages and reminders.

A process of the Parley before this one knows neither, and leaves their jobs to one that does.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

ORDERED = """
id {key} NOT NULL,
person BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
request_hash {bytes} NOT NULL,
at BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
"""
SCHEDULED = """
CREATE TABLE scheduled (
{ordered}
room BIGINT NOT NULL,
root BIGINT,
reply_to BIGINT,
body TEXT NOT NULL,
failed TEXT,
CONSTRAINT scheduled_pkey PRIMARY KEY (id),
CONSTRAINT scheduled_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT scheduled_room_fkey FOREIGN KEY(room) REFERENCES rooms (id),
CONSTRAINT scheduled_person_client_id_key UNIQUE (person, client_id)
)
"""
REMINDERS = """
CREATE TABLE reminders (
{ordered}
log BIGINT,
room BIGINT,
root BIGINT,
seq BIGINT,
text TEXT NOT NULL,
due SMALLINT DEFAULT 0 NOT NULL,
CONSTRAINT reminders_pkey PRIMARY KEY (id),
CONSTRAINT reminders_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT reminders_room_fkey FOREIGN KEY(room) REFERENCES rooms (id),
CONSTRAINT reminders_person_client_id_key UNIQUE (person, client_id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    for table in (SCHEDULED, REMINDERS):
        op.execute(table.format(ordered=ORDERED.strip().format(**types)))
    op.create_index("scheduled_person_rev_idx", "scheduled", ["person", "rev"])
    op.create_index("reminders_person_rev_idx", "reminders", ["person", "rev"])
    op.create_index("reminders_log_seq_idx", "reminders", ["log", "seq"])
