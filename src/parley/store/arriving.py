"""The tables of people who come by a provider or by an address: see identities.py, visits.py and newcomers.py."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, UniqueConstraint

from parley.store.columns import Key, metadata

# Who somebody is at a provider. The pair of issuer and subject says it; an address changes hands.
identities = Table(
    "identities",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("person", BigInteger, ForeignKey("people.id"), nullable=False),
    # Its name in the settings, when this was linked.
    Column("provider", String(32), nullable=False),
    Column("issuer", String(500), nullable=False),
    Column("subject", String(255), nullable=False),
    # For the person to tell one from the other. Nobody is looked up by it.
    Column("email", String(254)),
    Column("linked_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    UniqueConstraint("issuer", "subject"),
    Index(None, "person"),
)

# A browser on its way to a provider and back. What the browser holds is in no row, only its hash.
visits = Table(
    "visits",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("provider", String(32), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    # When the provider's answer came. There is one.
    Column("returned_at", BigInteger),
    # What the provider has shown: who it is, and an address that it has verified.
    Column("issuer", String(500)),
    Column("subject", String(255)),
    Column("email", String(254)),
    Column("name", String(200), nullable=False),
    Column("username", String(254), nullable=False),
    Index(None, "expires_at"),
)

# Addresses to which a letter went whose link leads to a new account.
newcomers = Table(
    "newcomers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("email", String(254), nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "expires_at"),
)
