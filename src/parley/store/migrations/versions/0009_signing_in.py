"""Addresses of people, challenges sent to them, and what a session is used from.

A process of the Parley before this one leaves the new columns empty, and neither knows nor needs the new table.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS = (
    "people ADD COLUMN email VARCHAR(254)",
    "people ADD COLUMN email_key VARCHAR(254)",
    "sessions ADD COLUMN device VARCHAR(80)",
    "sessions ADD COLUMN address VARCHAR(45)",
    "sessions ADD COLUMN used_at BIGINT",
)
CHALLENGES = """
CREATE TABLE challenges (
id {key} NOT NULL,
purpose VARCHAR(20) NOT NULL,
person BIGINT NOT NULL,
email VARCHAR(254),
salt {bytes} NOT NULL,
asked_hash {bytes},
tries BIGINT NOT NULL,
expires_at BIGINT NOT NULL,
CONSTRAINT challenges_pkey PRIMARY KEY (id),
CONSTRAINT challenges_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
INDEXES = (
    "UNIQUE INDEX people_email_key_key ON people (email_key)",
    "INDEX challenges_person_purpose_idx ON challenges (person, purpose)",
    "INDEX challenges_asked_hash_idx ON challenges (asked_hash)",
    "INDEX challenges_expires_at_idx ON challenges (expires_at)",
)


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    op.execute(CHALLENGES.format(**types))
    for index in INDEXES:
        op.execute(f"CREATE {index}")
