"""Direct conversations: the one of some people, found or made."""

from functools import partial

from parley.actions.context import Context
from parley.actions.room_limit import refuse_more_rooms, refuse_to_fill
from parley.basics.ids import number
from parley.changes import person_log
from parley.errors import Forbidden, Invalid
from parley.policies import may_open_direct
from parley.protocol.direct import MOST_PEOPLE, OpenDirect
from parley.protocol.rooms import RoomAnswer
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import blocks, rooms
from parley.store.database import Transaction
from parley.store.standing import others_of
from parley.store.units import WriteTransaction

# In a conversation of two, one who is blocked cannot write.
TWO = 2
NOT_WITH_ONE = "You cannot open a conversation with this person."
NOT_WITH_ALL = "You cannot open a conversation with these people."


async def open_direct(ctx: Context, command: OpenDirect) -> RoomAnswer:
    me = ctx.me.person
    people = sorted({me, *map(number, command.people)})
    if len(people) > MOST_PEOPLE:
        raise Invalid(
            say("A direct conversation has {count} people at most. Make a room.", count=MOST_PEOPLE), field="people"
        )
    known = await ctx.read(partial(_known, people))
    if known is not None:
        return known

    async def work(tx: WriteTransaction, who: Standing) -> RoomAnswer:
        if (made := await _known(people, tx, who)) is not None:
            return made
        others = await others_of(tx, who, (person for person in people if person != me))
        if (refused := may_open_direct(who, others)) is not None:
            raise refused
        if await blocks.is_blocked(tx, me, by=people):
            raise Forbidden(NOT_WITH_ONE if len(people) == TWO else NOT_WITH_ALL)
        await refuse_more_rooms(ctx, tx, me)
        for person in others:
            await refuse_to_fill(ctx, tx, person.person, field="people")
        room = await rooms.add_direct(tx, people, person=me)
        stays = {person: await rooms.let_in(tx, room, person, "member") for person in people}
        if len(people) == TWO:
            await blocks.begin_room(tx, number(room.id), *people)
        return RoomAnswer(room=room, membership=stays[me])

    # Two calls for the same people lock the same logs, so the second finds the conversation made.
    return await ctx.write(tuple(map(person_log, people)), work)


async def _known(people: list[int], tx: Transaction, who: Standing) -> RoomAnswer | None:
    row = await rooms.by_people(tx, people)
    stay = await rooms.open_stay(tx, row.id, who.person) if row is not None else None
    if row is None or stay is None:
        return None
    return RoomAnswer(room=rooms.room_of(row), membership=rooms.membership_of(stay))
