"""Passkeys, authenticator apps, recovery codes, and sessions that are confined to setting one of these up.

A process of the Parley before this one asks nobody for a second factor and confines no session: stop all of them before
you require one.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

PASSKEYS = """
CREATE TABLE passkeys (
id {key} NOT NULL,
person BIGINT NOT NULL,
credential {bytes} NOT NULL,
public_key {bytes} NOT NULL,
sign_count BIGINT NOT NULL,
transports VARCHAR(200) NOT NULL,
name VARCHAR(80) NOT NULL,
made_at BIGINT NOT NULL,
used_at BIGINT,
CONSTRAINT passkeys_pkey PRIMARY KEY (id),
CONSTRAINT passkeys_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT passkeys_credential_key UNIQUE (credential)
)
"""
AUTHENTICATORS = """
CREATE TABLE authenticators (
person {key} NOT NULL,
sealed {bytes} NOT NULL,
made_at BIGINT NOT NULL,
confirmed_at BIGINT,
last_step BIGINT NOT NULL,
CONSTRAINT authenticators_pkey PRIMARY KEY (person),
CONSTRAINT authenticators_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
RECOVERY_CODES = """
CREATE TABLE recovery_codes (
person BIGINT NOT NULL,
hash {bytes} NOT NULL,
CONSTRAINT recovery_codes_pkey PRIMARY KEY (person, hash),
CONSTRAINT recovery_codes_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
ANSWERED = """
CREATE TABLE answered_challenges (
hash {bytes} NOT NULL,
expires_at BIGINT NOT NULL,
CONSTRAINT answered_challenges_pkey PRIMARY KEY (hash)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    op.execute("ALTER TABLE sessions ADD COLUMN confined SMALLINT DEFAULT 0 NOT NULL")
    for table in (PASSKEYS, AUTHENTICATORS):
        op.execute(table.format(**types))
    for table in (RECOVERY_CODES, ANSWERED):
        op.execute(f"{table.format(**types)}{' WITHOUT ROWID' if on_sqlite else ''}")
    op.create_index("passkeys_person_idx", "passkeys", ["person"])
    op.create_index("answered_challenges_expires_at_idx", "answered_challenges", ["expires_at"])
