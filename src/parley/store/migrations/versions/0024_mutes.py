"""Mutes, in people's own logs.

A process of the Parley before this one neither knows nor needs the table: it counts what is in muted rooms too. What is
muted when somebody leaves a room there stays so, and counts again only if they come back and unmute it.
"""

from alembic import op

revision = "0024"
down_revision = "0023"

MUTES = """
CREATE TABLE mutes (
person BIGINT NOT NULL,
room BIGINT NOT NULL,
level TEXT NOT NULL,
ends_at BIGINT,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT mutes_pkey PRIMARY KEY (person, room),
CONSTRAINT mutes_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT mutes_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(MUTES + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("mutes_person_rev_idx", "mutes", ["person", "rev"])
