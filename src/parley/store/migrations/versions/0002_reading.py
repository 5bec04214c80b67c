"""How far people have read, and rooms that keep what was said before from who comes later.

Whoever is in a room has read it: until now each browser kept that for itself.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite adds a column with all that belongs to it, or not at all; PostgreSQL understands the same words.
COLUMNS = {
    "rooms": {"history": "VARCHAR(10) DEFAULT 'all' NOT NULL"},
    "stays": {
        "first_seq": "BIGINT DEFAULT 1 NOT NULL",
        "read_generation": "BIGINT DEFAULT 0 NOT NULL",
        "read_seq": "BIGINT DEFAULT 0 NOT NULL",
        "read_rev": "BIGINT DEFAULT 0 NOT NULL",
    },
}
CHECKS = {"history": "history IN ('all', 'since_join')", "first_seq": "first_seq > 0", "read_seq": "read_seq >= 0"}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            check = f" CONSTRAINT {table}_{name}_check CHECK ({CHECKS[name]})" if name in CHECKS else ""
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}{check}")
    op.create_index("stays_person_read_rev_idx", "stays", ["person", "read_rev"])
    op.execute("UPDATE stays SET read_seq = (SELECT seq FROM heads WHERE log = stays.room)")
