"""When people were last here.

A process of the Parley before this one neither knows nor needs the new table.
"""

from alembic import op

revision = "0006"
down_revision = "0005"

SEEN = """
CREATE TABLE seen (
person BIGINT NOT NULL,
at BIGINT NOT NULL,
CONSTRAINT seen_pkey PRIMARY KEY (person),
CONSTRAINT seen_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(SEEN.replace("person BIGINT", "person INTEGER") if on_sqlite else SEEN)
