"""Messages that filters hold for a moderator.

A process of the Parley before this one neither knows nor needs the table: it refuses what a filter of this one would
hold. What is held stays until somebody decides about it at a process of this one.
"""

from alembic import op

revision = "0026"
down_revision = "0025"

HELD = """
CREATE TABLE held (
id {key} NOT NULL,
person BIGINT NOT NULL,
room BIGINT NOT NULL,
root BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
request_hash {bytes} NOT NULL,
reply_to BIGINT,
also_in_room SMALLINT NOT NULL,
body TEXT NOT NULL,
reason TEXT NOT NULL,
at BIGINT NOT NULL,
dropped SMALLINT DEFAULT 0 NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT held_pkey PRIMARY KEY (id),
CONSTRAINT held_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT held_room_fkey FOREIGN KEY(room) REFERENCES rooms (id),
CONSTRAINT held_person_room_root_client_id_key UNIQUE (person, room, root, client_id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(HELD.format(key="INTEGER" if on_sqlite else "BIGINT", bytes="BLOB" if on_sqlite else "BYTEA"))
    op.create_index("held_person_rev_idx", "held", ["person", "rev"])
    op.create_index("held_room_id_idx", "held", ["room", "id"])
    op.create_index("held_at_idx", "held", ["at"])
