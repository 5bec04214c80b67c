"""The ways by which somebody can sign in. People cannot remove their own last one."""

from parley.actions.context import Context
from parley.store import identities, passkeys, people
from parley.store.database import Row, Transaction


async def is_left(
    ctx: Context, tx: Transaction, person: int, *, but_passkey: int | None = None, but_identity: int | None = None
) -> bool:
    """Whether there is a password, a link by mail, a passkey or a provider that the server still has, but these."""
    row = await people.by_id(tx, person)
    if row is None:
        return False
    if row.password_hash is not None or (row.email is not None and ctx.services.mail is not None):
        return True
    if any(one.id != but_passkey for one in await passkeys.listed(tx, person)):
        return True
    return any(one.id != but_identity and is_offered(ctx, one) for one in await identities.of_person(tx, person))


def is_offered(ctx: Context, row: Row) -> bool:
    provider = ctx.services.providers.get(row.provider)
    return provider is not None and provider.config.issuer == row.issuer
