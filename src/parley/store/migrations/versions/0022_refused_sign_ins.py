"""Refused sign-ins may leave the audit record, and an index finds them.

A process of the Parley before this one goes on to write them, and deletes none.
"""

from alembic import op
from sqlalchemy import text

revision = "0022"
down_revision = "0020"

IS_REFUSAL = "substr({}details, 1, 11) = '{{\"refused\":'"
ON_SQLITE = [
    "DROP TRIGGER audit_no_delete",
    (
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN NOT {IS_REFUSAL.format('OLD.')} "
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    ),
]
ON_POSTGRESQL = [
    (
        "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' AND {IS_REFUSAL.format('OLD.')} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'audit is append-only'; END $$"
    ),
]


def upgrade() -> None:
    bind = op.get_bind()
    for statement in ON_SQLITE if bind.dialect.name == "sqlite" else ON_POSTGRESQL:
        bind.exec_driver_sql(statement)
    refusals = text(IS_REFUSAL.format(""))
    op.create_index("audit_refused_idx", "audit", ["id"], sqlite_where=refusals, postgresql_where=refusals)
