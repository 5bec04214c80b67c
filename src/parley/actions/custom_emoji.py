"""Emoji of this server: administrators add and remove them, and everybody reacts and writes with them."""

from functools import partial

from parley.actions.context import Context
from parley.actions.emoji import is_standard_name
from parley.changes import THE_SERVER
from parley.errors import Conflict, NotFound
from parley.protocol.base import Empty
from parley.protocol.custom_emoji import EMOJI_LIMIT, CustomEmoji, EmojiList, ListEmoji, RemoveEmoji
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import custom_emoji, people
from parley.store.database import Transaction
from parley.store.units import WriteTransaction


async def may_add(ctx: Context) -> None:
    """Refuse people who may not, before a picture is read."""

    async def nothing(_: Transaction, who: Standing) -> None:
        return None

    await ctx.read(nothing)


async def add(ctx: Context, name: str, data: bytes) -> CustomEmoji:
    """Add an emoji with the picture in these bytes. Repeating it changes nothing."""
    if is_standard_name(name):
        raise Conflict(say("{name} is the name of a common emoji. Choose another name.", name=name), field="name")
    picture = await ctx.services.pictures.emoji(data)
    hashed = custom_emoji.hash_of(picture.moving, picture.still)

    async def work(tx: WriteTransaction, who: Standing) -> int | None:
        known = await custom_emoji.picture_of(tx, name)
        if known == hashed:
            return None
        if known is not None:
            raise Conflict(
                say("There is an emoji called {name} already. Remove it first, or choose another name.", name=name),
                field="name",
            )
        if await custom_emoji.number_of(tx) >= EMOJI_LIMIT:
            raise Conflict(say("A server can have {count} emoji. Remove one first.", count=EMOJI_LIMIT))
        await ctx.audit(tx, "emoji.add", name=name)
        return await custom_emoji.add(tx, name, moving=picture.moving, still=picture.still, by=who.person)

    rev = await ctx.write((THE_SERVER,), work, changes=())
    _say(ctx, name, hashed, rev)
    return CustomEmoji(name=name, picture=hashed)


async def remove(ctx: Context, command: RemoveEmoji) -> Empty:
    async def work(tx: WriteTransaction, _: Standing) -> int | None:
        if not await custom_emoji.exists(tx, command.name):
            return None
        await ctx.audit(tx, "emoji.remove", name=command.name)
        return await custom_emoji.remove(tx, command.name)

    rev = await ctx.write((THE_SERVER,), work, changes=())
    _say(ctx, command.name, None, rev)
    return Empty()


async def list_emoji(ctx: Context, _: ListEmoji) -> EmojiList:
    async def work(tx: Transaction, who: Standing) -> EmojiList:
        found = await custom_emoji.listed(tx, with_people=who.is_administrator)
        added_by = {int(one.added_by) for one in found if one.added_by is not None}
        return EmojiList(emoji=found, rev=await custom_emoji.rev(tx), people=await people.cards(tx, added_by))

    return await ctx.read(work)


async def show(ctx: Context, hashed: str, *, is_still: bool) -> bytes:
    """For everybody who is signed in."""
    found = await ctx.database.read(partial(custom_emoji.by_hash, hashed=hashed, is_still=is_still))
    if found is None:
        raise NotFound("There is no such picture, or not any more.")
    return found


def _say(ctx: Context, name: str, picture: str | None, rev: int | None) -> None:
    """Tell every page, if something has changed."""
    if rev is not None and ctx.told_through is not None:
        ctx.live.signals.announcements.say_emoji(name, picture=picture, rev=rev)
