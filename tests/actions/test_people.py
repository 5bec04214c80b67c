"""Changing one's own profile: unique names, reserved handles, and who receives the change."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from parley.process.app import Running
from parley.store import handles, people
from parley.store.handles import KEPT_MS
from tests.actions.audited import audited
from tests.cast import PASSWORD, PATIENCE, Frame, Person, Refusal, Room, Socket, Visitor, things
from tests.conftest import Clock

NEWCOMER = {"password": PASSWORD, "client_id": "1", "deliver": "token"}


@pytest.fixture
async def guest(ada: Person, visitor: Visitor) -> AsyncIterator[Person]:
    """Gus, a guest who was put into no room."""
    async with await visitor.register("gus") as before:
        await ada.call("user.set_role", person=before.id, role="guest")
    async with await visitor.sign_in("gus") as person:
        yield person


class TestChanging:
    async def test_what_is_left_out_stays_and_an_empty_text_takes_it_away(self, ada: Person) -> None:
        first = await ada.call("me.update", pronouns=" she/her ", time_zone="Europe/Berlin", language="de")
        assert (first["pronouns"], first["time_zone"], first["language"]) == ("she/her", "Europe/Berlin", "de")
        second = await ada.call("me.update", name="Ada L.", pronouns="")
        assert "pronouns" not in second
        assert (second["name"], second["time_zone"]) == ("Ada L.", "Europe/Berlin")
        assert await ada.call("me.get") == second

    async def test_what_changes_nothing_tells_nobody(self, ada: Person, bob: Person) -> None:
        before = await ada.call("me.update", name="Ada", handle="ada", pronouns="", language="")
        assert (await ada.call("me.update"))["rev"] == before["rev"]

    async def test_nothing_hidden_and_no_control_characters(self, ada: Person) -> None:
        for fields in (
            {"pronouns": "she\u202eher"},
            {"status": {"text": "a\u0007"}},
            {"status": {"emoji": "no"}},
            {"time_zone": "../etc/passwd"},
            {"name": "\u200b"},
            {"name": "Admin"},
            {"handle": "admin"},
        ):
            assert (await ada.refused("me.update", **fields))["code"] == "invalid", fields

    async def test_names_and_handles_are_in_the_audit_record(self, server: Running, ada: Person) -> None:
        before = await audited(server)
        await ada.call("me.update", status={"text": "Busy"})
        await ada.call("me.update", handle="ada2")
        assert await audited(server) == [*before, ("me.update", int(ada.id))]


class TestNames:
    async def test_nobody_has_the_name_of_somebody_else(self, ada: Person, bob: Person, visitor: Visitor) -> None:
        for name in ("Ada", "ada", "A d a", "\u0410d\u0430", "Adá"):
            refusal = await bob.refused("me.update", name=name)
            assert (refusal["code"], refusal["field"]) == ("conflict", "name"), name
            assert "Add what tells you apart" in refusal["message"]
            with pytest.raises(Refusal, match="already called"):
                await visitor.call("account.register", **NEWCOMER, handle="ada3", name=name)
        await bob.call("me.update", name="Ada (Design)")

    async def test_one_may_write_ones_own_differently(self, ada: Person) -> None:
        assert (await ada.call("me.update", name="ADA"))["name"] == "ADA"

    async def test_names_of_signs_alone_are_compared_as_they_are(self, ada: Person, bob: Person) -> None:
        await ada.call("me.update", name="🐱")
        await bob.call("me.update", name="🐶")
        assert (await bob.refused("me.update", name="🐱"))["code"] == "conflict"

    async def test_of_many_who_want_one_at_once_one_gets_it(self, ada: Person, visitor: Visitor) -> None:
        others = [await visitor.register(f"p{n}") for n in range(6)]
        answers = await asyncio.gather(*(who.request("me.update", name="Grace", handle="grace") for who in others))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
        for who in others:
            await who.http.aclose()


class TestHandles:
    async def test_one_from_before_is_nobody_elses_and_still_signs_in(
        self, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        await bob.call("me.update", handle="robert")
        assert "is taken" in (await eve.refused("me.update", handle="bob"))["message"]
        refusal = await visitor.refused("account.register", **NEWCOMER, handle="bob", name="Bobby")
        assert (refusal["code"], refusal["field"]) == ("conflict", "handle")
        for handle in ("robert", "bob"):
            async with await visitor.sign_in(handle) as again:
                assert again.id == bob.id
        assert (await bob.call("me.update", handle="bob"))["handle"] == "bob"
        assert (await eve.refused("me.update", handle="robert"))["code"] == "conflict"

    async def test_nobody_keeps_more_than_a_few(self, ada: Person) -> None:
        for handle in ("ada1", "ada2", "ada3"):
            await ada.call("me.update", handle=handle)
        assert "3 times in the last 90 days" in (await ada.refused("me.update", handle="ada4"))["message"]
        await ada.call("me.update", handle="ada1")

    async def test_after_90_days_it_is_anybodys(self, server: Running, ada: Person, bob: Person, clock: Clock) -> None:
        await ada.call("me.update", handle="lovelace")
        clock.advance(ms=KEPT_MS + 1)
        async with asyncio.timeout(PATIENCE):
            while await server.services.database.read(handles.kept_for, "ada") is not None:
                await server.runner.look()
                await asyncio.sleep(0.01)
        assert await server.services.database.read(people.by_login, "ada") is None


class TestTelling:
    async def test_everybody_sees_the_new_card_at_once(self, ada: Person, bob: Person, eve: Person) -> None:
        sockets = [await who.connect() for who in (ada, eve)]
        await bob.call("me.update", name="Robert", pronouns="he/him", status={"emoji": "🌴", "text": "Away"})
        for socket in sockets:
            card = await told(socket, bob, "server")
            assert (card["name"], card["pronouns"]) == ("Robert", "he/him")
            assert card["status"] == {"emoji": "🌴", "text": "Away"}

    async def test_guests_see_those_of_the_people_in_their_rooms_and_of_nobody_else(
        self, den: Room, ada: Person, bob: Person, guest: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=guest.id)
        socket = await guest.connect()
        await bob.call("me.update", name="Robert")
        await ada.call("me.update", name="Countess")
        assert (await told(socket, ada, den.log))["name"] == "Countess"
        assert not any(bob.id in frame.get("people", {}) for frame in socket.frames)

    async def test_a_guest_who_was_away_is_told_on_coming_back(self, den: Room, ada: Person, guest: Person) -> None:
        await ada.call("member.add", room=den.id, person=guest.id)
        socket = await guest.connect()
        cursor, epoch = socket.welcome["heads"][den.log], socket.welcome["epoch"]
        socket.cut()
        await ada.call("me.update", name="Countess")
        back = await guest.connect(epoch=epoch, cursors={den.log: cursor})
        assert (await told(back, ada, den.log))["name"] == "Countess"

    async def test_messages_bring_the_card_as_it_is_now(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.call("me.update", pronouns="she/her", status={"text": "Here"})
        socket = await bob.connect()
        await ada.say(lobby, "hello")
        card = await told(socket, ada, lobby.log)
        assert (card["pronouns"], card["status"]) == ("she/her", {"text": "Here"})


class TestStatuses:
    async def test_one_with_an_end_is_taken_away_then(self, ada: Person, bob: Person, clock: Clock) -> None:
        socket = await bob.connect()
        said = await ada.call("me.update", pronouns="she/her", status={"text": "In a meeting", "minutes": 2})
        assert said["status"]["until"] > said["created_at"]
        assert (await told(socket, ada, "server"))["status"] == said["status"]
        clock.advance(ms=2 * 60_000 + 1)
        card = await told(socket, ada, "server")
        assert "status" not in card
        assert card["pronouns"] == "she/her"

    async def test_a_new_one_outlasts_the_end_of_the_one_before(
        self, server: Running, ada: Person, bob: Person, clock: Clock
    ) -> None:
        await ada.call("me.update", status={"text": "In a meeting", "minutes": 2})
        await ada.call("me.update", status={"text": "Working"})
        clock.advance(ms=2 * 60_000 + 1)
        while await server.runner.look():
            pass
        assert (await ada.call("me.get"))["status"] == {"text": "Working"}
        assert "status" not in await ada.call("me.update", status={"text": " "})


async def told(socket: Socket, person: Person, log: str) -> Frame:
    """The card of somebody in the next frame of this log that has one."""
    frame = await socket.first(
        lambda frame: frame["type"] == "changes" and frame["log"] == log and person.id in frame.get("people", {})
    )
    assert things(frame, "profile") or log != "server"
    card: Frame = frame["people"][person.id]
    return card
