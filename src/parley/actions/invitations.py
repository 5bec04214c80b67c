"""Invitations: making, listing and revoking them. Coming by one is in `admission`."""

from collections.abc import Sequence

from parley.actions.admission import Found, led_into, row_of, with_rooms
from parley.actions.context import Context, Services
from parley.admission_policies import may_invite
from parley.basics.ids import new_token, number, token_hash
from parley.basics.times import HOUR
from parley.changes import THE_SERVER
from parley.errors import Conflict, NotFound
from parley.protocol.base import Empty
from parley.protocol.invitations import (
    CreateInvitation,
    Invitation,
    InvitationLink,
    InvitationPage,
    InvitedRoom,
    ListInvitations,
    RevokeInvitation,
)
from parley.protocol.people import Card
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import invitations, people, rooms
from parley.store.database import Row, Transaction
from parley.store.invitations import NOWHERE
from parley.store.units import WriteTransaction, write_alone

# Of one person. So that nobody fills the list with what nobody looks after.
MOST_OPEN = 100
MADE_BEFORE = "This invitation was made before, and its link is shown once. Revoke it and make another."
# Read at once, in search of those that work.
BATCH = 200


async def create(ctx: Context, command: CreateInvitation) -> InvitationLink:
    async def work(tx: WriteTransaction, who: Standing) -> InvitationLink:
        return await _make(ctx, tx, who, command, action="invite.create")

    return await ctx.write((THE_SERVER,), work, changes=())


async def list_invitations(ctx: Context, command: ListInvitations) -> InvitationPage:
    async def page(tx: Transaction, who: Standing) -> InvitationPage:
        by = None if who.is_administrator else who.person
        before = None if command.before is None else number(command.before)
        found = await _working(tx, who.now, by=by, before=before, most=command.limit + 1)
        shown = found[: command.limit]
        cards = await people.cards(tx, [each.row.made_by for each in shown])
        return InvitationPage(invitations=await _shown(tx, shown, who), people=cards, more=len(found) > command.limit)

    return await ctx.read(page)


async def revoke(ctx: Context, command: RevokeInvitation) -> Empty:
    async def work(tx: WriteTransaction, who: Standing) -> Empty:
        row = await invitations.by_id(tx, number(command.invitation))
        if row is None or (row.made_by != who.person and not who.is_administrator):
            raise NotFound("There is no such invitation, or it is somebody else's.", field="invitation")
        await _end(ctx, tx, row, action="invite.revoke")
        return Empty()

    return await ctx.write((THE_SERVER,), work, changes=())


async def make_for(ctx: Context, handle: str, command: CreateInvitation) -> InvitationLink:
    """For the command line: as this person would make it, who must be allowed to."""
    maker = await ctx.database.read(people.by_handle, handle)
    if maker is None:
        raise NotFound(
            say("Nobody here has the handle {handle}. `parley people list` shows everybody.", handle=repr(handle[:80]))
        )
    place = (int(maker.id), NOWHERE)

    async def work(tx: WriteTransaction) -> InvitationLink:
        who = (await invitations.places_of(tx, [place], tx.now))[place]
        return await _make(ctx, tx, who, command, action="cli.invite_create")

    return await write_alone(ctx.writer, (THE_SERVER,), work, changes=())


async def all_working(tx: Transaction, *, now: int, most: int) -> tuple[list[Invitation], dict[str, Card]]:
    """For the command line: everybody's, with the names of all rooms."""
    found = await _working(tx, now, by=None, before=None, most=most)
    return await _shown(tx, found, None), await people.cards(tx, [each.row.made_by for each in found])


async def end(ctx: Context, invitation: int) -> bool:
    """For the command line. False if it was revoked before."""

    async def work(tx: WriteTransaction) -> bool:
        row = await invitations.by_id(tx, invitation)
        if row is None:
            raise NotFound("There is no such invitation. `parley invite list` shows those that work.")
        return await _end(ctx, tx, row, action="cli.invite_revoke")

    return await write_alone(ctx.writer, (THE_SERVER,), work, changes=())


async def _make(
    ctx: Context, tx: WriteTransaction, who: Standing, command: CreateInvitation, *, action: str
) -> InvitationLink:
    wanted, token = list(dict.fromkeys(map(number, command.rooms))), new_token()
    if await invitations.by_client_id(tx, who.person, command.client_id) is not None:
        raise Conflict(MADE_BEFORE, field="client_id")
    places = await invitations.places_of(tx, [(who.person, room) for room in wanted], tx.now)
    if (refused := may_invite(who, command.role, {room: places[who.person, room] for room in wanted})) is not None:
        raise refused
    if len(await invitations.open_ones(tx, tx.now, by=who.person, limit=MOST_OPEN)) == MOST_OPEN:
        raise Conflict(say("You have {count} open invitations. Revoke those that nobody needs.", count=MOST_OPEN))
    await invitations.clean(tx)
    until = tx.now + command.hours * HOUR
    id_ = await invitations.add(tx, command, wanted, by=who.person, token_hash=token_hash(token), expires_at=until)
    about = {"invitation": str(id_), "role": command.role, "rooms": " ".join(map(str, wanted))}
    await ctx.audit(tx, action, person=who.person, room=None, **about, uses=command.uses, hours=command.hours)
    (made,) = await _shown(tx, [Found(await row_of(tx, id_), wanted)], who)
    return InvitationLink(invitation=made, link=_link_of(ctx.services, token), token=token)


async def _end(ctx: Context, tx: WriteTransaction, row: Row, *, action: str) -> bool:
    is_first = await invitations.revoke(tx, row.id)
    if is_first:
        await ctx.audit(tx, action, person=row.made_by, invitation=str(row.id))
    return is_first


def _link_of(services: Services, token: str) -> str:
    """What comes behind # never reaches a server, so it stands in no log."""
    return f"{services.settings.base_url}/invite#{token}"


async def _working(tx: Transaction, now: int, *, by: int | None, before: int | None, most: int) -> list[Found]:
    """The newest open ones whose makers may still invite, and that come before an id."""
    working: list[Found] = []
    while len(working) < most:
        rows = await invitations.open_ones(tx, now, by=by, before=before, limit=BATCH)
        found = await with_rooms(tx, rows)
        into = await led_into(tx, found, now)
        working += [each for each in found if into[each.row.id] is not None]
        if len(rows) < BATCH:
            break
        before = rows[-1].id
    return working[:most]


async def _shown(tx: Transaction, found: Sequence[Found], who: Standing | None) -> list[Invitation]:
    """With the names of the rooms that the reader may see. The command line sees all of them."""
    there = await rooms.by_ids(tx, sorted({room for each in found for room in each.rooms}))
    own = set() if who is None else {each.room for each in await rooms.own_memberships(tx, who.person)}
    sees_public = who is None or not who.is_guest
    known = {
        number(room.id): InvitedRoom(id=room.id, name=room.name)
        for room in there
        if room.deleted_at is None and (who is None or room.id in own or (room.kind == "public" and sees_public))
    }
    names = [[known[room] for room in each.rooms if room in known] for each in found]
    return [
        invitations.invitation_of(each.row, shown, len(each.rooms) - len(shown))
        for each, shown in zip(found, names, strict=True)
    ]
