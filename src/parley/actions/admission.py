"""Coming by an invitation: what its token offers, and the way into its rooms.

Whatever is wrong with a token, there is one answer: nobody learns which invitations there were.
"""

from collections.abc import Sequence
from typing import NamedTuple

from parley.actions.context import Context
from parley.actions.room_limit import refuse_more_rooms
from parley.actions.server import registration_of
from parley.actions.server_name import name_of
from parley.admission_policies import invited_into
from parley.basics.ids import number, token_hash
from parley.changes import THE_SERVER, Log, person_log, room_log
from parley.errors import Forbidden, Gone, ParleyError
from parley.protocol.invitations import AcceptedInvitation, AcceptInvitation, GetInvitation, Offer
from parley.protocol.rooms import Room, RoomAnswer
from parley.standing import Standing
from parley.store import invitations, members, notices, people, rooms
from parley.store.database import Row, Transaction
from parley.store.invitations import NOWHERE
from parley.store.units import WriteTransaction

BANNED = "You are banned from the room to which this invitation leads."


class Found(NamedTuple):
    """An invitation as a token names it, and the rooms that it was made for."""

    row: Row
    rooms: list[int]

    @property
    def logs(self) -> tuple[Log, ...]:
        """What coming by it locks, besides the log of who comes."""
        return THE_SERVER, *map(room_log, self.rooms)


async def get(ctx: Context, command: GetInvitation) -> Offer:
    async def work(tx: Transaction) -> Offer:
        found = await by_token(tx, command.token)
        into = await working(tx, found, ctx.now())
        cards = await people.cards(tx, [found.row.made_by])
        return Offer(
            server=await name_of(tx, ctx.services.settings),
            by=cards[str(found.row.made_by)].name,
            rooms=[room.name for room in await rooms.by_ids(tx, into)],
            newcomers=await registration_of(tx, ctx.services.settings) != "closed",
        )

    return await ctx.database.read(work)


async def accept(ctx: Context, command: AcceptInvitation) -> AcceptedInvitation:
    async def find(tx: Transaction, _: Standing) -> Found:
        return await by_token(tx, command.token)

    me, found = ctx.me.person, await ctx.read(find)

    async def work(tx: WriteTransaction, _: Standing) -> AcceptedInvitation:
        inside = await _answers(tx, found.rooms, me)
        # Also said again by somebody who took the last place and did not get the answer.
        if found.rooms and len(inside) == len(found.rooms):
            return AcceptedInvitation(rooms=inside)
        await come_by(ctx, tx, found, me)
        return AcceptedInvitation(rooms=await _answers(tx, found.rooms, me))

    return await ctx.write((person_log(me), *found.logs), work, changes=(person_log(me),))


async def named(ctx: Context, token: str) -> Found:
    """The invitation with this token, whether it works or not. Which rooms are its own never changes."""
    return await ctx.database.read(by_token, token)


async def by_token(tx: Transaction, token: str) -> Found:
    row = await invitations.by_token(tx, token_hash(token))
    if row is None:
        raise spent()
    return (await with_rooms(tx, [row]))[0]


async def working(tx: Transaction, found: Found, now: int) -> list[int]:
    """The rooms into which it leads now, or the one refusal if it does not work any more."""
    row = await row_of(tx, found.row.id)
    into = (await led_into(tx, [found], now))[row.id]
    if into is None or row.revoked_at is not None or row.uses_left < 1 or row.expires_at <= now:
        raise spent()
    return into


async def come_by(ctx: Context, tx: WriteTransaction, found: Found, person: int, *, is_new: bool = False) -> None:
    """Put somebody into its rooms, and take one of its places. A person who is in all of them takes none."""
    into = await working(tx, found, tx.now)
    missing = [room for room in into if await rooms.open_stay(tx, room, person) is None]
    allowed = [room for room in missing if await members.ban_of(tx, room, person) is None]
    if missing and not allowed:
        raise Forbidden(BANNED)
    if not allowed and not is_new:
        return
    await refuse_more_rooms(ctx, tx, person, len(allowed), field="token")
    for room in await rooms.by_ids(tx, allowed):
        await _let_in(ctx, tx, found, room, person)
    if is_new and not allowed:
        await ctx.audit(tx, "invite.accept", person=person, invitation=str(found.row.id))
    if not await invitations.use(tx, found.row.id):
        raise spent()


async def with_rooms(tx: Transaction, rows: Sequence[Row]) -> list[Found]:
    into = await invitations.rooms_of(tx, [row.id for row in rows])
    return [Found(row, into[row.id]) for row in rows]


async def led_into(tx: Transaction, found: Sequence[Found], now: int) -> dict[int, list[int] | None]:
    """Where each of these leads, by what its maker may do now. None if they could not make it any more."""
    keys = [(row.made_by, room) for row, rooms in found for room in (NOWHERE, *rooms)]
    stands = await invitations.places_of(tx, keys, now)
    return {
        row.id: invited_into(
            stands[row.made_by, NOWHERE], row.role, {room: stands[row.made_by, room] for room in rooms}
        )
        for row, rooms in found
    }


async def row_of(tx: Transaction, id_: int) -> Row:
    row = await invitations.by_id(tx, id_)
    if row is None:
        raise spent()
    return row


def spent() -> ParleyError:
    """Unknown, revoked, over, used up, or made by somebody who could not make it any more."""
    return Gone("This invitation does not work any more. Ask for a new link.", field="token", reason="spent invitation")


async def _let_in(ctx: Context, tx: WriteTransaction, found: Found, room: Room, person: int) -> None:
    id_ = number(room.id)
    last = await rooms.last_stay(tx, id_, person)
    await rooms.let_in(tx, room, person, await members.role_on_coming(tx, id_, person), last=last)
    if room.default_since is None:  # everybody new comes into those
        await notices.leave(tx, room, person, "joined")
    await ctx.audit(tx, "invite.accept", person=person, room=id_, invitation=str(found.row.id))


async def _answers(tx: Transaction, ids: Sequence[int], person: int) -> list[RoomAnswer]:
    """Those of these rooms that the person is in."""
    stays = [(room, await rooms.open_stay(tx, int(room.id), person)) for room in await rooms.by_ids(tx, ids)]
    return [RoomAnswer(room=room, membership=rooms.membership_of(stay)) for room, stay in stays if stay is not None]
