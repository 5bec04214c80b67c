"""Sections of people's lists of rooms, and the rooms in them.

A process of the Parley before this one neither knows nor needs the tables. What is in a room that somebody leaves there
stays, and is not shown.
"""

from alembic import op

revision = "0030"
down_revision = "0029"

SECTIONS = """
CREATE TABLE sections (
id {key} NOT NULL,
person BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
request_hash {bytes} NOT NULL,
name TEXT NOT NULL,
position BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT sections_pkey PRIMARY KEY (id),
CONSTRAINT sections_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT sections_person_client_id_key UNIQUE (person, client_id)
)
"""
SECTION_ROOMS = """
CREATE TABLE section_rooms (
person BIGINT NOT NULL,
room BIGINT NOT NULL,
section BIGINT NOT NULL,
position BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT section_rooms_pkey PRIMARY KEY (person, room),
CONSTRAINT section_rooms_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT section_rooms_room_fkey FOREIGN KEY(room) REFERENCES rooms (id),
CONSTRAINT section_rooms_section_fkey FOREIGN KEY(section) REFERENCES sections (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    op.execute(SECTIONS.format(**types))
    op.execute(SECTION_ROOMS + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("sections_person_rev_idx", "sections", ["person", "rev"])
    op.create_index("section_rooms_person_rev_idx", "section_rooms", ["person", "rev"])
