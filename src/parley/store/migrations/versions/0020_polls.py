"""Polls, and who voted what in them.

A process of the Parley before this one neither knows nor needs the new tables, and shows a poll as the message that
says it in words. There, the sender can edit that message. When such a process drops a poll's message, the database
deletes the rows about it. When it erases one, they stay and are not shown.
"""

from alembic import op

revision = "0020"
down_revision = "0019"

POLLS = """
CREATE TABLE polls (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
question TEXT NOT NULL,
options TEXT NOT NULL,
multiple SMALLINT NOT NULL,
anonymous SMALLINT NOT NULL,
closes_at BIGINT,
closed_at BIGINT,
voters BIGINT NOT NULL,
counts TEXT NOT NULL,
first TEXT NOT NULL,
rev BIGINT NOT NULL,
CONSTRAINT polls_pkey PRIMARY KEY (room, seq),
CONSTRAINT polls_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE
)
"""
VOTES = """
CREATE TABLE votes (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
person BIGINT NOT NULL,
chosen BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT votes_pkey PRIMARY KEY (room, seq, person),
CONSTRAINT votes_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT votes_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE messages ADD COLUMN poll SMALLINT")
    for table in (POLLS, VOTES):
        op.execute(table + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("polls_room_rev_idx", "polls", ["room", "rev"])
    op.create_index("votes_person_rev_idx", "votes", ["person", "rev"])
