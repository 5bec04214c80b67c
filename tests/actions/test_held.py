"""Messages that filters hold: what their author hears, and how the wait ends without a decision."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from parley.actions import held as actions
from parley.basics.times import DAY
from parley.process.app import Running
from parley.settings import Settings
from parley.store import held
from parley.store.reports import KEPT_MS
from parley.store.units import write_alone
from tests.actions.holding import LINK, ROOT, WAITS, clean, holding, moderated, own, rows, send, waiting
from tests.actions.ordering import at, pass_time, pending, schedule, texts
from tests.cast import PASSWORD, Person, Refusal, Room
from tests.conftest import Clock


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return holding(settings, tmp_path)


@pytest.fixture
async def place(lobby: Room, ada: Person, eve: Person, bob: Person) -> Room:
    """Eve is a moderator there, and bob has said something."""
    return await moderated(lobby, owner=ada, moderator=eve, author=bob)


class TestHolding:
    async def test_it_is_not_sent_and_its_author_reads_that_it_waits_and_why(
        self, place: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        socket = await bob.connect()
        for client_id, door in (("http", bob.call), ("ws", socket.ask)):
            with pytest.raises(Refusal) as refused:
                await door("message.send", room=place.id, client_id=client_id, body=LINK)
            assert refused.value.code == "held"
            assert f"{WAITS}a link from somebody new" in str(refused.value)
        assert await texts(eve, place) == ["Good morning"]
        first, second = await own(bob)
        assert (first["client_id"], first["body"], first["reason"]) == ("http", LINK, "a link from somebody new")
        assert second["client_id"] == "ws"
        newest, oldest = await waiting(eve, room=place.id)
        assert (newest["id"], oldest["id"]) == (second["id"], first["id"])
        assert oldest == {
            "id": first["id"],
            "room": place.id,
            "room_name": "Lobby",
            "room_kind": "public",
            "thread": None,
            "reply_to": None,
            "also_in_room": False,
            "sender": bob.id,
            "body": LINK,
            "reason": "a link from somebody new",
            "at": first["at"],
        }
        assert await waiting(ada) == [newest, oldest]
        page = await ada.call("held.list", limit=1)
        assert (page["held"], page["more"]) == ([newest], True)
        assert await waiting(ada, before=newest["id"]) == [oldest]
        assert (await bob.refused("held.list", room=place.id))["code"] == "forbidden"

    async def test_a_word_of_the_list_may_hold_and_one_that_refuses_wins(
        self, place: Room, bob: Person, eve: Person
    ) -> None:
        refused = await send(bob, place, "What a frób!")
        assert refused["message"] == f"{WAITS}a word in it is on the list of this server"
        assert [one["body"] for one in await own(bob)] == ["What a frób!"]
        assert [one["reason"] for one in await waiting(eve, room=place.id)] == [""]
        for body in ("a frob and a slur", "a slippery slur", f"{LINK} slur"):
            assert (await send(bob, place, body, client_id="2"))["code"] == "forbidden"
        bob.headers["Accept-Language"] = "de"
        assert (await send(bob, place, "What a frób!"))["message"].endswith("auf der Liste dieses Servers")

    async def test_a_retry_is_answered_the_same_and_held_once(self, place: Room, bob: Person, eve: Person) -> None:
        first = await send(bob, place)
        assert await asyncio.gather(*(send(bob, place) for _ in range(4))) == [first] * 4
        (one,) = await waiting(eve, room=place.id)
        assert (await send(bob, place, f"{LINK}/other"))["code"] == "conflict"
        assert await waiting(eve, room=place.id) == [one]

    async def test_many_at_once_are_held_once(self, place: Room, bob: Person, eve: Person) -> None:
        answers = await asyncio.gather(*(send(bob, place) for _ in range(6)))
        assert {answer["code"] for answer in answers} == {"held"}
        assert len(await waiting(eve, room=place.id)) == 1

    async def test_what_is_changed_and_held_waits_as_it_was_left(self, place: Room, bob: Person, eve: Person) -> None:
        await send(bob, place, "WHAT A FROB")
        assert [one["body"] for one in await waiting(eve, room=place.id)] == ["what a frob"]

    async def test_nobody_has_many(
        self, place: Room, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "MOST_WAITING", 2)
        for client_id in "ab":
            await send(bob, place, client_id=client_id)
        refused = await send(bob, place, client_id="c")
        assert refused["code"] == "conflict"
        assert "You have 2 messages that wait for a moderator" in refused["message"]
        await eve.call("held.drop", held=(await waiting(eve, room=place.id))[0]["id"])
        assert (await send(bob, place, client_id="c"))["code"] == "held"

    async def test_who_may_not_write_there_puts_nothing_before_moderators(
        self, place: Room, den: Room, bob: Person, ada: Person
    ) -> None:
        assert (await send(bob, den))["code"] == "not_found"
        assert (await send(bob, place, reply_to=9))["code"] == "not_found"
        await ada.call("room.update", room=place.id, posting="moderators")
        assert (await send(bob, place))["code"] == "forbidden"
        assert await waiting(ada) == []

    async def test_who_would_decide_about_it_says_it_at_once(self, place: Room, ada: Person, eve: Person) -> None:
        for person in (ada, eve):
            await person.say(place, LINK)
        await eve.call("message.edit", room=place.id, seq=3, body=f"{LINK}/2")
        assert await texts(ada, place) == ["Good morning", LINK, f"{LINK}/2"]
        assert await waiting(ada) == []

    async def test_a_reason_that_says_nothing_is_a_filter_that_fails(self, place: Room, bob: Person) -> None:
        assert "The filters of this server failed" in (await send(bob, place, "for no reason"))["message"]


class TestWhatCannotWait:
    async def test_a_direct_conversation_where_nobody_moderates(self, bob: Person, eve: Person, ada: Person) -> None:
        room = Room((await bob.call("direct.open", people=[eve.id]))["room"]["id"])
        refused = await send(bob, room)
        assert refused["code"] == "forbidden"
        assert "it cannot wait for that here: a link from somebody new" in refused["message"]
        assert await waiting(ada) == await own(bob) == []

    async def test_an_edit_and_a_poll(self, place: Room, bob: Person, ada: Person) -> None:
        refused = [
            await bob.refused("message.edit", room=place.id, seq=ROOT, body=LINK),
            await bob.refused("poll.create", client_id="p", room=place.id, question="A frob?", options=["a", "b"]),
        ]
        assert [one["code"] for one in refused] == ["forbidden", "forbidden"]
        assert all("cannot wait for that here" in one["message"] for one in refused)
        assert await texts(ada, place) == ["Good morning"]
        assert await waiting(ada) == []

    async def test_what_is_scheduled_is_refused_and_stays_with_the_reason_when_it_is_due(
        self, server: Running, clock: Clock, place: Room, bob: Person, ada: Person
    ) -> None:
        with pytest.raises(Refusal, match="cannot wait for that here"):
            await schedule(bob, place, at(clock), LINK)
        kept = await schedule(bob, place, at(clock), "harmless")
        await bob.call("scheduled.update", scheduled=kept["id"], body=LINK)
        await pass_time(server, clock)
        ((body, failed),) = await pending(bob)
        assert body == LINK
        assert "cannot wait for that here" in str(failed)
        assert await waiting(ada) == []


class TestWithdrawing:
    async def test_it_waits_no_longer(self, place: Room, ada: Person, bob: Person, eve: Person) -> None:
        await send(bob, place)
        (one,) = await own(bob)
        assert (await eve.refused("held.withdraw", held=one["id"]))["code"] == "not_found"
        withdrawn = await bob.call("held.withdraw", held=one["id"])
        assert (withdrawn["body"], withdrawn["until"]) == ("", withdrawn["rev"])
        assert await bob.call("held.withdraw", held=one["id"]) == withdrawn
        assert await waiting(ada) == await own(bob) == []
        assert (await eve.refused("held.let_through", held=one["id"]))["code"] == "not_found"
        assert (await send(bob, place))["code"] == "gone"


class TestForgetting:
    async def test_a_deleted_room_has_none(self, server: Running, place: Room, ada: Person, bob: Person) -> None:
        await send(bob, place)
        await ada.call("room.delete", room=place.id)
        assert LINK not in str(await rows(server))
        assert await waiting(ada) == []
        await server.runner.look()
        assert await own(bob) == []

    @pytest.mark.parametrize("messages", ["keep", "erase"])
    async def test_a_deleted_account_has_none(
        self, server: Running, place: Room, ada: Person, bob: Person, messages: str
    ) -> None:
        await send(bob, place)
        await bob.call("account.delete", password=PASSWORD, messages=messages)
        assert await rows(server) == []
        assert await waiting(ada) == []

    @pytest.mark.parametrize(("keep_days", "after_ms"), [(0, KEPT_MS), (7, 7 * DAY)])
    async def test_nobody_keeps_one_for_ever_nor_for_longer_than_the_room_keeps_messages(
        self, server: Running, clock: Clock, place: Room, ada: Person, bob: Person, keep_days: int, after_ms: int
    ) -> None:
        await ada.call("room.update", room=place.id, keep_days=keep_days)
        for client_id in "ab":
            await send(bob, place, client_id=client_id)
        await ada.call("held.drop", held=(await waiting(ada))[0]["id"])
        for days, left in ((after_ms - DAY, 2), (2 * DAY, 0)):
            clock.advance(ms=days)
            overdue = await server.services.database.read(held.overdue, clock())
            assert len(overdue) == 2 - left
            clean_these = partial(held.clean, rows=overdue)
            await write_alone(server.services.writer, tuple(held.logs_of(overdue)), clean_these)
            assert len([row for row in await rows(server) if row.until is None]) == left

    async def test_the_job_that_cleans_ends_what_is_overdue(
        self, server: Running, clock: Clock, place: Room, ada: Person, bob: Person
    ) -> None:
        await send(bob, place)
        clock.advance(ms=KEPT_MS + DAY)
        await clean(server)
        assert [row.body for row in await rows(server)] == [""]
