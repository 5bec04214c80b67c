"""The picture that somebody shows beside their name."""

from collections.abc import Awaitable, Callable
from functools import partial

from parley.actions.context import Context
from parley.changes import person_log
from parley.errors import NotFound, Unauthenticated
from parley.protocol.people import Me, RemoveAvatar
from parley.standing import Standing
from parley.store import avatars, people, profiles
from parley.store.units import WriteTransaction


async def change(ctx: Context, data: bytes) -> Me:
    """Show the picture in these bytes, as a square cut from its middle."""
    picture = await ctx.services.pictures.made(data)

    async def work(tx: WriteTransaction, who: Standing) -> Me:
        name = await avatars.put(tx, who.person, small=picture.small, large=picture.large)
        return await _with(tx, who.person, name)

    return await _write(ctx, work)


async def remove(ctx: Context, _: RemoveAvatar) -> Me:
    async def work(tx: WriteTransaction, who: Standing) -> Me:
        await avatars.drop(tx, who.person)
        return await _with(tx, who.person, None)

    return await _write(ctx, work)


async def show(ctx: Context, name: str, *, is_large: bool) -> bytes:
    """For everybody who is signed in and knows its name, which only cards tell."""
    found = await ctx.database.read(partial(avatars.by_hash, name=name, is_large=is_large))
    if found is None:
        raise NotFound("There is no such picture, or not any more.")
    return found


async def _write(ctx: Context, work: Callable[[WriteTransaction, Standing], Awaitable[Me]]) -> Me:
    logs = await ctx.database.read(profiles.logs_of, ctx.me.person)
    return await ctx.write((person_log(ctx.me.person), *logs), work, changes=())


async def _with(tx: WriteTransaction, person: int, name: str | None) -> Me:
    row = await people.by_id(tx, person)
    if row is None:
        raise Unauthenticated("This account is not here any more.")
    if row.avatar != name:
        await profiles.change(tx, row, avatar=name)
    changed = await people.by_id(tx, person)
    return people.me_of(row if changed is None else changed)
