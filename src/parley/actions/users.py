"""Accounts of others: looking them up, their roles in the server, and closing them to their people."""

from collections.abc import Awaitable, Callable

from parley.actions import administration
from parley.actions.context import Context
from parley.basics.ids import number
from parley.errors import Forbidden, NotFound
from parley.policies import NO_PERSON, administer, may_give_role
from parley.protocol.second_factor import ResetSecondFactor
from parley.protocol.users import DeactivateUser, GetUser, ListUsers, ReactivateUser, SetUserRole, User, UserPage
from parley.standing import Standing
from parley.store import people
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction


async def get(ctx: Context, command: GetUser) -> User:
    person = number(command.person)

    async def found(tx: Transaction, _: Standing) -> User:
        return await _user(tx, person)

    return await ctx.read(found, other=person)


async def list_users(ctx: Context, command: ListUsers) -> UserPage:
    async def page(tx: Transaction, who: Standing) -> UserPage:
        if command.deactivated and (refused := administer(who)) is not None:
            raise refused
        rows = await people.page(
            tx,
            prefix=command.prefix,
            after=command.after,
            limit=command.limit + 1,
            only_deactivated=command.deactivated,
        )
        return UserPage(users=[people.user_of(row) for row in rows[: command.limit]], more=len(rows) > command.limit)

    return await ctx.read(page)


async def set_role(ctx: Context, command: SetUserRole) -> User:
    async def work(tx: WriteTransaction, who: Standing, row: Row) -> None:
        if (refused := may_give_role(who, command.role)) is not None:
            raise refused
        await administration.give_role_to(ctx, tx, row, command.role, action="user.set_role")

    return await _changed(ctx, number(command.person), work)


async def deactivate(ctx: Context, command: DeactivateUser) -> User:
    async def work(tx: WriteTransaction, _: Standing, row: Row) -> None:
        await administration.close(ctx, tx, row, action="user.deactivate")

    return await _changed(ctx, number(command.person), work)


async def reactivate(ctx: Context, command: ReactivateUser) -> User:
    async def work(tx: WriteTransaction, _: Standing, row: Row) -> None:
        await administration.open_again(ctx, tx, row, action="user.reactivate")

    return await _changed(ctx, number(command.person), work)


async def reset_second_factor(ctx: Context, command: ResetSecondFactor) -> User:
    async def work(tx: WriteTransaction, who: Standing, row: Row) -> None:
        if row.id == who.person:  # a session alone is not enough to take away one's own
            raise Forbidden("Remove your own under Settings, Sign-in and security.", field="person")
        await administration.take_factors(ctx, tx, row, action="user.reset_second_factor")

    return await _changed(ctx, number(command.person), work)


async def _changed(
    ctx: Context, person: int, change: Callable[[WriteTransaction, Standing, Row], Awaitable[None]]
) -> User:
    logs = await administration.logs_of(ctx, person)

    async def work(tx: WriteTransaction, who: Standing) -> User:
        row = await people.by_id(tx, person)
        if row is None:
            raise NotFound(NO_PERSON, field="person")
        await change(tx, who, row)
        return await _user(tx, person)

    return await ctx.write(logs, work, other=person)


async def _user(tx: Transaction, person: int) -> User:
    row = await people.by_id(tx, person)
    if row is None:
        raise NotFound(NO_PERSON, field="person")
    return people.user_of(row)
