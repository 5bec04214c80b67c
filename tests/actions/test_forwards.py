"""Forwarding: a copy with its author and its time, and a way to the original for those alone who may read it there."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, func, or_, select

from parley.guard.price import CALL, command_cost
from parley.process.app import Running
from parley.protocol.forwards import ForwardMessage
from parley.protocol.messages import BODY_LIMIT
from parley.settings import Settings
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.erasures import PURGE
from parley.store.forward_tables import forwards
from parley.store.forwards import TAKE_AWAY
from parley.store.leaving import ERASE_MESSAGES
from tests import aging
from tests.actions.polling import ask
from tests.actions.searching import Search
from tests.actions.test_filtering import using
from tests.actions.test_leaving import everything
from tests.cast import PASSWORD, PATIENCE, Frame, Person, Refusal, Room, things
from tests.conftest import with_changes
from tests.mentioning import settled


async def forward(person: Person, source: Room, seq: int, to: Room, note: str = "", **fields: Any) -> Frame:
    command = {"client_id": uuid4().hex, "room": to.id, "source_room": source.id, "source_seq": seq, "note": note}
    return await person.call("message.forward", **command | fields)


async def refused(person: Person, source: Room, seq: int, to: Room, **fields: Any) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refusal:
        await forward(person, source, seq, to, **fields)
    return refusal.value.code, refusal.value.body.get("field")


async def said(person: Person, room: Room, seq: int) -> Frame:
    told = await person.call("message.list", room=room.id, around=seq)
    (message,) = [message for message in told["messages"] if message["seq"] == seq]
    return dict(message)


async def origins(person: Person, room: Room, *seqs: int) -> list[Frame]:
    return list((await person.call("message.origins", room=room.id, seqs=list(seqs)))["origins"])


async def since_join(person: Person) -> Room:
    """A room of this person, in which nobody reads what was said before they came."""
    made = await person.call("room.create", kind="private", name="Den", history="since_join", client_id=uuid4().hex)
    return Room(made["room"]["id"])


async def take_away(server: Running) -> None:
    """What was deleted is gone for good, and so are its copies."""
    await aging.purge(server)
    await do_all(server)


async def do_all(server: Running, of: Room | None = None) -> None:
    """What accounts leave behind, and copies of what is gone. With a room, what is deleted there is gone before."""

    async def pending(tx: Transaction) -> bool:
        which: list[ColumnElement[bool]] = [jobs.c.kind.in_((TAKE_AWAY.name, ERASE_MESSAGES.name))]
        if of is not None:
            which.append(and_(jobs.c.kind == PURGE.name, jobs.c.key.startswith(f"{of.id}:")))
        return await tx.one(select(jobs.c.id).where(or_(*which)).limit(1)) is not None

    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(pending):
            await server.runner.look()
            await asyncio.sleep(0.005)


async def from_somewhere(server: Running) -> int:
    """Of how many messages the server knows where they come from."""

    async def counted(tx: Transaction) -> int:
        row = await tx.one(select(func.count()).select_from(forwards))
        return 0 if row is None else int(row[0])

    return await server.services.database.read(counted)


class TestForwarding:
    async def test_everybody_is_told_the_note_the_text_its_author_and_when(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(den, "one\n\n**two**")
        original = await said(ada, den, 1)
        socket = await bob.connect()
        sent = await forward(ada, den, 1, lobby, "Look:")
        frame = await socket.next("changes")
        (message,) = things(frame, "message")
        assert message["body"] == "Look:\n\n> one\n> \n> **two**"
        assert message["forwarded"] == {"sender": ada.id, "at": original["created_at"], "lines": 3}
        assert (message["seq"], message["sender"], set(frame["people"])) == (sent["seq"], ada.id, {ada.id})
        assert await said(bob, lobby, sent["seq"]) == message

    async def test_without_a_note_it_is_the_quotation_alone(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(bob, lobby, 1, lobby, " \n ")
        message = await said(ada, lobby, sent["seq"])
        assert (message["body"], message["sender"]) == ("> Hello", bob.id)
        assert message["forwarded"]["sender"] == ada.id
        told = await ada.call("message.list", room=lobby.id, after=1)
        assert set(told["people"]) == {ada.id, bob.id}  # the author of the copy is known to who has this page alone

    async def test_a_plain_message_has_nothing_of_it(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "> Hello")
        assert "forwarded" not in await said(ada, lobby, 1)

    async def test_out_of_a_thread(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "What about lunch?")
        await bob.call("message.send", room=lobby.id, client_id="r", body="Soup", thread=1)
        assert await refused(ada, lobby, 9, den, source_thread=1) == ("not_found", "source_seq")
        assert await refused(ada, lobby, 1, den, source_thread=9) == ("not_found", "source_seq")
        await forward(ada, lobby, 1, den, source_thread=1)
        message = await said(ada, den, 1)
        assert (message["body"], message["forwarded"]["sender"]) == ("> Soup", bob.id)
        assert await origins(ada, den, 1) == [
            {"seq": 1, "source_room": lobby.id, "source_seq": 1, "source_thread": 1},
        ]

    async def test_a_forwarded_message_keeps_its_first_origin(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Soup")
        first = await forward(ada, lobby, 1, den, "He says:")
        again = await forward(ada, den, first["seq"], lobby, "You said:")
        message = await said(bob, lobby, again["seq"])
        assert (message["body"], message["forwarded"]["sender"]) == ("You said:\n\n> Soup", bob.id)
        assert await origins(bob, lobby, again["seq"]) == [
            {"seq": again["seq"], "source_room": lobby.id, "source_seq": 1},
        ]

    async def test_a_poll_is_forwarded_in_words(self, lobby: Room, den: Room, ada: Person) -> None:
        await ask(ada, lobby)
        sent = await forward(ada, lobby, 1, den)
        message = await said(ada, den, sent["seq"])
        assert message["body"] == "> Lunch?\n> \n> - Pizza\n> - Sushi\n> - Soup"
        assert "poll" not in message

    async def test_twice_is_once_also_when_the_original_has_gone(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        command = {"client_id": "f", "note": "Look"}
        first = await forward(ada, lobby, 1, den, **command)
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await forward(ada, lobby, 1, den, **command) == first
        for other in ({"note": "See"}, {"source_seq": 2}):
            assert await refused(ada, lobby, 1, den, **command | other) == ("conflict", "client_id")

    async def test_note_and_message_are_not_longer_than_a_message(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "x" * (BODY_LIMIT - 2))
        assert await refused(ada, lobby, 1, den, note="abc") == ("invalid", "note")
        await forward(ada, lobby, 1, den, note="ab")
        await forward(ada, den, 1, lobby)

    async def test_it_cannot_be_edited(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(ada, lobby, 1, den, "Look")
        refusal = await ada.refused("message.edit", room=den.id, seq=sent["seq"], body="I never said that")
        assert refusal["code"] == "forbidden"

    async def test_it_is_deleted_and_comes_back_whole(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        seq = (await forward(ada, lobby, 1, den, "Look"))["seq"]
        before = await said(ada, den, seq)
        await ada.call("message.erase", room=den.id, seq=seq)
        assert "forwarded" not in await said(ada, den, seq)
        await ada.call("message.restore", room=den.id, seq=seq)
        assert await said(ada, den, seq) == before | {"rev": before["rev"] + 2}
        assert len(await origins(ada, den, seq)) == 1

    async def test_a_search_finds_the_copy(self, lobby: Room, den: Room, ada: Person, search: Search) -> None:
        await ada.say(lobby, "The password is swordfish")
        await forward(ada, lobby, 1, den, "Look")
        assert sorted(await search(ada, "swordfish")) == [
            "Look\n\n> The password is swordfish",
            "The password is swordfish",
        ]

    async def test_a_later_edit_does_not_change_the_copy(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(ada, lobby, 1, den)
        await ada.call("message.edit", room=lobby.id, seq=1, body="Good evening")
        assert (await said(ada, den, sent["seq"]))["body"] == "> Hello"
        again = await forward(ada, lobby, 1, den)
        assert (await said(ada, den, again["seq"]))["body"] == "> Good evening"


class TestMentions:
    async def test_the_copy_mentions_nobody(self, lobby: Room, ada: Person, bob: Person, server: Running) -> None:
        await ada.say(lobby, "@bob @room look")
        await settled(server)
        known = await bob.call("mention.list")
        sent = await forward(ada, lobby, 1, lobby, "for later")
        message = await said(bob, lobby, sent["seq"])
        assert "mentions" not in message
        assert "wide" not in message
        await settled(server)
        assert await bob.call("mention.list") == known

    async def test_the_note_does(self, lobby: Room, den: Room, ada: Person, bob: Person, server: Running) -> None:
        await ada.say(den, "Hello @eve")
        sent = await forward(ada, den, 1, lobby, "@bob look")
        assert (await said(bob, lobby, sent["seq"]))["mentions"] == {"bob": bob.id}
        await settled(server)
        assert [one["mention"]["seq"] for one in (await bob.call("mention.list"))["mentions"]] == [sent["seq"]]

    async def test_a_note_calls_everybody_at_the_same_price(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(den, "Hello")
        sent = await forward(ada, den, 1, lobby, "@room look")
        assert (await said(ada, lobby, sent["seq"]))["wide"] == "room"
        command = ForwardMessage(room=lobby.id, client_id="f", source_room=den.id, source_seq=1, note="@room look")
        assert command_cost(command) == CALL
        assert command_cost(replace(command, note="look")) == 0.0


class TestWhoMay:
    async def test_only_what_one_may_read(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        await ada.say(den, "A secret")
        for seq in (1, 2):
            assert await refused(bob, den, seq, lobby) == ("not_found", "source_seq")
        nowhere = Room("1")
        assert await refused(bob, nowhere, 1, lobby) == ("not_found", "source_seq")

    async def test_not_what_was_said_before_one_came(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        den = await since_join(ada)
        await ada.say(den, "Among ourselves")
        await ada.call("member.add", room=den.id, person=bob.id)
        await ada.say(den, "Welcome")
        assert await refused(bob, den, 1, lobby) == ("not_found", "source_seq")
        sent = await forward(bob, den, 2, lobby)
        assert (await said(bob, lobby, sent["seq"]))["body"] == "> Welcome"

    async def test_not_what_was_deleted(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await refused(ada, lobby, 1, den) == ("gone", "source_seq")

    async def test_only_where_one_may_write(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "Hello")
        assert await refused(bob, lobby, 1, den) == ("not_found", "room")
        await ada.call("room.update", room=lobby.id, posting="moderators")
        assert await refused(bob, lobby, 1, lobby) == ("forbidden", None)

    async def test_out_of_an_archived_room_and_not_into_one(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        await ada.call("room.archive", room=lobby.id)
        await forward(ada, lobby, 1, den)
        assert await refused(ada, den, 1, lobby) == ("forbidden", None)


class TestWhatLeaksNot:
    """The den is ada's alone. Bob reads in the lobby what she forwards from it."""

    async def test_no_frame_page_hit_or_quotation_names_the_room(
        self, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person, search: Search
    ) -> None:
        await ada.call("room.update", room=den.id, name="Canary room")
        await ada.say(den, "A canary")
        socket = await bob.connect()
        sent = await forward(ada, den, 1, lobby, "Look")
        await ada.call("message.send", room=lobby.id, client_id="q", body="It sings", reply_to=sent["seq"])
        heard = [await socket.next("changes"), await socket.next("changes")]
        epoch = (await bob.call("sync.get"))["frames"][0]["epoch"]
        answers = [
            await bob.call("message.list", room=lobby.id),
            await bob.call("message.list", room=lobby.id, after=sent["seq"]),
            await bob.call("message.history", room=lobby.id, seq=sent["seq"]),
            await bob.call("sync.get"),
            await bob.call("sync.get", epoch=epoch, cursors={lobby.log: 0}),
            await bob.call("message.save", room=lobby.id, seq=sent["seq"]),
            await bob.call("saved.list"),
        ]
        assert await search(bob, "canary") == ["Look\n\n> A canary"]
        answers.append(await bob.call("search.messages", query="canary"))
        with pytest.raises(Refusal):
            await forward(bob, den, 1, lobby)
        again = await forward(bob, lobby, sent["seq"], lobby)
        answers += [again, await bob.call("message.list", room=lobby.id)]
        answers.append(await bob.call("message.origins", room=lobby.id, seqs=[sent["seq"], again["seq"]]))
        everything = json.dumps([*heard, *answers])
        assert "A canary" in everything
        assert den.id not in everything
        assert "Canary room" not in everything
        assert answers[-1] == {"origins": []}

    async def test_who_may_not_read_the_original_is_answered_as_if_it_were_no_forwarded_message(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(den, "A secret")
        await ada.say(lobby, "Hello")
        await forward(ada, den, 1, lobby)
        assert await origins(bob, lobby, 1, 2, 3) == []
        assert await origins(ada, lobby, 1, 2, 3) == [{"seq": 2, "source_room": den.id, "source_seq": 1}]

    async def test_a_direct_conversation_is_named_only_to_those_in_it(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        answer = await ada.call("direct.open", people=[eve.id])
        direct = Room(answer["room"]["id"])
        await ada.call("member.add", room=lobby.id, person=eve.id)
        await eve.say(direct, "Between us")
        sent = await forward(ada, direct, 1, lobby)
        assert await origins(bob, lobby, sent["seq"]) == []
        assert [one["source_room"] for one in await origins(eve, lobby, sent["seq"])] == [direct.id]

    async def test_a_person_who_came_later_or_has_left_is_told_nothing(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        den = await since_join(ada)
        await ada.say(den, "Among ourselves")
        sent = await forward(ada, den, 1, lobby)
        await ada.call("member.add", room=den.id, person=bob.id)
        assert await origins(bob, lobby, sent["seq"]) == []
        await ada.say(den, "Welcome")
        sent = await forward(ada, den, 2, lobby)
        assert len(await origins(bob, lobby, sent["seq"])) == 1
        await bob.call("room.leave", room=den.id)
        assert await origins(bob, lobby, sent["seq"]) == []

    async def test_nobody_asks_about_a_room_that_they_are_not_in_or_a_message_from_before_they_came(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        assert (await bob.refused("message.origins", room=den.id, seqs=[1]))["code"] == "not_found"
        den = await since_join(ada)
        await ada.call("member.add", room=den.id, person=bob.id)
        assert await origins(bob, den, 1) == []

    async def test_a_deleted_original_has_no_address(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await origins(ada, den, 1) == []


class TestWhenTheOriginalGoes:
    async def test_its_copies_go_once_it_cannot_come_back(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person, search: Search
    ) -> None:
        await bob.say(lobby, "The password is swordfish")
        await forward(ada, lobby, 1, den, "Look")
        await forward(ada, den, 1, den)
        await ada.call("message.send", room=den.id, client_id="r", body="I see", thread=1)
        assert await search(ada, "swordfish") != []
        await bob.call("message.erase", room=lobby.id, seq=1)
        assert (await said(ada, den, 1))["body"].endswith("swordfish")  # bob can still undo it
        socket = await ada.connect()
        await take_away(server)
        told = await socket.first(lambda frame: frame["type"] == "changes" and len(things(frame, "message")) == 2)
        copies = [await said(ada, den, seq) for seq in (1, 2)]
        assert things(told, "message") == copies
        assert [copy["body"] for copy in copies] == ["Look\n\n> …", "> …"]
        assert [copy["forwarded"]["erased"] for copy in copies] == [True, True]
        assert await search(ada, "swordfish") == []
        replies = await ada.call("message.list", room=den.id, thread=1)
        assert [reply["body"] for reply in replies["messages"]] == ["I see"]
        assert await refused(ada, den, 1, lobby) == ("not_found", "source_seq")

    async def test_they_stay_if_it_comes_back(self, server: Running, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        await ada.call("message.erase", room=lobby.id, seq=1)
        await ada.call("message.restore", room=lobby.id, seq=1)
        await take_away(server)
        assert (await said(ada, den, 1))["body"] == "> Hello"

    async def test_a_copy_deleted_meanwhile_does_not_come_back_with_it(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        await bob.call("message.erase", room=lobby.id, seq=1)
        await aging.make_due(server, PURGE.name)
        await ada.call("message.erase", room=den.id, seq=1)
        await do_all(server, of=lobby)
        assert (await ada.refused("message.restore", room=den.id, seq=1))["code"] == "gone"

    async def test_a_deleted_account_takes_its_words_from_everywhere_if_it_is_to(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=eve.id)
        await bob.say(lobby, "Canary7d11")
        await forward(ada, lobby, 1, den, "Look")
        await eve.call("message.report", room=den.id, seq=1, reason="other")
        await ada.call("message.forward", room=lobby.id, client_id="x", source_room=den.id, source_seq=1)
        await bob.call("account.delete", password=PASSWORD, messages="erase")
        await do_all(server)
        assert (await said(ada, den, 1))["body"] == "Look\n\n> …"
        assert (await said(ada, lobby, 2))["body"] == "> …"
        assert "Canary7d11" not in str(await everything(server))

    async def test_also_if_a_room_has_dropped_the_original(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("room.update", room=lobby.id, keep_days=30)
        await bob.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        assert await aging.forget(server, int(lobby.id), 1) == 1
        assert (await said(ada, den, 1))["body"] == "> Hello"  # the den keeps it for as long as the den's rules say
        assert await origins(ada, den, 1) == []
        await bob.call("account.delete", password=PASSWORD, messages="erase")
        await do_all(server)
        assert (await said(ada, den, 1))["body"] == "> …"

    async def test_an_account_that_leaves_its_messages_leaves_the_copies(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        await bob.call("account.delete", password=PASSWORD, messages="keep")
        await do_all(server)
        told = await ada.call("message.list", room=den.id)
        assert told["messages"][0]["body"] == "> Hello"
        assert told["people"][bob.id]["name"] == "Deleted user"

    async def test_a_room_that_drops_a_copy_drops_where_it_came_from(
        self, server: Running, lobby: Room, den: Room, ada: Person
    ) -> None:
        await ada.call("room.update", room=den.id, keep_days=30)
        await ada.say(lobby, "Hello")
        await forward(ada, lobby, 1, den)
        await aging.forget(server, int(den.id), 1)
        assert await from_somewhere(server) == 0
        await forward(ada, lobby, 1, den)
        await ada.call("message.erase", room=den.id, seq=2)
        await aging.purge(server)
        assert await from_somewhere(server) == 0


class TestFilters:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return with_changes(settings, filters=using("without_shouting"), filter_ms=60_000)

    async def test_note_and_copy_pass_them(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "hello")
        sent = await forward(ada, lobby, 1, lobby, "LOOK HERE")
        assert (await said(ada, lobby, sent["seq"]))["body"] == "look here\n\n> hello"
