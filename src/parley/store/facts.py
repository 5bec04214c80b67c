"""What there is one of: the server's epoch, the waiting set-up token, and what administrators chose for all."""

from sqlalchemy import bindparam, delete, or_, select, text

from parley.changes import THE_SERVER
from parley.store.beside import facts
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

EPOCH = "epoch"
STARTS = "starts"
PROBE = "probe"
STRANGE_PROXY = "strange_proxy"
REGISTRATION = "registration"
SECOND_FACTOR = "second_factor"
REGISTRATION_DOMAINS = "registration_domains"
RECEIPTS = "receipts"
SERVER_NAME = "server_name"
# How often a custom emoji was added or removed.
EMOJI = "emoji"
CHOICES = (REGISTRATION, SECOND_FACTOR, REGISTRATION_DOMAINS, RECEIPTS, EMOJI, SERVER_NAME)
SETUP_TOKEN = "setup_token_hash"  # noqa: S105 - a row's name

FOUND = text("INSERT INTO heads (log, kind, head, seq) VALUES (:log, :kind, 0, 0) ON CONFLICT DO NOTHING").bindparams(
    log=THE_SERVER.id, kind=THE_SERVER.kind
)
# In one statement: two processes that probe a fresh database at once both mean the same row.
PUT = text(
    "INSERT INTO facts (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)

_VALUE = select(facts.c.value).where(facts.c.name == bindparam("name"))
_CHOSEN = select(facts.c.name, facts.c.value).where(or_(*(facts.c.name == name for name in CHOICES)))


async def get(tx: Transaction, name: str) -> str | None:
    row = await tx.one(_VALUE, {"name": name})
    return None if row is None else str(row.value)


async def chosen(tx: Transaction) -> dict[str, str]:
    """All that administrators chose for everybody."""
    return {row.name: row.value for row in await tx.all(_CHOSEN)}


async def put(tx: WriteTransaction, name: str, value: str) -> None:
    await tx.run(PUT, {"name": name, "value": value})


async def drop(tx: WriteTransaction, name: str) -> None:
    await tx.run(delete(facts).where(facts.c.name == name))


async def found_server(tx: WriteTransaction) -> None:
    """The server's own log, made on the first start. Of several processes that begin at once, all wait here for one."""
    await tx.run(FOUND)
