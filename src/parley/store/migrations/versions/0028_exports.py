"""Exports: copies of their data that people asked for.

A process of the Parley before this one neither knows nor needs the tables. It leaves the jobs that write files and
delete them to processes that know them.
"""

from alembic import op

revision = "0028"
down_revision = "0027"

EXPORTS = """
CREATE TABLE exports (
person {key} NOT NULL,
id BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
asked_at BIGINT NOT NULL,
ready_at BIGINT,
expires_at BIGINT NOT NULL,
size BIGINT,
CONSTRAINT exports_pkey PRIMARY KEY (person),
CONSTRAINT exports_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
PIECES = """
CREATE TABLE export_pieces (
export BIGINT NOT NULL,
number BIGINT NOT NULL,
bytes {bytes} NOT NULL,
CONSTRAINT export_pieces_pkey PRIMARY KEY (export, number)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(EXPORTS.format(key="INTEGER" if on_sqlite else "BIGINT"))
    op.execute(PIECES.format(bytes="BLOB" if on_sqlite else "BYTEA"))
