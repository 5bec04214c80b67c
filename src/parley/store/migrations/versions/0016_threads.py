"""Threads: logs of their own about messages of rooms.

A process of the Parley before this one goes on working. It neither knows nor needs the new tables, and never asks for
messages by the id of a thread. The rows of messages that it writes say nothing of the room beside the log: the log is
the room. When it drops a message or erases it, the thread stays, and nobody finds it any more.
"""

from alembic import op

revision = "0016"
down_revision = "0015"

THREADS = """
CREATE TABLE threads (
id {key} NOT NULL,
room BIGINT NOT NULL,
root BIGINT NOT NULL,
CONSTRAINT threads_pkey PRIMARY KEY (id),
CONSTRAINT threads_room_root_key UNIQUE (room, root),
CONSTRAINT threads_id_fkey FOREIGN KEY(id) REFERENCES heads (log),
CONSTRAINT threads_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""
SUMMARIES = """
CREATE TABLE summaries (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
thread BIGINT NOT NULL,
head BIGINT NOT NULL,
number BIGINT NOT NULL,
counted BIGINT NOT NULL,
last_at BIGINT NOT NULL,
first TEXT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT summaries_pkey PRIMARY KEY (room, seq),
CONSTRAINT summaries_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT summaries_thread_key UNIQUE (thread),
CONSTRAINT summaries_thread_fkey FOREIGN KEY(thread) REFERENCES threads (id)
)
"""
FOLLOWS = """
CREATE TABLE follows (
room BIGINT NOT NULL,
seq BIGINT NOT NULL,
person BIGINT NOT NULL,
thread BIGINT NOT NULL,
read BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT follows_pkey PRIMARY KEY (room, seq, person),
CONSTRAINT follows_room_seq_fkey FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE,
CONSTRAINT follows_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT follows_thread_fkey FOREIGN KEY(thread) REFERENCES threads (id)
)
"""
OLD = "messages_room_sender_stay_fkey FOREIGN KEY(room, sender, stay)"
NEW = "messages_in_room_sender_stay_fkey FOREIGN KEY(in_room, sender, stay)"


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("ALTER TABLE rooms ADD COLUMN threads VARCHAR(10) DEFAULT 'writers' NOT NULL")
    for column in ("in_room BIGINT", "root BIGINT", "from_thread SMALLINT"):
        op.execute(f"ALTER TABLE messages ADD COLUMN {column}")
    if on_sqlite:
        _move_key_on_sqlite()
    else:
        op.execute("ALTER TABLE messages DROP CONSTRAINT messages_room_sender_stay_fkey")
        op.execute(f"ALTER TABLE messages ADD CONSTRAINT {NEW} REFERENCES stays (room, person, since)")
    op.execute(THREADS.format(key="INTEGER" if on_sqlite else "BIGINT"))
    for table in (SUMMARIES, FOLLOWS):
        op.execute(table + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("summaries_room_rev_idx", "summaries", ["room", "rev"])
    op.create_index("follows_person_rev_idx", "follows", ["person", "rev"])


def _move_key_on_sqlite() -> None:
    """SQLite can only rebuild a table to change a foreign key, or, as its manual says, be told that the text was
    another. Rows are not touched, and `schema_version` makes every connection read the text anew.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'messages'")
    sql = str(found.scalar_one())
    if sql.count(OLD) != 1:
        raise RuntimeError("messages_room_sender_stay_fkey is not where it was made")
    changed = "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = 'messages'"
    connection.exec_driver_sql(changed, (sql.replace(OLD, NEW),))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
