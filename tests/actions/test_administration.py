"""What ends with a password or with an account, where `parley people` meets other requests."""

import pytest

from parley.actions import administration, sessions
from parley.actions.context import Context
from parley.errors import Unauthenticated
from parley.process.app import Running
from parley.store import people
from tests.cast import Person, Visitor

NEW = "another horse battery"


async def test_a_sign_in_that_overlaps_the_reset_of_its_password_is_refused(
    server: Running, ada: Person, visitor: Visitor
) -> None:
    """The password was compared before the reset, and the session would begin after it."""
    ctx = Context(server.services)
    before = await ctx.database.read(people.by_handle, "ada")
    assert before is not None
    await administration.reset_password(ctx, "ada", NEW)
    with pytest.raises(Unauthenticated, match="The handle or the password is wrong"):
        await sessions.begin(ctx, before.id, "session.create", shown=before.password_hash)
    async with await visitor.sign_in("ada", NEW) as again:
        assert (await again.call("me.get"))["id"] == ada.id


async def test_a_sign_in_that_overlaps_disabling_is_refused(server: Running, ada: Person, visitor: Visitor) -> None:
    ctx = Context(server.services)
    async with await visitor.register("bob") as bob:
        row = await ctx.database.read(people.by_handle, "bob")
        assert row is not None
        assert await administration.disable(ctx, "bob") == 1
        with pytest.raises(Unauthenticated, match="This account is disabled"):
            await sessions.begin(ctx, int(bob.id), "session.create", shown=row.password_hash)


async def test_in_the_serving_process_sockets_close_at_once(server: Running, ada: Person, visitor: Visitor) -> None:
    async with await visitor.register("bob") as bob:
        socket = await bob.connect()
        assert await administration.disable(Context(server.services), "bob") == 1
        assert (await socket.until_closed())[0] == 4401
