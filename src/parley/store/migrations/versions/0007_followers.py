"""Followers, and what the directory shows of rooms.

A process of the Parley before this one neither knows nor needs these tables. A follower finds by itself what that
process has written.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

LOG = "FOREIGN KEY(log) REFERENCES heads (log)"
ROOM = "FOREIGN KEY(room) REFERENCES rooms (id)"
TABLES = {
    "cursors": [
        "follower VARCHAR(40) NOT NULL",
        "log BIGINT NOT NULL",
        "rev BIGINT NOT NULL",
        "is_void SMALLINT NOT NULL",
        "tries BIGINT NOT NULL",
        "due_at BIGINT NOT NULL",
        "error TEXT",
        "CONSTRAINT cursors_pkey PRIMARY KEY (follower, log)",
        f"CONSTRAINT cursors_log_fkey {LOG}",
    ],
    "set_aside": [
        "follower VARCHAR(40) NOT NULL",
        "log BIGINT NOT NULL",
        "rev BIGINT NOT NULL",
        "thing VARCHAR(40) NOT NULL",
        "error TEXT NOT NULL",
        "at BIGINT NOT NULL",
        "CONSTRAINT set_aside_pkey PRIMARY KEY (follower, log, rev)",
        f"CONSTRAINT set_aside_log_fkey {LOG}",
    ],
    "room_days": [
        "room BIGINT NOT NULL",
        "day BIGINT NOT NULL",
        "messages BIGINT NOT NULL",
        "CONSTRAINT room_days_pkey PRIMARY KEY (room, day)",
        f"CONSTRAINT room_days_room_fkey {ROOM}",
    ],
}
COUNTERS = [
    "room {key} NOT NULL",
    "members BIGINT NOT NULL",
    "seq BIGINT NOT NULL",
    "last_at BIGINT",
    "CONSTRAINT room_counters_pkey PRIMARY KEY (room)",
    f"CONSTRAINT room_counters_room_fkey {ROOM}",
]


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, lines in TABLES.items():
        text = ",\n".join(lines)
        op.execute(f"CREATE TABLE {table} (\n{text}\n)\n{' WITHOUT ROWID' if on_sqlite else ''}")
    text = ",\n".join(COUNTERS).format(key="INTEGER" if on_sqlite else "BIGINT")
    op.execute(f"CREATE TABLE room_counters (\n{text}\n)")
