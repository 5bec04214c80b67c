"""A server that requires a second factor from administrators, or from everybody."""

from collections.abc import AsyncIterator, Sequence

import msgspec
import pytest

from parley.actions import administration
from parley.actions.context import Caller, Context, Live
from parley.changes import THE_SERVER, person_log
from parley.errors import Forbidden
from parley.later import second_factor
from parley.process.app import Running
from parley.protocol import schemas
from parley.store import facts, sessions
from parley.store.units import WriteTransaction, write_alone
from parley.verb import Verb
from parley.verbs import VERBS
from tests.actions.audited import audited
from tests.authenticator import add_app, add_passkey, device_of, first_step, sign_in_with
from tests.cast import PASSWORD, Person, Refusal, Room, Visitor
from tests.conftest import Clock
from tests.groups import in_groups
from tests.test_policies import CONFINED

# A confined person has no socket.
HTTP = [verb for verb in VERBS if verb.who == "person" and "http" in verb.doors]
SIGNED_OUT_WITHIN = 20.0


async def require(ada: Person, clock: Clock, rule: str = "everybody") -> None:
    await add_app(ada, clock)
    await ada.call("server.set_second_factor", second_factor=rule)


@pytest.fixture
async def confined(ada: Person, bob: Person, lobby: Room, visitor: Visitor, clock: Clock) -> AsyncIterator[Person]:
    """Bob, who has signed in where everybody must have a second factor, and has none."""
    await require(ada, clock)
    async with await visitor.sign_in("bob") as again:
        yield again


class TestRequiring:
    async def test_nobody_without_one_can_require_it(self, server: Running, ada: Person, clock: Clock) -> None:
        refusal = await ada.refused("server.set_second_factor", second_factor="everybody")
        assert refusal["code"] == "conflict"
        await add_app(ada, clock)
        told = await ada.call("server.set_second_factor", second_factor="everybody")
        assert told["second_factor"] == "everybody"
        assert (await ada.call("server.get"))["second_factor"] == "everybody"
        assert (await ada.call("second_factor.get"))["is_required"] is True
        assert ("server.set_second_factor", None) in await audited(server)

    async def test_those_who_have_none_are_signed_out_everywhere(
        self, ada: Person, bob: Person, eve: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await add_passkey(eve, device_of(visitor.settings))
        sockets = {who.handle: await who.connect() for who in (ada, bob, eve)}
        await require(ada, clock)
        assert (await sockets["bob"].until_closed(SIGNED_OUT_WITHIN))[0] == 4401
        assert (await bob.refused("room.list"))["code"] == "unauthenticated"
        for who in (ada, eve):
            assert (await sockets[who.handle].ask("me.get"))["id"] == who.id

    async def test_however_many_they_are(
        self, ada: Person, bob: Person, eve: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(second_factor, "BATCH", 1)
        sockets = [await who.connect() for who in (bob, eve)]
        await require(ada, clock)
        assert [(await socket.until_closed(SIGNED_OUT_WITHIN))[0] for socket in sockets] == [4401, 4401]

    async def test_who_signed_in_anew_meanwhile_goes_on(
        self, server: Running, ada: Person, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await require(ada, clock)
        async with await visitor.sign_in("bob") as again:

            async def work(tx: WriteTransaction) -> None:
                await sessions.end_unconfined(tx, int(bob.id))

            await write_alone(server.services.writer, (person_log(int(bob.id)),), work)
            assert (await again.call("me.get"))["needs_second_factor"] is True
            assert (await bob.refused("me.get"))["code"] == "unauthenticated"

    async def test_of_administrators_alone_it_is_nobody_elses_business(
        self, server: Running, ada: Person, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await require(ada, clock, "administrators")
        async with await visitor.sign_in("bob") as again:
            assert "needs_second_factor" not in await again.call("me.get")
            await administration.give_role(Context(server.services), "bob", "admin")
            assert (await again.refused("room.list"))["code"] == "unauthenticated"
        async with await visitor.sign_in("bob") as again:
            assert (await again.call("me.get"))["needs_second_factor"] is True

    async def test_a_session_that_slipped_through_ends_when_it_is_refreshed(
        self, server: Running, ada: Person, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        async def require_it(tx: WriteTransaction) -> None:
            await facts.put(tx, facts.SECOND_FACTOR, "everybody")

        await write_alone(server.services.writer, (THE_SERVER,), require_it)
        assert (await bob.call("me.get"))["id"] == bob.id
        refusal = await visitor.refused("session.refresh", refresh_token=bob.refresh)
        assert refusal["code"] == "unauthenticated"
        assert (await bob.refused("me.get"))["code"] == "unauthenticated"

    async def test_a_newcomer_is_led_to_it_as_well(
        self, ada: Person, lobby: Room, visitor: Visitor, clock: Clock
    ) -> None:
        await require(ada, clock)
        async with await visitor.register("cleo") as cleo:
            assert (await cleo.call("me.get"))["needs_second_factor"] is True
            assert (await cleo.refused("room.list"))["field"] == "second_factor"
            await add_app(cleo, clock)
            await cleo.call("room.list")


class TestBeingConfined:
    async def test_no_socket_opens(self, confined: Person) -> None:
        socket = await confined.open()
        socket.write({"type": "hello"})
        assert (await socket.until_closed())[0] == 4403
        assert (await confined.refused("session.ticket"))["field"] == "second_factor"

    async def test_an_app_opens_everything_and_stays(
        self, confined: Person, lobby: Room, visitor: Visitor, clock: Clock
    ) -> None:
        await add_app(confined, clock)
        assert "needs_second_factor" not in await confined.call("me.get")
        await confined.say(lobby, "here I am")
        await (await confined.connect()).ask("me.get")
        assert (await confined.refused("second_factor.remove"))["code"] == "conflict"
        await first_step(visitor, "bob", PASSWORD)

    async def test_so_does_a_passkey_which_is_asked_for_from_then_on(
        self, confined: Person, lobby: Room, visitor: Visitor
    ) -> None:
        device = device_of(visitor.settings)
        added = await add_passkey(confined, device)
        await confined.say(lobby, "here I am")
        assert (await confined.refused("passkey.remove", passkey=added["id"]))["code"] == "conflict"
        refusal = await visitor.refused("session.create", handle="bob", password=PASSWORD, deliver="token")
        assert (refusal["code"], refusal["field"], refusal.get("step")) == ("unauthenticated", "passkey", None)
        async with await sign_in_with(device, visitor) as again:
            await again.say(lobby, "and again")

    async def test_signing_out_goes_always(self, confined: Person) -> None:
        await confined.call("session.end")
        with pytest.raises(Refusal):
            await confined.call("me.get")

    @pytest.mark.parametrize("verbs", in_groups([verb for verb in HTTP if verb.name not in CONFINED]))
    async def test_every_other_verb_is_refused_where_it_would_be_done(
        self, server: Running, confined: Person, verbs: Sequence[Verb]
    ) -> None:
        claim = server.services.tokens.read_access(confined.access, server.services.now())
        caller = Caller(claim.person, claim.session, "owner", session_expires_at=0)
        refused_for = {}
        for verb in verbs:
            context = Context(server.services, caller, verb.may, told_through=Live(server.signals))
            command = msgspec.convert(schemas.examples()[verb.name]["command"], verb.command)
            try:
                await verb.action(context, command)
            except Forbidden as refusal:
                refused_for[verb.name] = refusal.field
        assert refused_for == {verb.name: "second_factor" for verb in verbs}
