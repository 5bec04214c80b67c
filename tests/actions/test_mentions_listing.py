"""The list of one's mentions: what it has, and in which order."""

from uuid import uuid4

from sqlalchemy import select

from parley.process.app import Running
from parley.store.database import Transaction
from parley.store.mention_tables import mentions
from tests.actions.searching import Search
from tests.cast import PASSWORD, Person, Room
from tests.mentioning import listed, settled, unread


class TestListing:
    async def test_a_search_finds_what_mentions_somebody_by_name(
        self, search: Search, lobby: Room, ada: Person, bob: Person
    ) -> None:
        for body in ("@bob one", "bob two", "@room three", "@ada and @bob four"):
            await ada.say(lobby, body)
        assert await search(bob, "mentions:me") == ["@ada and @bob four", "@bob one"]
        assert await search(bob, "mentions:@ada mentions:bob") == ["@ada and @bob four", "@bob one"]
        assert await search(bob, "bob -mentions:me") == ["bob two"]
        await ada.call("message.edit", room=lobby.id, seq=1, body="nobody one")
        assert await search(bob, "mentions:me") == ["@ada and @bob four"]

    async def test_all_rooms_the_newest_first_a_page_at_a_time(
        self, server: Running, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=bob.id)
        for room, body in ((lobby, "@bob one"), (den, "@bob two"), (lobby, "@bob three")):
            await ada.say(room, body)
            await settled(server)
        assert await listed(server, bob) == [("@bob three", True), ("@bob two", True), ("@bob one", True)]
        first = await bob.call("mention.list", limit=2)
        assert (first["more"], first["unread"], set(first["rooms"])) == (True, 3, {lobby.id, den.id})
        assert set(first["people"]) == {ada.id, bob.id}
        before = first["mentions"][-1]["mention"]["since"]
        assert await listed(server, bob, before=before) == [("@bob one", True)]

    async def test_nobody_who_came_later_to_a_room_without_its_history_is_told(
        self, server: Running, ada: Person, bob: Person
    ) -> None:
        made = await ada.call("room.create", client_id=uuid4().hex, name="Den", kind="private", history="since_join")
        room = Room(made["room"]["id"])
        await ada.call("member.add", room=room.id, person=bob.id)
        await ada.say(room, "@bob")
        await settled(server)
        await bob.call("room.leave", room=room.id)
        await ada.call("member.add", room=room.id, person=bob.id)
        assert await listed(server, bob) == await unread(server, bob) == []

    async def test_a_deleted_account_has_none(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "@bob")
        await settled(server)
        await bob.call("account.delete", password=PASSWORD, messages="keep")
        page = await ada.call("message.list", room=lobby.id)
        assert page["people"][bob.id]["name"] == "Deleted user"

        async def kept(tx: Transaction) -> bool:
            return await tx.one(select(mentions.c.person).limit(1)) is not None

        assert not await server.services.database.read(kept)
