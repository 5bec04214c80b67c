"""Registering with an address of an allowed domain: a letter goes there first, and its link leads to the new account.

So nobody has an account who has not shown that they read their mail, and nobody holds another's address meanwhile.
"""

from parley.actions.challenges import refuse_without_mail, spent
from parley.actions.context import Context
from parley.actions.passwords import asked
from parley.actions.server import domains_of, registration_of
from parley.admission_policies import is_of_domains, may_register
from parley.errors import Forbidden
from parley.guard.tokens import read_proven
from parley.protocol.accounts import RequestRegistration
from parley.protocol.base import Empty
from parley.store import newcomers, people
from parley.store.database import Row, Transaction
from parley.store.errands import Asked


async def request(ctx: Context, command: RequestRegistration) -> Empty:
    """Only the letter says whether the address already has an account."""
    refuse_without_mail(ctx)

    async def check(tx: Transaction) -> None:
        registration, domains = await registration_of(tx, ctx.services.settings), await domains_of(tx)
        if registration == "open":
            raise Forbidden("Everybody may register here. No letter is needed.")
        has_address = is_of_domains(command.email, domains)
        is_set_up = await people.any_person(tx)
        refused = may_register(registration, is_set_up=is_set_up, is_invited=False, has_address=has_address)
        if refused is not None:
            raise Forbidden(refused.message, field="email")

    await ctx.database.read(check)
    await asked(ctx, Asked(purpose="register", asked_at=ctx.now(), email=command.email, language=ctx.language))
    return Empty()


async def confirmed(tx: Transaction, ctx: Context, token: str) -> Row:
    """The address that a letter's link confirms, as long as it has not been used."""
    claim = read_proven(token)
    row = None if claim is None else await newcomers.live(tx, claim.id, ctx.now())
    if claim is None or row is None or not ctx.services.tokens.is_challenge(claim, "register", row.salt):
        raise spent()
    return row
