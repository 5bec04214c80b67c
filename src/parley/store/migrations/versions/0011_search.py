"""The index of what messages say.

A process of the Parley before this one neither knows nor needs it. The follower that fills it finds by itself what that
process has written.
"""

from alembic import op

revision = "0011"
down_revision = "0009"

INDEXED = [
    "id {key} NOT NULL",
    "room BIGINT NOT NULL",
    "seq BIGINT NOT NULL",
    "rev BIGINT NOT NULL",
    "CONSTRAINT indexed_pkey PRIMARY KEY (id)",
    "CONSTRAINT indexed_room_key UNIQUE (room, seq)",
]
ON_SQLITE = """
CREATE VIRTUAL TABLE indexed_words USING fts5 (words, parts, prefix = '3', tokenize = "ascii tokenchars '#@+'")
"""
ON_SQLITE_GONE = """
CREATE TRIGGER indexed_words_go AFTER DELETE ON indexed BEGIN DELETE FROM indexed_words WHERE rowid = old.id; END
"""
ON_POSTGRESQL = """
CREATE TABLE indexed_words (
id BIGINT NOT NULL,
words TSVECTOR NOT NULL,
CONSTRAINT indexed_words_pkey PRIMARY KEY (id),
CONSTRAINT indexed_words_id_fkey FOREIGN KEY(id) REFERENCES indexed (id) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    text = ",\n".join(INDEXED).format(key="INTEGER" if on_sqlite else "BIGINT")
    op.execute(f"CREATE TABLE indexed (\n{text}\n)")
    if on_sqlite:
        op.execute(ON_SQLITE.strip())
        op.execute(ON_SQLITE_GONE.strip())
    else:
        op.execute(ON_POSTGRESQL)
        op.execute("CREATE INDEX indexed_words_words_idx ON indexed_words USING gin (words)")
