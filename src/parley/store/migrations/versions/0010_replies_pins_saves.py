"""What messages answer, what is pinned, and what people saved.

A process of the Parley before this one answers nothing: it sends messages without it, and tells edits of replies as if
they were none until the page is loaded again. It neither knows nor needs the new tables: when it drops a message, the
database deletes their rows, and when it erases one, they stay and are not shown.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

PINS = """
CREATE TABLE pins (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
pinned_by BIGINT NOT NULL,
at BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT pins_pkey PRIMARY KEY (room, seq),
CONSTRAINT pins_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT pins_pinned_by_fkey FOREIGN KEY(pinned_by) REFERENCES people (id)
)
"""
SAVES = """
CREATE TABLE saves (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
person BIGINT NOT NULL,
at BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT saves_pkey PRIMARY KEY (room, seq, person),
CONSTRAINT saves_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT saves_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE messages ADD COLUMN reply_to BIGINT")
    for table in (PINS, SAVES):
        op.execute(table + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("pins_room_rev_idx", "pins", ["room", "rev"])
    op.create_index("saves_person_rev_idx", "saves", ["person", "rev"])
    op.create_index("saves_person_since_idx", "saves", ["person", "since"])
