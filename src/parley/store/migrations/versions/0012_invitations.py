"""Invitations, and the rooms into which they lead.

A process of the Parley before this one neither knows nor needs the new tables. It lets people register as its own
settings say.
"""

from alembic import op

revision = "0012"
down_revision = "0011"

INVITATIONS = """
CREATE TABLE invitations (
id {key} NOT NULL,
made_by BIGINT NOT NULL,
made_at BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
token_hash {bytes} NOT NULL,
role VARCHAR(10) NOT NULL,
uses BIGINT NOT NULL,
uses_left BIGINT NOT NULL,
expires_at BIGINT NOT NULL,
revoked_at BIGINT,
last_used_at BIGINT,
CONSTRAINT invitations_pkey PRIMARY KEY (id),
CONSTRAINT invitations_made_by_fkey FOREIGN KEY(made_by) REFERENCES people (id),
CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
CONSTRAINT invitations_made_by_client_id_key UNIQUE (made_by, client_id)
)
"""
ROOMS = """
CREATE TABLE invitation_rooms (
invitation BIGINT NOT NULL,
room BIGINT NOT NULL,
CONSTRAINT invitation_rooms_pkey PRIMARY KEY (invitation, room),
CONSTRAINT invitation_rooms_invitation_fkey FOREIGN KEY(invitation) REFERENCES invitations (id),
CONSTRAINT invitation_rooms_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    op.execute(INVITATIONS.format(**types))
    op.create_index("invitations_expires_at_idx", "invitations", ["expires_at"])
    op.execute(f"{ROOMS}{' WITHOUT ROWID' if on_sqlite else ''}")
