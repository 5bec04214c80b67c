"""Forwarded copies when their original, its room or its author goes."""

from parley.process.app import Running
from parley.store.erasures import PURGE
from tests import aging
from tests.actions.forwarding import do_all, forward, from_somewhere, origins, refused, said, take_away
from tests.actions.searching import Search
from tests.actions.test_leaving import everything
from tests.cast import PASSWORD, Person, Room, things


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
