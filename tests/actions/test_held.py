"""Messages that filters hold: what their author hears, what moderators decide, and how the wait ends."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from parley.actions import held as actions
from parley.basics.times import DAY
from parley.later.sessions import CLEAN
from parley.process.app import Running
from parley.settings import Settings
from parley.store import held, jobs
from parley.store.database import Transaction
from parley.store.report_tables import held as table
from parley.store.reports import KEPT_MS
from parley.store.units import WriteTransaction, write_alone
from tests.actions.audited import audited
from tests.actions.ordering import at, pass_time, pending, schedule, texts
from tests.cast import PASSWORD, Frame, Person, Refusal, Room, Socket, Visitor, things
from tests.conftest import Clock, with_changes

LINK = "Look: https://watches.example"
WAITS = "This waits for a moderator, and others see it once one has let it through: "
ROOT = 1


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    words = tmp_path / "words.txt"
    words.write_text("? frob\nslur\n? slippery slur\n")
    filters = "tests.guard.filter_cases:without_shouting,tests.guard.filter_cases:cautious"
    return with_changes(settings, filters=filters, filter_words=str(words), filter_ms=60_000)


@pytest.fixture
async def place(lobby: Room, bob: Person, eve: Person, ada: Person) -> Room:
    """The lobby, where eve is a moderator, and where bob has said something."""
    await eve.call("room.join", slug="lobby")
    await ada.call("member.set_role", room=lobby.id, person=eve.id, role="moderator")
    await bob.say(lobby, "Good morning")
    return lobby


async def send(person: Person, room: Room, body: str = LINK, client_id: str = "w", **fields: Any) -> Frame:
    """Texts that cannot wait are refused."""
    return await person.refused("message.send", room=room.id, client_id=client_id, body=body, **fields)


async def waiting(person: Person, **fields: Any) -> list[Frame]:
    page = await person.call("held.list", **fields)
    assert set(page["people"]) == {one["sender"] for one in page["held"]}
    return list(page["held"])


async def own(person: Person) -> list[Frame]:
    """As the verb lists it, and as a device that comes now is told."""
    listed = (await person.call("held.list_own"))["held"]
    assert things((await person.call("sync.get"))["frames"][0], "held") == listed
    return list(listed)


async def rows(server: Running) -> list[Any]:
    async def all_of(tx: Transaction) -> list[Any]:
        return list(await tx.all(select(table)))

    return await server.services.database.read(all_of)


async def clean(server: Running) -> None:
    """The job that forgets."""

    async def due(tx: WriteTransaction) -> None:
        await jobs.bring_forward(tx, CLEAN, to=tx.now)

    await write_alone(server.services.writer, (), due)
    await server.runner.look()


async def signals(socket: Socket) -> list[str]:
    await socket.ask("me.get")
    return [frame["kind"] for frame in socket.frames if frame["type"] == "signal"]


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
