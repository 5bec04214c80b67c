"""Forwarding: only what one may read, and nobody learns of a place that they may not see."""

import json

import pytest

from tests.actions.forwarding import forward, origins, refused, said, since_join
from tests.actions.searching import Search
from tests.cast import Person, Refusal, Room


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
