"""Scheduled messages: sent at their time, once, as their author could send them then."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from parley.basics.times import DAY, rfc3339
from parley.later.scheduled import TOO_LATE
from parley.process.app import Running
from parley.protocol.scheduled import SCHEDULED_LIMIT
from parley.store import scheduled as store
from tests.actions.ordering import SOON_MS, after, at, pass_time, pending, schedule, texts
from tests.cast import Person, Room, things
from tests.conftest import Clock


class TestAtItsTime:
    async def test_it_is_said_in_the_room_and_is_scheduled_no_longer(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        mine, his = await ada.connect(), await bob.connect()
        own = await schedule(ada, lobby, at(clock))
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "scheduled")) == (ada.log, [own])
        await his.ping()
        assert not his.frames
        assert (await texts(bob, lobby), await pending(ada), await pending(bob)) == ([], [("later", None)], [])

        await pass_time(server, clock)
        said = await his.first(lambda frame: frame["type"] == "changes" and frame["log"] == lobby.log)
        (message,) = things(said, "message")
        assert (message["body"], message["sender"]) == ("later", ada.id)
        assert message["created_at"] >= own["at"]
        gone = await mine.first(lambda frame: frame["type"] == "changes" and bool(things(frame, "scheduled")))
        (ended,) = things(gone, "scheduled")
        assert (ended["id"], ended["body"], ended["until"]) == (own["id"], "", ended["rev"])
        assert (await texts(bob, lobby), await pending(ada)) == (["later"], [])

    async def test_in_the_order_of_their_times(self, server: Running, clock: Clock, lobby: Room, ada: Person) -> None:
        for number in (3, 1, 2):
            await schedule(ada, lobby, at(clock, number * SOON_MS), f"{number}")
        assert [body for body, _ in await pending(ada)] == ["1", "2", "3"]
        for _ in range(3):
            await pass_time(server, clock, SOON_MS + 1)
        assert await texts(ada, lobby) == ["1", "2", "3"]

    async def test_in_the_same_order_when_a_server_that_was_down_has_all_to_send_at_once(
        self, server: Running, clock: Clock, lobby: Room, ada: Person
    ) -> None:
        numbers, began = [*range(12, 0, -1)], clock()
        for number in numbers:
            await schedule(ada, lobby, rfc3339(began + SOON_MS + number * 100), f"{number}")
        await pass_time(server, clock, 2 * SOON_MS)
        assert await texts(ada, lobby) == [f"{number}" for number in sorted(numbers)]

    async def test_its_author_has_read_it_if_they_had_read_all_before(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "one")
        await ada.call("read.mark", room=lobby.id, generation=0, seq=1)
        for person in (ada, bob):
            await schedule(person, lobby, at(clock))
            await pass_time(server, clock)
        reads = {}
        for person in (ada, bob):
            welcome = (await person.call("sync.get"))["frames"][0]
            (reads[person.handle],) = [read["seq"] for read in things(welcome, "read")]
        assert reads == {"ada": 2, "bob": 0}

    async def test_also_after_its_author_has_signed_out_everywhere(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await schedule(bob, lobby, at(clock))
        await bob.call("session.end")
        await pass_time(server, clock)
        assert await texts(ada, lobby) == ["later"]

    async def test_as_a_reply_and_in_a_thread_which_it_opens_if_it_must(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Shall we?")
        await schedule(ada, lobby, at(clock), "yes", reply_to=1)
        await schedule(ada, lobby, at(clock, 2 * SOON_MS), "first", thread=1)
        for _ in range(2):
            await pass_time(server, clock, SOON_MS + 1)
        await schedule(bob, lobby, at(clock), "second", thread=1, reply_to=1)
        await pass_time(server, clock)
        assert (await pending(ada), await pending(bob)) == ([], [])
        assert await texts(ada, lobby, thread=1) == ["first", "second"]
        followed = (await ada.call("thread.list"))["threads"]
        assert [each["follow"]["read"] for each in followed] == [1]
        page = await ada.call("message.list", room=lobby.id)
        assert page["messages"][1]["reply_to"] == 1


class TestWhatIsRefused:
    async def test_a_time_that_has_passed_or_is_far_away_or_never_is(
        self, clock: Clock, lobby: Room, ada: Person
    ) -> None:
        for when, words in (
            (at(clock, -1_000), "has passed"),
            (after(years=2), "more than a year"),
            (after(years=300), "more than a year"),
            ("2027-02-30T10:00:00.000Z", "no such time"),
        ):
            for verb, fields in (
                ("scheduled.create", {"room": lobby.id, "body": "later"}),
                ("reminder.create", {"text": "later"}),
            ):
                refusal = await ada.refused(verb, client_id="c", at=when, **fields)
                assert (refusal["code"], refusal["field"]) == ("invalid", "at")
                assert words in refusal["message"]
        assert await pending(ada) == []

    async def test_what_could_not_be_sent_now(
        self, clock: Clock, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        when = at(clock)
        told = {"client_id": "c", "at": when}
        assert (await eve.refused("scheduled.create", room=lobby.id, body="hi", **told))["code"] == "not_found"
        assert (await bob.refused("scheduled.create", room=lobby.id, body=" ", **told))["code"] == "invalid"
        assert (await bob.refused("scheduled.create", room=lobby.id, body="x", reply_to=7, **told))[
            "field"
        ] == "reply_to"
        assert (await bob.refused("scheduled.create", room=lobby.id, body="x", thread=7, **told))["field"] == "thread"
        await ada.call("room.update", room=lobby.id, posting="moderators")
        assert (await bob.refused("scheduled.create", room=lobby.id, body="hi", **told))["code"] == "forbidden"

    async def test_more_than_the_most(self, clock: Clock, lobby: Room, ada: Person) -> None:
        when = at(clock, DAY)
        await asyncio.gather(*(schedule(ada, lobby, when, f"{n}") for n in range(SCHEDULED_LIMIT)))
        refusal = await ada.refused("scheduled.create", room=lobby.id, client_id="c", body="one more", at=when)
        assert (refusal["code"], "which is the most" in refusal["message"]) == ("conflict", True)

    async def test_twice_is_once_and_another_one_is_a_conflict(self, clock: Clock, lobby: Room, ada: Person) -> None:
        fields = {"room": lobby.id, "client_id": "c", "body": "hi", "at": at(clock)}
        assert await ada.call("scheduled.create", **fields) == await ada.call("scheduled.create", **fields)
        assert (await ada.refused("scheduled.create", **fields | {"body": "ho"}))["field"] == "client_id"
        assert await pending(ada) == [("hi", None)]

    async def test_what_is_somebody_elses(self, clock: Clock, lobby: Room, ada: Person, bob: Person) -> None:
        own = await schedule(ada, lobby, at(clock))
        for verb in ("scheduled.update", "scheduled.send_now", "scheduled.cancel"):
            assert (await bob.refused(verb, scheduled=own["id"]))["code"] == "not_found"


class TestChanging:
    async def test_another_text_and_another_time(self, server: Running, clock: Clock, lobby: Room, ada: Person) -> None:
        own = await schedule(ada, lobby, at(clock))
        changed = await ada.call("scheduled.update", scheduled=own["id"], body="better", at=at(clock, 2 * SOON_MS))
        assert changed["rev"] > own["rev"]
        await pass_time(server, clock)
        assert await texts(ada, lobby) == []
        await pass_time(server, clock)
        assert await texts(ada, lobby) == ["better"]
        assert (await ada.refused("scheduled.update", scheduled=own["id"], body="best"))["code"] == "gone"

    async def test_sending_it_at_once(self, server: Running, clock: Clock, lobby: Room, ada: Person) -> None:
        own = await schedule(ada, lobby, at(clock, DAY))
        await ada.call("scheduled.send_now", scheduled=own["id"])
        await pass_time(server, clock, 0)
        assert (await texts(ada, lobby), await pending(ada)) == (["later"], [])

    async def test_cancelling_it(self, server: Running, clock: Clock, lobby: Room, ada: Person) -> None:
        own = await schedule(ada, lobby, at(clock))
        gone = await ada.call("scheduled.cancel", scheduled=own["id"])
        assert (gone["until"], gone["body"]) == (gone["rev"], "")
        assert await ada.call("scheduled.cancel", scheduled=own["id"]) == gone
        await pass_time(server, clock)
        assert (await texts(ada, lobby), await pending(ada)) == ([], [])


async def leave(lobby: Room, ada: Person, bob: Person) -> None:
    await bob.call("room.leave", room=lobby.id)


async def ban(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("member.ban", room=lobby.id, person=bob.id)


async def archive(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("room.archive", room=lobby.id)


async def announce(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("room.update", room=lobby.id, posting="moderators")


async def delete(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("room.delete", room=lobby.id)


async def erase(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("message.erase", room=lobby.id, seq=1)


Happening = Callable[[Room, Person, Person], Awaitable[None]]
HAPPENINGS: dict[Happening, str] = {
    leave: "not in it",
    ban: "not in it",
    archive: "archived",
    announce: "owner and moderators write",
    delete: "",
    erase: "deleted",
}


class TestWhatFails:
    @pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda happening: happening.__name__)
    async def test_it_is_not_said_and_its_author_sees_why(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person, happening: Happening
    ) -> None:
        await ada.say(lobby, "Shall we?")
        await schedule(bob, lobby, at(clock), "yes", reply_to=1)
        await happening(lobby, ada, bob)
        socket = await bob.connect()
        await pass_time(server, clock)
        ((body, failed),) = await pending(bob)
        assert body == "yes"
        assert failed is not None
        assert HAPPENINGS[happening] in failed
        told = await socket.first(lambda frame: bool(things(frame, "scheduled")))
        assert things(told, "scheduled")[-1]["failed"] == failed
        if happening is not delete:
            assert "yes" not in await texts(ada, lobby)

    async def test_where_the_other_one_blocks_its_author_or_the_account_is_deactivated(
        self, server: Running, clock: Clock, ada: Person, bob: Person
    ) -> None:
        made = await ada.call("direct.open", people=[bob.id])
        room = Room(made["room"]["id"])
        await schedule(bob, room, at(clock), "psst")
        await ada.call("block.add", person=bob.id)
        await pass_time(server, clock)
        assert await pending(bob) == [("psst", "You cannot write in this conversation.")]
        await ada.call("block.remove", person=bob.id)
        own = (await bob.call("scheduled.list"))["scheduled"][0]
        await bob.call("scheduled.update", scheduled=own["id"], at=at(clock))
        await ada.call("user.deactivate", person=bob.id)
        await pass_time(server, clock)
        row = await server.services.database.read(store.by_id, int(own["id"]))
        assert row is not None
        assert row.failed == "This account is deactivated."
        assert await texts(ada, room) == []

    async def test_the_reason_is_in_the_language_of_its_authors_profile(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await bob.call("me.update", language="de-CH")
        await schedule(bob, lobby, at(clock))
        await archive(lobby, ada, bob)
        await pass_time(server, clock)
        ((_, failed),) = await pending(bob)
        assert failed is not None
        assert failed.startswith("Dieser Raum ist archiviert")

    async def test_it_can_be_given_another_time(
        self, server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
    ) -> None:
        own = await schedule(bob, lobby, at(clock))
        await archive(lobby, ada, bob)
        await pass_time(server, clock)
        await ada.call("room.unarchive", room=lobby.id)
        again = await bob.call("scheduled.update", scheduled=own["id"], at=at(clock))
        assert "failed" not in again
        await pass_time(server, clock)
        assert (await texts(ada, lobby), await pending(bob)) == (["later"], [])

    async def test_a_server_that_was_down_sends_it_within_a_day_and_not_after_that(
        self, server: Running, clock: Clock, lobby: Room, ada: Person
    ) -> None:
        late = await schedule(ada, lobby, at(clock), "too late")
        await schedule(ada, lobby, at(clock, DAY), "late")
        await pass_time(server, clock, DAY + 2 * SOON_MS)
        row = await server.services.database.read(store.by_id, int(late["id"]))
        assert row is not None
        assert row.failed == TOO_LATE
        async with await ada.sign_in("ada") as again:
            assert await texts(again, lobby) == ["late"]
