"""The audit record.

A process of the Parley before this one neither knows nor needs the new table.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

AUDIT = [
    "id {key} NOT NULL",
    "at BIGINT NOT NULL",
    "action VARCHAR(40) NOT NULL",
    "actor BIGINT",
    "person BIGINT",
    "room BIGINT",
    "address VARCHAR(64)",
    "details TEXT NOT NULL",
    "CONSTRAINT audit_pkey PRIMARY KEY (id)",
]
APPEND_ONLY_ON_SQLITE = [
    f"CREATE TRIGGER audit_no_{what} BEFORE {what.upper()} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for what in ("update", "delete")
]
APPEND_ONLY_ON_POSTGRESQL = [
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
]


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    key = "INTEGER" if on_sqlite else "BIGINT"
    text = ",\n".join(AUDIT).format(key=key)
    op.execute(f"CREATE TABLE audit (\n{text}\n)")
    for column in ("actor", "person", "room"):
        op.create_index(f"audit_{column}_id_idx", "audit", [column, "id"])
    for statement in APPEND_ONLY_ON_SQLITE if on_sqlite else APPEND_ONLY_ON_POSTGRESQL:
        op.execute(statement)
