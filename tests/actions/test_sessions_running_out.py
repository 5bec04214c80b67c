"""A session that runs out ends its sockets, and nothing more is done by it."""

from collections.abc import Sequence
from contextlib import suppress

import msgspec
import pytest

from parley.actions.context import Caller, Context, Live
from parley.errors import Unauthenticated
from parley.process.app import Running
from parley.protocol import schemas
from parley.verb import Verb
from parley.verbs import VERBS
from tests.actions.test_sessions import DAY, REVOKED_WITHIN
from tests.cast import Person
from tests.conftest import Clock
from tests.groups import in_groups

# The server looks every second.
WATCHED_SECONDS = 2.0
# Ending a session twice is ending it once.
OF_PEOPLE = [verb for verb in VERBS if verb.who == "person"]


async def test_a_socket_ends_with_its_session(server: Running, ada: Person, clock: Clock) -> None:
    socket = await ada.connect()
    clock.advance(ms=server.services.settings.session_days * DAY + 1)
    assert (await socket.until_closed(REVOKED_WITHIN))[0] == 4401


async def test_one_whose_session_was_refreshed_goes_on(server: Running, ada: Person, clock: Clock) -> None:
    socket = await ada.connect()
    days = server.services.settings.session_days
    clock.advance(ms=(days - 1) * DAY)
    await ada.call("session.refresh", refresh_token=ada.refresh)
    clock.advance(ms=2 * DAY)
    with pytest.raises(TimeoutError):
        await socket.until_closed(WATCHED_SECONDS)
    assert (await socket.ask("me.get"))["id"] == ada.id


@pytest.mark.parametrize("verbs", in_groups(OF_PEOPLE))
async def test_nothing_is_done_for_it_afterwards(
    server: Running, ada: Person, clock: Clock, verbs: Sequence[Verb]
) -> None:
    """A socket still knows its caller: what it asks is refused where it would be done."""
    claim = server.services.tokens.read_access(ada.access, server.services.now())
    await ada.connect()
    live = Live(server.signals, *server.hub.receivers())
    caller = Caller(claim.person, claim.session, "owner", session_expires_at=0)
    clock.advance(ms=server.services.settings.session_days * DAY + 1)
    done = []
    for verb in verbs:
        context = Context(server.services, caller, verb.may, told_through=live)
        command = msgspec.convert(schemas.examples()[verb.name]["command"], verb.command)
        with suppress(Unauthenticated):
            await verb.action(context, command)
            done.append(verb.name)
    assert done == []
