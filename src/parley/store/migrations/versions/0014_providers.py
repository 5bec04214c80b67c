"""Who somebody is at providers, sign-ins that are under way there, and addresses of people who want to register.

A process of the Parley before this one neither knows nor needs the new tables.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

IDENTITIES = """
CREATE TABLE identities (
id {key} NOT NULL,
person BIGINT NOT NULL,
provider VARCHAR(32) NOT NULL,
issuer VARCHAR(500) NOT NULL,
subject VARCHAR(255) NOT NULL,
email VARCHAR(254),
linked_at BIGINT NOT NULL,
used_at BIGINT,
CONSTRAINT identities_pkey PRIMARY KEY (id),
CONSTRAINT identities_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT identities_issuer_subject_key UNIQUE (issuer, subject)
)
"""
VISITS = """
CREATE TABLE visits (
token_hash {bytes} NOT NULL,
provider VARCHAR(32) NOT NULL,
expires_at BIGINT NOT NULL,
returned_at BIGINT,
issuer VARCHAR(500),
subject VARCHAR(255),
email VARCHAR(254),
name VARCHAR(200) NOT NULL,
username VARCHAR(254) NOT NULL,
CONSTRAINT visits_pkey PRIMARY KEY (token_hash)
)
"""
NEWCOMERS = """
CREATE TABLE newcomers (
id {key} NOT NULL,
email VARCHAR(254) NOT NULL,
salt {bytes} NOT NULL,
expires_at BIGINT NOT NULL,
CONSTRAINT newcomers_pkey PRIMARY KEY (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    for table in (IDENTITIES, VISITS, NEWCOMERS):
        op.execute(table.format(**types))
    op.create_index("identities_person_idx", "identities", ["person"])
    op.create_index("visits_expires_at_idx", "visits", ["expires_at"])
    op.create_index("newcomers_expires_at_idx", "newcomers", ["expires_at"])
