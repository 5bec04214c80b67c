"""Editing and reactions, and roles and kinds that no CHECK lists.

A process of the Parley before this one goes on working: it neither knows nor needs the new columns and tables.
"""

import re

from alembic import op

revision = "0004"
down_revision = "0003"

DROPPED = {"heads": ["kind"], "people": ["role"], "rooms": ["kind", "history"], "stays": ["role"]}
ALWAYS_EDITABLE = 52_560_000

PLACE = ["room BIGINT NOT NULL", "seq BIGINT NOT NULL"]
TABLES = {
    "versions": [
        *PLACE,
        "rev BIGINT NOT NULL",
        "body TEXT NOT NULL",
        "at BIGINT NOT NULL",
        "CONSTRAINT versions_pkey PRIMARY KEY (room, seq, rev)",
    ],
    "reactions": [
        *PLACE,
        "emoji VARCHAR(32) NOT NULL",
        "person BIGINT NOT NULL",
        "since BIGINT NOT NULL",
        "until BIGINT",
        "rev BIGINT NOT NULL",
        "CONSTRAINT reactions_pkey PRIMARY KEY (room, seq, emoji, person)",
        "CONSTRAINT reactions_person_fkey FOREIGN KEY(person) REFERENCES people (id)",
    ],
    "tallies": [
        *PLACE,
        "kind VARCHAR(10) NOT NULL",
        '"key" VARCHAR(32) NOT NULL',
        "number BIGINT NOT NULL",
        "first TEXT NOT NULL",
        "since BIGINT NOT NULL",
        "until BIGINT",
        "rev BIGINT NOT NULL",
        'CONSTRAINT tallies_pkey PRIMARY KEY (room, seq, kind, "key")',
    ],
}
INDEXES = {"reactions": ["person", "rev"], "tallies": ["room", "rev"]}


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        _drop_checks_on_sqlite()
    else:
        for table, names in DROPPED.items():
            for name in names:
                op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}_check")
    op.execute(f"ALTER TABLE rooms ADD COLUMN edit_minutes BIGINT DEFAULT {ALWAYS_EDITABLE} NOT NULL")
    for name in ("edited_at", "erased_at"):
        op.execute(f"ALTER TABLE messages ADD COLUMN {name} BIGINT")
    # When that was, nobody wrote down.
    op.execute("UPDATE messages SET erased_at = created_at WHERE body = ''")
    for table, lines in TABLES.items():
        message = "FOREIGN KEY(room, seq) REFERENCES messages (room, seq) ON DELETE CASCADE"
        text = ",\n".join([*lines, f"CONSTRAINT {table}_room_seq_fkey {message}"])
        op.execute(f"CREATE TABLE {table} (\n{text}\n)\n{' WITHOUT ROWID' if on_sqlite else ''}")
    for table, columns in INDEXES.items():
        op.create_index(f"{table}_{'_'.join(columns)}_idx", table, columns)


def _drop_checks_on_sqlite() -> None:
    """SQLite can only rebuild a table to lose a constraint, or, as its manual says, be told that the text was another.

    Rows are not touched, and `schema_version` makes every connection read the text anew.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, names in DROPPED.items():
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
        sql = str(found.scalar_one())
        for name in names:
            sql, count = re.subn(rf" CONSTRAINT {table}_{name}_check CHECK \((?:[^()]|\([^()]*\))*\)", "", sql)
            if count != 1:
                raise RuntimeError(f"{table}_{name}_check is not where it was made")
        connection.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (sql, table))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
