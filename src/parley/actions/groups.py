"""Groups of people, which the server's administrators make for everybody to mention."""

from collections.abc import Sequence

from parley.actions.context import Context
from parley.actions.names import clean_name, refuse_reserved, refuse_unseen
from parley.actions.people import taken
from parley.basics.ids import number, request_hash
from parley.changes import THE_SERVER
from parley.errors import Conflict, NotFound
from parley.group_policies import may_have_members, may_make_group
from parley.policies import NO_PERSON
from parley.protocol.base import Empty
from parley.protocol.groups import (
    AddToGroup,
    CreateGroup,
    DeleteGroup,
    GetGroup,
    Group,
    GroupDetails,
    GroupPage,
    ListGroups,
    RemoveFromGroup,
    UpdateGroup,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import groups, handles, people
from parley.store.database import Row, Transaction
from parley.store.standing import others_of
from parley.store.units import WriteTransaction

NO_GROUP = "There is no such group, or you share no room with its members."


async def create(ctx: Context, command: CreateGroup) -> Group:
    me, handle = ctx.me.person, command.handle
    refuse_reserved(handle)
    refuse_unseen(command.description, field="description")
    digest = request_hash(handle, command.name, command.description)
    name = clean_name(command.name)

    async def work(tx: WriteTransaction, _: Standing) -> Group:
        known = await groups.by_client_id(tx, me, command.client_id)
        if known is not None:
            if bytes(known.request_hash) != digest:
                raise Conflict("This client_id was used for another group.", field="client_id")
            return await _shown(tx, known.id)
        if (refused := may_make_group(await groups.count(tx))) is not None:
            raise refused
        await _refuse_taken(tx, handle)
        told = {"description": command.description, "client_id": command.client_id, "request_hash": digest}
        group = await groups.add(tx, by=me, handle=handle, name=name, **told)
        await ctx.audit(tx, "group.create", group=str(group), handle=handle)
        return await _shown(tx, group)

    return await ctx.write((THE_SERVER,), work, changes=())


async def update(ctx: Context, command: UpdateGroup) -> Group:
    told: dict[str, str] = {}
    if command.handle is not None:
        refuse_reserved(command.handle)
        told["handle"] = command.handle
    if command.name is not None:
        told["name"] = clean_name(command.name)
    if command.description is not None:
        refuse_unseen(command.description, field="description")
        told["description"] = command.description

    async def work(tx: WriteTransaction, _: Standing) -> Group:
        row = await named(tx, command.group)
        values = {field: value for field, value in told.items() if getattr(row, field) != value}
        if "handle" in values:
            await _refuse_taken(tx, values["handle"])
        if values:
            await groups.change(tx, row, **values)
            handle = values.get("handle", row.handle)
            await ctx.audit(tx, "group.update", group=command.group, handle=handle, changed=" ".join(values))
        return await _shown(tx, row.id)

    return await ctx.write((THE_SERVER,), work, changes=())


async def delete(ctx: Context, command: DeleteGroup) -> Empty:
    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        row = await groups.by_id(tx, number(command.group))
        if row is not None:
            await groups.remove(tx, row)
            await ctx.audit(tx, "group.delete", group=command.group, handle=row.handle)
        return Empty()

    return await ctx.write((THE_SERVER,), work, changes=())


async def add(ctx: Context, command: AddToGroup) -> Group:
    wanted = sorted(set(map(number, command.people)))

    async def work(tx: WriteTransaction, who: Standing) -> Group:
        row = await named(tx, command.group)
        there = set(await groups.members(tx, row.id))
        coming = [person for person in wanted if person not in there]
        await _refuse_unknown(tx, who, coming)
        if (refused := may_have_members(len(there) + len(coming))) is not None:
            raise refused
        await groups.put(tx, row.id, coming)
        for person in coming:
            await ctx.audit(tx, "group.add", person=person, group=command.group, handle=row.handle)
        return await _shown(tx, row.id)

    return await ctx.write((THE_SERVER,), work, changes=())


async def remove(ctx: Context, command: RemoveFromGroup) -> Group:
    person = number(command.person)

    async def work(tx: WriteTransaction, _: Standing) -> Group:
        row = await named(tx, command.group)
        if await groups.take(tx, row.id, person):
            await ctx.audit(tx, "group.remove", person=person, group=command.group, handle=row.handle)
        return await _shown(tx, row.id)

    return await ctx.write((THE_SERVER,), work, changes=())


async def list_groups(ctx: Context, command: ListGroups) -> GroupPage:
    async def page(tx: Transaction, _: Standing) -> GroupPage:
        rows = await groups.page(tx, prefix=command.prefix, after=command.after, limit=command.limit + 1)
        return GroupPage(groups=await groups.shown(tx, rows[: command.limit]), more=len(rows) > command.limit)

    return await ctx.read(page)


async def get(ctx: Context, command: GetGroup) -> GroupDetails:
    async def details(tx: Transaction, who: Standing) -> GroupDetails:
        row = await named(tx, command.group)
        met_by = who.person if who.is_guest else None
        (group,) = await groups.shown(tx, [row], met_by=met_by)
        if who.is_guest and not group.members:
            raise NotFound(NO_GROUP, field="group")
        limit = command.limit
        rows = await groups.members_page(
            tx, row.id, prefix=command.prefix, after=command.after, limit=limit + 1, met_by=met_by
        )
        return GroupDetails(group=group, members=[people.user_of(row) for row in rows[:limit]], more=len(rows) > limit)

    return await ctx.read(details)


async def named(tx: Transaction, group: str) -> Row:
    row = await groups.by_id(tx, number(group))
    if row is None:
        raise NotFound(NO_GROUP, field="group")
    return row


async def _shown(tx: Transaction, group: int) -> Group:
    (shown,) = await groups.shown(tx, [await named(tx, str(group))])
    return shown


async def _refuse_taken(tx: Transaction, handle: str) -> None:
    """People and groups are mentioned alike. A group may take a handle that another group had."""
    is_theirs = await people.by_handle(tx, handle) is not None or await handles.kept_for(tx, handle) is not None
    if is_theirs or await groups.by_handle(tx, handle) is not None:
        raise taken(handle)


async def _refuse_unknown(tx: Transaction, who: Standing, coming: Sequence[int]) -> None:
    for other in await others_of(tx, who, coming):
        if other.handle is None:
            raise NotFound(NO_PERSON, field="people")
        if other.disabled_at is not None:
            raise Conflict(say("The account {handle} is deactivated.", handle=other.handle), field="people")
