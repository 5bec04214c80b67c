"""The index of what messages say.

A process of the Parley before this one neither knows nor needs it. The follower that fills it finds by itself what that
process has written.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

SEARCHED = [
    "id {key} NOT NULL",
    "room BIGINT NOT NULL",
    "seq BIGINT NOT NULL",
    "rev BIGINT NOT NULL",
    "CONSTRAINT searched_pkey PRIMARY KEY (id)",
    "CONSTRAINT searched_room_seq_key UNIQUE (room, seq)",
]
ON_SQLITE = """
CREATE VIRTUAL TABLE searched_words USING fts5 (words, parts, prefix = '3', tokenize = "ascii tokenchars '#@+'")
"""
ON_SQLITE_GONE = """
CREATE TRIGGER searched_words_go AFTER DELETE ON searched BEGIN DELETE FROM searched_words WHERE rowid = old.id; END
"""
ON_POSTGRESQL = """
CREATE TABLE searched_words (
id BIGINT NOT NULL,
words TSVECTOR NOT NULL,
CONSTRAINT searched_words_pkey PRIMARY KEY (id),
CONSTRAINT searched_words_id_fkey FOREIGN KEY(id) REFERENCES searched (id) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    text = ",\n".join(SEARCHED).format(key="INTEGER" if on_sqlite else "BIGINT")
    op.execute(f"CREATE TABLE searched (\n{text}\n)")
    if on_sqlite:
        op.execute(ON_SQLITE.strip())
        op.execute(ON_SQLITE_GONE.strip())
    else:
        op.execute(ON_POSTGRESQL)
        op.execute("CREATE INDEX searched_words_words_idx ON searched_words USING gin (words) WITH (fastupdate = off)")
