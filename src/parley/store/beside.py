"""The tables that belong to no log: nobody is told of a change in them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from parley.store.columns import Key, metadata


def create_with(table: Table, statements: Mapping[str, Sequence[str]]) -> None:
    """Run these statements after the table was created: what each database has in its own way, by its dialect."""

    def create(_: Table, connection: Connection, **_more: object) -> None:
        for statement in statements[connection.dialect.name]:
            connection.exec_driver_sql(statement)

    event.listen(table, "after_create", create)


# What is one of a kind: the epoch, the waiting set-up token's hash.
facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# Work that is due at a certain time: see parley.store.jobs.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    # Which one of its kind it is: there are not two alike.
    Column("key", String(120), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("tries", BigInteger, nullable=False),
    Column("error", Text),
    Column("dead_at", BigInteger),
    UniqueConstraint("kind", "key"),
    Index("jobs_due_idx", "due_at", postgresql_where=text("dead_at IS NULL"), sqlite_where=text("dead_at IS NULL")),
    Index(
        "jobs_dead_idx",
        "dead_at",
        postgresql_where=text("dead_at IS NOT NULL"),
        sqlite_where=text("dead_at IS NOT NULL"),
    ),
)

# When people were last here, to the minute. It is no part of any log: nobody is told of a change to it.
seen = Table(
    "seen",
    metadata,
    Column("person", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)

# Handles that people had before, and for how long nobody else may have them: see parley.store.handles.
former_handles = Table(
    "former_handles",
    metadata,
    # Not the handle itself, which is not to be found here once its account is deleted.
    Column("hash", LargeBinary(32), primary_key=True),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("until", BigInteger, nullable=False),
    Index(None, "person"),
)

# The picture that somebody shows, in two sizes: see parley.store.avatars.
avatars = Table(
    "avatars",
    metadata,
    Column("person", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    # Of what is in it, so that an address always shows the same.
    Column("hash", String(64), nullable=False),
    Column("small", LargeBinary, nullable=False),
    Column("large", LargeBinary, nullable=False),
    Index(None, "hash"),
)

# How far each follower has come in each log: see parley.store.followers.
cursors = Table(
    "cursors",
    metadata,
    Column("follower", String(40), primary_key=True),
    Column("log", BigInteger, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("rev", BigInteger, nullable=False),
    # 1 once what was derived from the log is to be derived anew.
    Column("is_void", SmallInteger, nullable=False),
    # Of the next change, as long as it fails.
    Column("tries", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("error", Text),
    sqlite_with_rowid=False,
)

# Changes that a follower could not take, and went on without.
set_aside = Table(
    "set_aside",
    metadata,
    Column("follower", String(40), primary_key=True),
    Column("log", BigInteger, ForeignKey("heads.log"), primary_key=True, autoincrement=False),
    Column("rev", BigInteger, primary_key=True, autoincrement=False),
    Column("thing", String(40), nullable=False),
    Column("error", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What the directory shows of each room. The follower `directory` derives it from the rooms' logs.
room_counters = Table(
    "room_counters",
    metadata,
    Column("room", Key, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("members", BigInteger, nullable=False),
    # The last message that was counted, and when it was said.
    Column("seq", BigInteger, nullable=False),
    Column("last_at", BigInteger),
)

# How many messages were said in a room on each of the last days, which are days since 1970 in UTC.
room_days = Table(
    "room_days",
    metadata,
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("messages", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Whom a room's owner and moderators keep out. `ban.list` reads it for them.
bans = Table(
    "bans",
    metadata,
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("banned_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What `Context.audit` writes of a sign-in that it refuses. Details are compact JSON, which begins like this.
IS_REFUSAL = "substr(details, 1, 11) = '{\"refused\":'"
OLD_IS_REFUSAL = IS_REFUSAL.replace("details", "OLD.details")

# Who did what about people, rooms and the server: see parley.store.audit. It names people and rooms without a foreign
# key, because it outlives them.
audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("action", String(40), nullable=False),
    # Null if it was done from the command line, or if nobody was signed in.
    Column("actor", BigInteger),
    Column("person", BigInteger),
    Column("room", BigInteger),
    Column("address", String(64)),
    Column("details", Text, nullable=False),
    Index(None, "actor", "id"),
    Index(None, "person", "id"),
    Index(None, "room", "id"),
    Index("audit_refused_idx", "id", sqlite_where=text(IS_REFUSAL), postgresql_where=text(IS_REFUSAL)),
)

# Not even a mistake in Parley changes a row of it, or deletes one that is not a refused sign-in.
APPEND_ONLY = {
    "sqlite": [
        (
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        ),
        (
            f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN NOT {OLD_IS_REFUSAL} "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        ),
    ],
    "postgresql": [
        (
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF TG_OP = 'DELETE' AND {OLD_IS_REFUSAL} THEN RETURN OLD; END IF; "
            "RAISE EXCEPTION 'audit is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
        ),
    ],
}
create_with(audit, APPEND_ONLY)

# What somebody has to answer for to prove that they read their mail: see parley.store.challenges. Nothing with which
# it could be answered is in here.
challenges = Table(
    "challenges",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("purpose", String(20), nullable=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("email", String(254)),
    Column("salt", LargeBinary(16), nullable=False),
    # Of what the browser that asked for it holds.
    Column("asked_hash", LargeBinary(32)),
    Column("tries", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "person", "purpose"),
    Index(None, "asked_hash"),
    Index(None, "expires_at"),
)

# Links by which people come: see parley.store.invitations. The token in a link is in no row, only its hash.
invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("made_by", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    # Of newcomers, in the server.
    Column("role", String(10), nullable=False),
    Column("uses", BigInteger, nullable=False),
    Column("uses_left", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("last_used_at", BigInteger),
    UniqueConstraint("token_hash"),
    UniqueConstraint("made_by", "client_id"),
    Index(None, "expires_at"),
)

# The rooms into which an invitation leads.
invitation_rooms = Table(
    "invitation_rooms",
    metadata,
    Column("invitation", BigInteger, ForeignKey("invitations.id"), primary_key=True, autoincrement=False),
    Column("room", BigInteger, ForeignKey("rooms.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Which version of each message the search has, under the number by which `searched_words` knows it: see
# parley.store.search. The follower `search` derives both from the rooms' logs.
searched = Table(
    "searched",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("room", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("rev", BigInteger, nullable=False),
    UniqueConstraint("room", "seq"),
)

# The words of these messages: a full-text index that each database has in its own way. Its rows go with those above.
SEARCHED_WORDS = {
    "sqlite": [
        (
            "CREATE VIRTUAL TABLE searched_words USING fts5 "
            "(words, parts, prefix = '3', tokenize = \"ascii tokenchars '#@+'\")"
        ),
        (
            "CREATE TRIGGER searched_words_go AFTER DELETE ON searched "
            "BEGIN DELETE FROM searched_words WHERE rowid = old.id; END"
        ),
    ],
    "postgresql": [
        (
            "CREATE TABLE searched_words (id BIGINT NOT NULL, words TSVECTOR NOT NULL, "
            "CONSTRAINT searched_words_pkey PRIMARY KEY (id), "
            "CONSTRAINT searched_words_id_fkey FOREIGN KEY(id) REFERENCES searched (id) ON DELETE CASCADE)"
        ),
        "CREATE INDEX searched_words_words_idx ON searched_words USING gin (words) WITH (fastupdate = off)",
    ],
}
create_with(searched, SEARCHED_WORDS)
