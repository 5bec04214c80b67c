"""The audit record, bans, direct conversations, more settings of rooms, and what searches look through.

A process of the Parley before this one neither knows nor needs the new tables and columns. It writes in rooms that are
archived meanwhile. Whom it registers is found by the handle alone.
"""

import unicodedata

from alembic import op
from sqlalchemy import text

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
BANS = [
    "room BIGINT NOT NULL",
    "person BIGINT NOT NULL",
    "banned_by BIGINT NOT NULL",
    "at BIGINT NOT NULL",
    "reason TEXT NOT NULL",
    "CONSTRAINT bans_pkey PRIMARY KEY (room, person)",
    "CONSTRAINT bans_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)",
    "CONSTRAINT bans_person_fkey FOREIGN KEY(person) REFERENCES people (id)",
    "CONSTRAINT bans_banned_by_fkey FOREIGN KEY(banned_by) REFERENCES people (id)",
]
COLUMNS = {
    "people": ["folded TEXT DEFAULT '' NOT NULL"],
    "rooms": [
        "adding VARCHAR(10) DEFAULT 'moderators' NOT NULL",
        "direct TEXT",
        "description TEXT DEFAULT '' NOT NULL",
        "posting VARCHAR(10) DEFAULT 'members' NOT NULL",
        "archived_at BIGINT",
        "deleted_at BIGINT",
        "default_since BIGINT",
        "folded TEXT DEFAULT '' NOT NULL",
    ],
}
APPEND_ONLY_ON_SQLITE = [
    f"CREATE TRIGGER audit_no_{what} BEFORE {what.upper()} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for what in ("update", "delete")
]
APPEND_ONLY_ON_POSTGRESQL = [
    (
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
    ),
]


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    key = "INTEGER" if on_sqlite else "BIGINT"
    lines = ",\n".join(AUDIT).format(key=key)
    op.execute(f"CREATE TABLE audit (\n{lines}\n)")
    for column in ("actor", "person", "room"):
        op.create_index(f"audit_{column}_id_idx", "audit", [column, "id"])
    for statement in APPEND_ONLY_ON_SQLITE if on_sqlite else APPEND_ONLY_ON_POSTGRESQL:
        op.execute(statement)
    lines = ",\n".join(BANS)
    op.execute(f"CREATE TABLE bans (\n{lines}\n)\n{' WITHOUT ROWID' if on_sqlite else ''}")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.create_index("rooms_direct_key", "rooms", ["direct"], unique=True)
    _fold_names()


def _fold_names() -> None:
    connection = op.get_bind()
    people = connection.execute(text("SELECT id, handle, name FROM people")).all()
    rows = [{"id": row.id, "folded": f" {row.handle} {_folded(row.name)}"} for row in people]
    if rows:
        connection.execute(text("UPDATE people SET folded = :folded WHERE id = :id"), rows)
    rooms = connection.execute(text("SELECT id, slug, name FROM rooms")).all()
    rows = [{"id": row.id, "folded": f" {(row.slug or '').replace('-', ' ')} {_folded(row.name)}"} for row in rooms]
    if rows:
        connection.execute(text("UPDATE rooms SET folded = :folded WHERE id = :id"), rows)


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
