"""Messages that filters hold: what moderators decide, and what everybody hears of it."""

import asyncio
from pathlib import Path

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.audited import audited
from tests.actions.holding import LINK, ROOT, holding, moderated, own, rows, send, signals, waiting
from tests.actions.ordering import texts
from tests.cast import Person, Refusal, Room, Visitor, things


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return holding(settings, tmp_path)


@pytest.fixture
async def place(lobby: Room, ada: Person, eve: Person, bob: Person) -> Room:
    """Eve is a moderator there, and bob has said something."""
    return await moderated(lobby, owner=ada, moderator=eve, author=bob)


class TestLettingThrough:
    async def test_it_is_sent_as_its_author_and_a_retry_is_answered_with_it(
        self, server: Running, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        his, hers = await bob.connect(), await eve.connect()
        await send(bob, place, reply_to=ROOT)
        (one,) = await waiting(eve, room=place.id)
        sent = await eve.call("held.let_through", held=one["id"])
        assert (sent["seq"], sent["client_id"]) == (2, "w")
        for socket in (his, hers):
            (message,) = await socket.messages(place, 1)
            assert (message["sender"], message["client_id"], message["body"]) == (bob.id, "w", LINK)
            assert message["reply_to"] == ROOT
        assert await waiting(ada) == await own(bob) == []
        retried = await bob.call("message.send", room=place.id, client_id="w", body=LINK, reply_to=ROOT)
        assert retried == sent
        assert await texts(ada, place) == ["Good morning", LINK]
        assert (await audited(server))[-1] == ("held.let_through", int(bob.id))
        entry = (await ada.call("audit.list", action="held.let_through"))["entries"][0]
        assert (entry["by"], entry["room"]) == (eve.id, place.id)
        assert LINK not in str(entry)
        for verb in ("let_through", "drop"):
            assert (await ada.refused(f"held.{verb}", held=one["id"]))["code"] == "not_found"
        assert await rows(server) == [row for row in await rows(server) if row.body == "" and row.until]

    async def test_in_a_thread_that_it_opens_and_in_its_room(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await send(bob, place, thread=ROOT, also_in_room=True)
        await send(bob, place, thread=ROOT, client_id="v")
        second, first = await waiting(eve, room=place.id)
        assert (first["thread"], first["also_in_room"]) == (ROOT, True)
        for one in (first, second):
            await eve.call("held.let_through", held=one["id"])
        assert await texts(ada, place, thread=ROOT) == [LINK, LINK]
        assert await texts(ada, place) == ["Good morning", LINK]
        answered = await bob.call("message.send", room=place.id, client_id="v", body=LINK, thread=ROOT)
        assert answered["seq"] == 2

    async def test_two_moderators_at_once_send_it_once(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        for round_ in range(6):
            await send(bob, place, client_id=f"{round_}")
            (one,) = await waiting(eve, room=place.id)
            verbs = ("let_through", "drop" if round_ % 2 else "let_through")
            asked = [who.call(f"held.{verb}", held=one["id"]) for who, verb in zip((ada, eve), verbs, strict=True)]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            codes = [answer.code for answer in answers if isinstance(answer, Refusal)]
            assert codes == ["not_found"]
        said = [message for message in await texts(ada, place, limit=50) if message == LINK]
        dropped = [one for one in await own(bob) if one.get("dropped")]
        assert len(said) + len(dropped) == 6
        assert len(said) >= 3

    async def test_a_retry_while_it_is_let_through_is_answered_by_either(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await send(bob, place)
        (one,) = await waiting(eve, room=place.id)
        again = {"room": place.id, "client_id": "w", "body": LINK}
        asked = [bob.call("message.send", **again) for _ in range(3)]
        sent, *retried = await asyncio.gather(
            eve.call("held.let_through", held=one["id"]), *asked, return_exceptions=True
        )
        assert isinstance(sent, dict)
        assert all(one == sent or (isinstance(one, Refusal) and one.code == "held") for one in retried)
        assert await texts(ada, place) == ["Good morning", LINK]

    async def test_an_author_who_may_not_write_meanwhile_says_nothing(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await send(bob, place)
        (one,) = await waiting(eve, room=place.id)
        await ada.call("user.deactivate", person=bob.id)
        refused = await eve.refused("held.let_through", held=one["id"])
        assert (refused["code"], "Drop it" in refused["message"]) == ("conflict", True)
        await ada.call("user.reactivate", person=bob.id)
        await ada.call("room.archive", room=place.id)
        assert (await eve.refused("held.let_through", held=one["id"]))["code"] == "conflict"
        assert await texts(ada, place) == ["Good morning"]
        await ada.call("room.unarchive", room=place.id)
        await eve.call("held.let_through", held=one["id"])
        assert await texts(ada, place) == ["Good morning", LINK]

    async def test_a_deactivation_at_that_moment_comes_before_it_or_after(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await send(bob, place)
        (one,) = await waiting(eve, room=place.id)
        asked = (ada.call("user.deactivate", person=bob.id), eve.call("held.let_through", held=one["id"]))
        _, decided = await asyncio.gather(*asked, return_exceptions=True)
        said = (await texts(ada, place))[1:]
        assert said == ([] if isinstance(decided, Refusal) else [LINK])
        assert bool(await waiting(ada)) == isinstance(decided, Refusal)

    async def test_who_is_banned_or_leaves_takes_it_along(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await send(bob, place)
        (one,) = await waiting(eve, room=place.id)
        await eve.call("member.ban", room=place.id, person=bob.id)
        assert await waiting(ada) == await own(bob) == []
        assert (await eve.refused("held.let_through", held=one["id"]))["code"] == "not_found"
        assert (await send(bob, place))["code"] == "gone"

    async def test_nobody_decides_about_their_own(self, place: Room, ada: Person, bob: Person, eve: Person) -> None:
        await send(bob, place)
        (one,) = await waiting(ada)
        await ada.call("member.set_role", room=place.id, person=bob.id, role="moderator")
        assert await waiting(bob, room=place.id) == []
        for verb in ("let_through", "drop"):
            assert (await bob.refused(f"held.{verb}", held=one["id"]))["code"] == "not_found"


class TestDropping:
    async def test_its_text_is_gone_and_its_author_is_told(
        self, server: Running, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        his = await bob.connect()
        await send(bob, place)
        (one,) = await waiting(eve, room=place.id)
        await eve.call("held.drop", held=one["id"])
        told = [thing for _ in range(2) for thing in things(await his.next("changes"), "held")]
        assert [thing.get("dropped", False) for thing in told] == [False, True]
        assert LINK not in str(await rows(server))
        assert (await audited(server))[-1] == ("held.drop", int(bob.id))
        assert (await send(bob, place))["message"] == "A moderator did not let this through."
        assert [known["dropped"] for known in await own(bob)] == [True]
        await bob.call("held.withdraw", held=one["id"])
        assert await own(bob) == await waiting(ada) == []
        assert await texts(ada, place) == ["Good morning"]


class TestSignals:
    async def test_moderators_are_told_of_it_and_of_its_end(
        self, place: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        cleo = await visitor.register("cleo")
        async with cleo:
            await cleo.call("room.join", slug="lobby")
            sockets = [await person.connect() for person in (ada, eve, bob, cleo)]
            await send(bob, place)
            await ada.call("held.let_through", held=(await waiting(ada))[0]["id"])
            told = [await signals(socket) for socket in sockets]
            assert told == [["reports"] * 2, ["reports"] * 2, [], []]
