"""Groups of people.

A process of the Parley before this one neither knows nor needs the tables. It does not see that a handle is a group's,
so during an update somebody may take one: then the handle means that person in rooms that they are in.
"""

from alembic import op

revision = "0029"
down_revision = "0028"

GROUPS = """
CREATE TABLE people_groups (
id {key} NOT NULL,
handle VARCHAR(32) NOT NULL,
name TEXT NOT NULL,
description TEXT NOT NULL,
folded TEXT NOT NULL,
created_by BIGINT NOT NULL,
created_at BIGINT NOT NULL,
client_id VARCHAR(64) NOT NULL,
request_hash {bytes} NOT NULL,
CONSTRAINT people_groups_pkey PRIMARY KEY (id),
CONSTRAINT people_groups_created_by_fkey FOREIGN KEY(created_by) REFERENCES people (id),
CONSTRAINT people_groups_handle_key UNIQUE (handle),
CONSTRAINT people_groups_created_by_client_id_key UNIQUE (created_by, client_id)
)
"""
MEMBERS = """
CREATE TABLE group_members (
of_group BIGINT NOT NULL,
person BIGINT NOT NULL,
added_at BIGINT NOT NULL,
CONSTRAINT group_members_pkey PRIMARY KEY (of_group, person),
CONSTRAINT group_members_of_group_fkey FOREIGN KEY(of_group) REFERENCES people_groups (id),
CONSTRAINT group_members_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
FORMER = """
CREATE TABLE former_group_handles (
handle VARCHAR(32) NOT NULL,
until BIGINT NOT NULL,
CONSTRAINT former_group_handles_pkey PRIMARY KEY (handle)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(GROUPS.format(key="INTEGER" if on_sqlite else "BIGINT", bytes="BLOB" if on_sqlite else "BYTEA"))
    op.execute(MEMBERS + (" WITHOUT ROWID" if on_sqlite else ""))
    op.execute(FORMER)
    op.create_index("group_members_person_idx", "group_members", ["person"])
