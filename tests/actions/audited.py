"""What stands in the audit record: each action, and whom it was done to."""

from sqlalchemy import select

from parley.process.app import Running
from parley.store.beside import audit
from parley.store.database import Row, Transaction


async def audited(server: Running) -> list[tuple[str, int | None]]:
    return [(row.action, row.person) for row in await audit_rows(server)]


async def audit_rows(server: Running) -> list[Row]:
    return await server.services.database.read(_rows)


async def _rows(tx: Transaction) -> list[Row]:
    return list(await tx.all(select(audit).order_by(audit.c.id)))
