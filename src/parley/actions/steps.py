"""The second step of signing in: when it is asked for, and the token with which the first goes on.

The token is good for one purpose, once, for five minutes, and only in the browser that took the first step. There is no
session before the second.
"""

from typing import NamedTuple

from parley.actions.context import Context, Services
from parley.admission_policies import is_asked, is_confined, must_have_one
from parley.basics.ids import new_id, token_hash
from parley.errors import Gone, ParleyError, Unauthenticated
from parley.guard.tokens import read_proven
from parley.store import challenges, factors
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction


class Step(NamedTuple):
    """In place of a session. Without a token there is no code to ask for: only a passkey will do."""

    token: str | None


async def step_of(ctx: Context, tx: WriteTransaction, person: Row, verb: str) -> Step | None:
    """What is asked of somebody who has shown a password or a letter; None if that is enough."""
    rule, held = await factors.rule(tx), await factors.held(tx, person.id)
    if not is_asked(rule, person.role, has_app=held.has_app, has_passkey=held.passkeys > 0):
        return None
    await ctx.audit(tx, verb, person=person.id, refused="a second factor is asked for")
    if not held.has_app:
        return Step(None)
    id_, salt = new_id(), ctx.services.tokens.new_salt()
    await challenges.begin_step(tx, id_, person=person.id, salt=salt, asked_hash=browser_hash(ctx))
    return Step(ctx.services.tokens.challenge("second_factor", id_, salt))


async def is_to_be_confined(tx: Transaction, person: Row) -> bool:
    rule = await factors.rule(tx)
    if not must_have_one(rule, person.role):
        return False
    return is_confined(rule, person.role, has_any=(await factors.held(tx, person.id)).has_any)


def refusal_of(step: Step) -> ParleyError:
    if step.token is None:
        return Unauthenticated("This server requires a second factor. Sign in with your passkey.", field="passkey")
    return Unauthenticated(
        "This account has a second factor. Give a code of its authenticator app, or a recovery code.",
        field="second_factor",
        step=step.token,
    )


async def challenge_of(ctx: Context, token: str) -> Row:
    """The step with this token, as long as it has not been taken, where the first was taken."""
    row = await _step(ctx.services, token)
    if row is None or row.asked_hash != browser_hash(ctx):
        raise over()
    return row


async def person_of(services: Services, token: str) -> int | None:
    """Whose sign-in this goes on with: tries are counted by account."""
    row = await _step(services, token)
    return None if row is None else int(row.person)


def over() -> ParleyError:
    """The one answer to every step that leads nowhere: forged, old, used, of another browser."""
    return Gone("This sign-in has run out or is used up. Begin again.", field="step", reason="spent step")


def browser_hash(ctx: Context) -> bytes | None:
    """Programs that are given tokens have no browser's cookie, and what is made for them works in no browser."""
    return None if ctx.device.browser is None else token_hash(ctx.device.browser)


async def _step(services: Services, token: str) -> Row | None:
    claim = read_proven(token)
    if claim is None:
        return None
    row = await services.database.read(challenges.live, claim.id, "second_factor", services.now())
    is_ours = row is not None and services.tokens.is_challenge(claim, "second_factor", row.salt)
    return row if is_ours else None
