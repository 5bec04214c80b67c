"""Showing once more who one is, before a way in is added or taken away.

A session alone is not enough: somebody may have left their computer open. Having signed in just now is, and so is the
password. An account without a password has only the first.
"""

from typing import NamedTuple

from parley.actions.context import Context
from parley.actions.passwords import shown
from parley.basics.times import MINUTE
from parley.errors import Forbidden, Unauthenticated
from parley.standing import Standing
from parley.store import people, sessions
from parley.store.database import Row, Transaction

RECENT_MS = 10 * MINUTE


class Own(NamedTuple):
    """The caller's row, and when their session began."""

    row: Row
    began_at: int


async def reauthenticated(ctx: Context, password: str | None) -> Row:
    """The caller's row, if they signed in a moment ago or this is their password."""
    if password is not None:
        return await shown(ctx, password)
    found = await _own(ctx)
    if ctx.now() - found.began_at <= RECENT_MS:
        return found.row
    if found.row.password_hash is None:
        raise Forbidden("You signed in more than ten minutes ago. Sign out and in again, then do this.")
    raise Forbidden("Type your password to go on.", field="password", reason="no recent sign-in")


async def reauthenticated_by_password(ctx: Context, password: str | None) -> Row:
    """The same, but of somebody with a password only the password is enough, however lately they signed in."""
    found = await _own(ctx)
    if found.row.password_hash is None:
        return await reauthenticated(ctx, None)
    return await shown(ctx, password or "")


async def _own(ctx: Context) -> Own:
    async def own(tx: Transaction, _: Standing) -> Own:
        session = await sessions.live(tx, ctx.me.session, ctx.now())
        row = await people.by_id(tx, ctx.me.person)
        if session is None or row is None:
            raise Unauthenticated("This session has ended. Sign in again.")
        return Own(row, session.began_at)

    return await ctx.read(own)
