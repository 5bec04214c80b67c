"""Tables of what people prove with that it is them: passkeys, authenticator apps and recovery codes."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint

from parley.store.columns import Key, metadata

# The public half of each passkey: see parley.store.passkeys. The other half never leaves its owner's device.
passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    # How the device names it. No two have the same.
    Column("credential", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    # How often it was used, as the device counts. 0 for devices that do not.
    Column("sign_count", BigInteger, nullable=False),
    # How browsers reach it, in words with spaces between them.
    Column("transports", String(200), nullable=False),
    Column("name", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    UniqueConstraint("credential"),
    Index(None, "person"),
)

# Authenticator apps, one a person: see parley.store.authenticators.
authenticators = Table(
    "authenticators",
    metadata,
    Column("person", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    # What app and server share, encrypted with a key that is derived from the server's secret.
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    # Null until its owner has shown a code of it.
    Column("confirmed_at", BigInteger),
    # The time step of the last code that was taken. No code of that step or of one before is taken again.
    Column("last_step", BigInteger, nullable=False),
)

# Each works once, in place of a code. Using it deletes its row.
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), primary_key=True),
    sqlite_with_rowid=False,
)

# Challenges for passkeys are signed and not stored; those that were answered stay here until they have run out.
answered = Table(
    "answered_challenges",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "expires_at"),
    sqlite_with_rowid=False,
)
