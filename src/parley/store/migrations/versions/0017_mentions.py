"""The people that messages mention.

A process of the Parley before this one mentions nobody: it sends messages without mentions, and an edit by it leaves
those that were there. When it erases a message, the rows about it stay until a process of this version looks at them,
and nobody is shown them.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

MENTIONS = """
CREATE TABLE mentions (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
person BIGINT NOT NULL,
in_room BIGINT NOT NULL,
root BIGINT,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT mentions_pkey PRIMARY KEY (room, seq, person),
CONSTRAINT mentions_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT mentions_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT mentions_in_room_fkey FOREIGN KEY(in_room) REFERENCES rooms (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE messages ADD COLUMN mentions TEXT")
    op.execute(MENTIONS + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("mentions_person_rev_idx", "mentions", ["person", "rev"])
    op.create_index("mentions_person_since_idx", "mentions", ["person", "since"])
