"""Putting the people of a group into a room."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from parley.actions.context import Context
from parley.actions.groups import named
from parley.actions.room_limit import may_fill
from parley.basics.ids import number
from parley.changes import person_log, room_log
from parley.errors import NotFound
from parley.policies import NO_ROOM
from parley.protocol.groups import AddGroupMembers, GroupAdded, LeftOut, Reason
from parley.standing import Standing
from parley.store import groups, members, notices, people, rooms
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

# So many people's logs one transaction locks: others who write there wait for as long as that takes.
BATCH = 100


class _Batch(Struct, frozen=True):
    added: list[int]
    left_out: list[LeftOut]


async def add(ctx: Context, command: AddGroupMembers) -> GroupAdded:
    """Each batch asks the policy anew. Adding twice is adding once, so a call that failed on its way is said again."""
    room, group = number(command.room), number(command.group)
    added: list[int] = []
    left_out: list[LeftOut] = []

    async def find(tx: Transaction, _: Standing) -> list[int]:
        await named(tx, command.group)
        return await groups.members(tx, group)

    coming = await ctx.read(find, room=room)
    for start in range(0, len(coming), BATCH):
        some = coming[start : start + BATCH]
        logs = tuple(map(person_log, some))
        work = partial(_add, ctx, room=room, group=group, coming=some)
        batch = await ctx.write((room_log(room), *logs), work, room=room, changes=logs)
        added += batch.added
        left_out += batch.left_out
    named_here = [*added, *(number(one.person) for one in left_out)]
    return GroupAdded(
        room=command.room,
        added=[*map(str, added)],
        left_out=left_out,
        people=await ctx.database.read(people.cards, named_here),
    )


async def _add(
    ctx: Context, tx: WriteTransaction, who: Standing, *, room: int, group: int, coming: Sequence[int]
) -> _Batch:
    row = await rooms.by_id(tx, room)
    if row is None:
        raise NotFound(NO_ROOM, field="room")
    batch = _Batch([], [])
    for person in coming:
        last = await rooms.last_stay(tx, room, person)
        if last is not None and last.until is None:
            continue
        if (reason := await _reason_against(ctx, tx, room, person)) is not None:
            batch.left_out.append(LeftOut(person=str(person), reason=reason))
            continue
        role = await members.role_on_coming(tx, room, person)
        await rooms.let_in(tx, rooms.room_of(row), person, role, last=last)
        await ctx.audit(tx, "member.add", room=room, person=person, group=str(group))
        batch.added.append(person)
    if batch.added:
        await notices.leave(tx, rooms.room_of(row), who.person, "added", batch.added)
    return batch


async def _reason_against(ctx: Context, tx: Transaction, room: int, person: int) -> Reason | None:
    account = await people.by_id(tx, person)
    if account is None or account.disabled_at is not None:
        return "deactivated"
    if await members.ban_of(tx, room, person) is not None:
        return "banned"
    return None if await may_fill(ctx, tx, person) else "full"
