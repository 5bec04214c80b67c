"""What becomes of threads when something is taken away."""

import pytest
from sqlalchemy import select

from parley import policies
from parley.changes import room_log, thread_log
from parley.process.app import Running
from parley.protocol.messages import Sent
from parley.store import erasures
from parley.store.schema import messages, sessions
from parley.store.sends import Send, send_all
from parley.store.standing import Ask
from parley.store.units import WriteTransaction, write_alone
from tests import aging
from tests.cast import Person, Room, things
from tests.threads import missed, page, reply, summary


async def bodies(server: Running) -> list[str]:
    """All that the database holds of what was said."""
    rows = await server.services.database.read(
        lambda tx: tx.all(select(messages.c.body).order_by(messages.c.created_at))
    )
    return [row.body for row in rows]


@pytest.fixture
async def asked(lobby: Room, bob: Person) -> Room:
    """The lobby, in which bob has said one thing."""
    await bob.say(lobby, "who is there?")
    return lobby


class TestTakingAway:
    async def test_an_erased_reply_is_not_counted_and_is_again_when_that_is_undone(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        await reply(bob, asked, "one")
        await reply(ada, asked, "two")
        await bob.call("message.react", room=asked.id, thread=1, seq=2, emoji="👍")
        await ada.call("message.erase", room=asked.id, thread=1, seq=2)
        told = await summary(bob, asked)
        assert told is not None
        assert (told["count"], told["first"]) == (1, [bob.id])
        await ada.call("message.restore", room=asked.id, thread=1, seq=2)
        told = await summary(bob, asked)
        assert told is not None
        assert (told["count"], told["first"]) == (2, [bob.id, ada.id])
        back = await bob.call("message.list", room=asked.id, thread=1)
        assert [(tally["seq"], tally["key"]) for tally in back["things"]] == [(2, "👍")]
        assert [(own["seq"], own["emoji"]) for own in back["own"]] == [(2, "👍")]

    async def test_without_a_reply_there_is_no_summary(self, asked: Room, ada: Person, bob: Person) -> None:
        await reply(ada, asked, "one")
        socket = await bob.connect()
        await ada.call("message.erase", room=asked.id, thread=1, seq=1)
        frame = await socket.first(lambda frame: things(frame, "thread"))
        assert "until" in things(frame, "thread")[0]
        assert await summary(bob, asked) is None
        assert (await bob.call("thread.list"))["threads"] == []
        await reply(ada, asked, "again")
        told = await summary(bob, asked)
        assert told is not None
        assert (told["count"], "until" in told) == (1, False)

    async def test_a_reply_that_is_repeated_while_its_root_is_erased_follows_nothing_anew(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        sent = await reply(ada, asked, "one", client_id="late")
        await bob.call("message.erase", room=asked.id, seq=1)
        assert await reply(ada, asked, "one", client_id="late") == sent
        await bob.call("message.restore", room=asked.id, seq=1)
        (followed,) = (await ada.call("thread.list"))["threads"]
        assert followed["follow"]["read"] == 1

    async def test_a_reply_in_the_batch_that_erases_its_root_is_counted_when_that_is_undone(
        self, server: Running, asked: Room, ada: Person, bob: Person
    ) -> None:
        first = await reply(ada, asked, "one")
        room, thread = int(asked.id), int(first["log"].removeprefix("thread:"))

        async def replied_and_erased(tx: WriteTransaction) -> None:
            """The two units of two people, one after the other."""
            session = await tx.one(select(sessions.c.id).where(sessions.c.person == int(ada.id)))
            assert session is not None
            ask = Ask(session.id, int(ada.id), room, log=thread, root=1)
            (sent,) = await send_all(tx, [Send(ask, policies.send, "late", "two")])
            assert isinstance(sent, Sent)
            await erasures.erase(tx, room_log(room), 1, by=int(bob.id))

        await write_alone(server.services.writer, (room_log(room), thread_log(thread)), replied_and_erased)
        await bob.call("message.restore", room=asked.id, seq=1)
        told = await summary(bob, asked)
        assert told is not None
        assert told["count"] == 2

    async def test_a_thread_goes_with_its_root_and_comes_back_with_it(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        sent = await reply(ada, asked, "I am")
        await bob.call("message.erase", room=asked.id, seq=1)
        fields = {"room": asked.id, "thread": 1}
        assert (await ada.refused("message.list", **fields))["code"] == "not_found"
        assert (await ada.refused("message.send", body="x", client_id="x", **fields))["code"] == "not_found"
        assert (await ada.refused("thread.get", room=asked.id, seq=1))["code"] == "not_found"
        assert [frame["type"] for frame in await missed(ada, sent["log"], 0)] == ["gone"]
        assert (await ada.call("thread.list"))["threads"] == []
        await bob.call("message.restore", room=asked.id, seq=1)
        assert await page(ada, asked) == ["I am"]
        told = await summary(ada, asked)
        assert told is not None
        assert told["count"] == 1
        assert len((await ada.call("thread.list"))["threads"]) == 1
        await reply(ada, asked, "still")
        assert await page(ada, asked) == ["I am", "still"]

    async def test_what_was_said_in_it_is_dropped_when_that_cannot_be_undone_any_more(
        self, server: Running, asked: Room, ada: Person, bob: Person
    ) -> None:
        await reply(ada, asked, "I am")
        await bob.call("message.erase", room=asked.id, seq=1)
        await aging.purge(server)
        assert await bodies(server) == [""]

    async def test_retention_takes_threads_with_their_roots(
        self, server: Running, asked: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(asked, "and now?")
        sent = await reply(ada, asked, "old", root=1)
        await reply(ada, asked, "new", root=2)
        await ada.call("room.update", room=asked.id, keep_days=30)
        await aging.forget(server, int(asked.id), 1)
        assert (await ada.refused("message.list", room=asked.id, thread=1))["code"] == "not_found"
        assert [frame["type"] for frame in await missed(ada, sent["log"], 0)] == ["gone"]
        assert [each["root"]["seq"] for each in (await ada.call("thread.list"))["threads"]] == [2]
        assert await bodies(server) == ["and now?", "new"]
