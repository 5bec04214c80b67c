"""Drafts and favourites, in people's own logs.

A process of the Parley before this one neither knows nor needs the tables. What is in a room that somebody leaves there
stays, and is not shown.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

DRAFTS = """
CREATE TABLE drafts (
person BIGINT NOT NULL,
room BIGINT NOT NULL,
thread BIGINT NOT NULL,
body TEXT NOT NULL,
reply_to BIGINT,
at BIGINT NOT NULL,
digest {bytes} NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT drafts_pkey PRIMARY KEY (person, room, thread),
CONSTRAINT drafts_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT drafts_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""
FAVOURITES = """
CREATE TABLE favourites (
person BIGINT NOT NULL,
room BIGINT NOT NULL,
position BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT favourites_pkey PRIMARY KEY (person, room),
CONSTRAINT favourites_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT favourites_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    drafts = DRAFTS.format(bytes="BLOB" if on_sqlite else "BYTEA")
    for table in (drafts, FAVOURITES):
        op.execute(table + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("drafts_person_rev_idx", "drafts", ["person", "rev"])
    op.create_index("favourites_person_rev_idx", "favourites", ["person", "rev"])
