"""What filters make of what people write, and what it costs others when they fail."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.ordering import at, pass_time, pending, schedule, texts
from tests.cast import Person, Refusal, Room, Socket
from tests.conftest import Clock, with_changes

CASES = "tests.guard.filter_cases"
FAILED = "The filters of this server failed"
QUICK_MS = 2_000


def using(*names: str) -> str:
    return ",".join(f"{CASES}:{name}" for name in names)


class TestGoodOnes:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        filters = using("without_shouting", "strict", "telling")
        return with_changes(settings, filters=filters, filter_ms=60_000)

    async def test_what_they_let_pass_is_said_as_it_is(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello  there")
        assert await texts(ada, lobby) == ["Hello  there"]

    async def test_what_they_change_is_said_as_they_leave_it(self, lobby: Room, ada: Person, bob: Person) -> None:
        his = await bob.connect()
        sent = await ada.say(lobby, "HELLO", client_id="loud")
        (message,) = await his.messages(lobby, 1)
        assert (message["body"], message["client_id"]) == ("hello", "loud")
        assert await ada.say(lobby, "HELLO", client_id="loud") == sent

    async def test_what_they_refuse_is_not_said_and_its_author_reads_why(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        for door in (ada.call, socket.ask):
            with pytest.raises(Refusal) as refused:
                await door("message.send", room=lobby.id, client_id="plan", body="my secret plan")
            assert refused.value.code == "forbidden"
            assert "This server does not let that through: no message of plans" in str(refused.value)
        assert await texts(ada, lobby) == []

    async def test_each_is_given_what_those_before_it_left(self, lobby: Room, ada: Person) -> None:
        refused = await ada.refused("message.send", room=lobby.id, client_id="plan", body="MY SECRET PLAN")
        assert refused["field"] == "body"

    async def test_they_are_told_who_says_it_and_where(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "who am I")
        await ada.call("message.send", room=lobby.id, client_id="r", body="who am I", thread=1)
        await ada.call("message.edit", room=lobby.id, seq=1, body="who am I")
        thread = await ada.call("message.list", room=lobby.id, thread=1)
        assert await texts(ada, lobby) == [f"edit {ada.id} {lobby.id} None"]
        assert [reply["body"] for reply in thread["messages"]] == [f"message {ada.id} {lobby.id} 1"]

    async def test_no_setting_of_the_server_goes_along(
        self, lobby: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PARLEY_SECRET", "s" * 40)
        await ada.say(lobby, "what do you know")
        assert await texts(ada, lobby) == ["nothing"]

    async def test_an_edit_that_is_refused_changes_nothing(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        refused = await ada.refused("message.edit", room=lobby.id, seq=1, body="our secret plan")
        assert "no edit of plans" in refused["message"]
        assert await texts(ada, lobby) == ["Hello"]

    async def test_a_poll_is_looked_at_whole(self, lobby: Room, ada: Person) -> None:
        poll = {"room": lobby.id, "question": "Lunch?", "options": ["Soup", "A secret plan"]}
        refused = await ada.refused("poll.create", client_id="p", **poll)
        assert "no poll of plans" in refused["message"]
        await ada.call("poll.create", client_id="q", room=lobby.id, question="LUNCH?", options=["SOUP", "RICE"])
        assert await texts(ada, lobby) == ["lunch?\n\n- soup\n- rice"]

    async def test_a_scheduled_message_is_looked_at_when_it_is_scheduled_and_when_it_is_sent(
        self, server: Running, clock: Clock, lobby: Room, ada: Person
    ) -> None:
        with pytest.raises(Refusal, match="no scheduled of plans"):
            await schedule(ada, lobby, at(clock), "a secret plan")
        own = await schedule(ada, lobby, at(clock), "LATER")
        other = await schedule(ada, lobby, at(clock), "later still")
        await ada.call("scheduled.update", scheduled=own["id"], body="STILL LATER")
        await ada.call("scheduled.update", scheduled=other["id"], body="the secret plan")
        await pass_time(server, clock)
        assert await texts(ada, lobby) == ["still later"]
        ((body, failed),) = await pending(ada)
        assert body == "the secret plan"
        assert "no scheduled of plans" in str(failed)

    async def test_what_one_person_writes_stays_in_order(self, lobby: Room, ada: Person) -> None:
        bodies = [f"LOUD {n}" if n % 3 else f"quiet {n}" for n in range(60)]
        await all_at_once(await ada.connect(), lobby, bodies)
        assert await texts(ada, lobby, limit=200) == [body.lower() for body in bodies]


class TestBadOnes:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return with_changes(settings, filters=using("troublesome"), filter_ms=QUICK_MS)

    @pytest.mark.parametrize("body", ["raise", "die", "empty", "long", "nonsense"])
    async def test_what_they_fail_at_is_not_said_and_others_go_on(
        self, body: str, lobby: Room, ada: Person, bob: Person
    ) -> None:
        with pytest.raises(Refusal, match=FAILED):
            await ada.say(lobby, body)
        await asyncio.gather(ada.say(lobby, "one"), bob.say(lobby, "two"))
        assert sorted(await texts(ada, lobby)) == ["one", "two"]

    async def test_a_poll_stays_one(self, lobby: Room, ada: Person) -> None:
        refused = await ada.refused("poll.create", client_id="p", room=lobby.id, question="lines?", options=["a", "b"])
        assert "no poll" in refused["message"]

    async def test_one_that_hangs_is_ended_and_its_author_waits(self, lobby: Room, ada: Person, bob: Person) -> None:
        hung = asyncio.create_task(ada.refused(**say(lobby, "hang")))
        behind = asyncio.create_task(bob.say(lobby, "one"))
        assert FAILED in (await hung)["message"]
        await behind
        refused = await ada.refused(**say(lobby, "two"))
        assert refused["code"] == "rate_limited"
        assert 0 < refused["retry_after_ms"] <= 60_000
        assert await texts(bob, lobby) == ["one"]

    async def test_the_log_says_what_went_wrong_and_not_what_was_written(
        self, lobby: Room, ada: Person, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(Refusal):
            await ada.say(lobby, "raise")
        assert "LookupError at " in caplog.text
        assert "LookupError('raise')" not in caplog.text


class TestWhereFailingLetsPass:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return with_changes(settings, filters=using("troublesome"), filter_ms=QUICK_MS, filter_failing="pass")

    @pytest.mark.parametrize("body", ["raise", "die", "long", "hang"])
    async def test_it_is_said_as_it_was_written(self, body: str, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, body)
        assert await texts(ada, lobby) == [body]


class TestAWordList:
    @pytest.fixture
    def settings(self, settings: Settings, tmp_path: Path) -> Settings:
        words = tmp_path / "words.txt"
        words.write_text("# what nobody says here\nfrob\n")
        return with_changes(settings, filter_words=str(words), filter_ms=60_000)

    async def test_refuses_its_words_in_the_readers_language(self, lobby: Room, ada: Person) -> None:
        refused = await ada.refused(**say(lobby, "What a FRÖB!"))
        assert refused["message"] == "A word in this is not allowed on this server. Take it out, and send it again."
        ada.headers["Accept-Language"] = "de"
        assert (await ada.refused(**say(lobby, "frob")))["message"].startswith("Ein Wort darin ist")
        await ada.say(lobby, "frobs are fine")

    async def test_is_read_again_when_it_has_changed(self, lobby: Room, ada: Person, settings: Settings) -> None:
        await ada.say(lobby, "a gadget")
        await asyncio.to_thread(Path(settings.filter_words).write_text, "gadget\n")
        assert (await ada.refused(**say(lobby, "a gadget")))["code"] == "forbidden"
        await ada.say(lobby, "frob")


def say(room: Room, body: str) -> dict[str, str]:
    return {"verb": "message.send", "room": room.id, "client_id": uuid4().hex, "body": body}


async def all_at_once(socket: Socket, room: Room, bodies: list[str]) -> None:
    for ref, body in enumerate(bodies):
        socket.write({"type": "message.send", "ref": ref, "room": room.id, "client_id": f"{ref}", "body": body})
    for ref in range(len(bodies)):
        assert (await socket.first(lambda frame, ref=ref: frame.get("ref") == ref))["type"] == "ok"
