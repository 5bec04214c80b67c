"""Searching: what is found in which language, and that nobody finds what they may not read."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy import table as table_named

from parley.changes import room_log
from parley.later.search import SEARCH
from parley.process.app import Running
from parley.store import erasures, followers
from parley.store.beside import searched
from parley.store.database import Transaction
from parley.store.search import News
from parley.store.units import WriteTransaction, write_alone
from tests.actions.searching import Search, page
from tests.aging import expire, grow_old
from tests.cast import PATIENCE, Person, Room
from tests.languages import FOUND, SAID


async def test_it_finds_words_of_all_languages(search: Search, lobby: Room, ada: Person) -> None:
    for said in SAID.values():
        await ada.say(lobby, said)
    names = {said: name for name, said in SAID.items()}
    found = {query: {names[one] for one in await search(ada, query)} for query in FOUND}
    assert found == FOUND
    best = {query: {names[one] for one in await search(ada, query, order="best")} for query in FOUND}
    assert best == FOUND


class TestWhoFindsWhat:
    async def test_only_people_of_the_room(
        self, search: Search, den: Room, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ada.say(den, "a secret plan")
        await ada.say(lobby, "an open plan")
        assert await search(ada, "plan") == ["an open plan", "a secret plan"]
        assert await search(bob, "plan") == ["an open plan"]
        assert await search(eve, "plan") == []

    async def test_no_longer_once_one_has_left(self, search: Search, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "a plan")
        assert await search(bob, "plan") == ["a plan"]
        await bob.call("room.leave", room=lobby.id)
        assert await search(bob, "plan") == []
        await bob.call("room.join", slug="lobby")
        assert await search(bob, "plan") == ["a plan"]

    async def test_nothing_from_before_one_came_where_that_is_not_shown(
        self, search: Search, ada: Person, bob: Person
    ) -> None:
        made = await ada.call(
            "room.create", name="Late", kind="public", slug="late", history="since_join", client_id="late"
        )
        late = Room(made["room"]["id"])
        await ada.say(late, "plan one")
        await bob.call("room.join", slug="late")
        await ada.say(late, "plan two")
        assert await search(bob, "plan") == ["plan two"]
        assert await search(ada, "plan") == ["plan two", "plan one"]

    async def test_a_room_that_is_not_there_and_one_of_others_get_one_answer(
        self, den: Room, lobby: Room, ada: Person, eve: Person
    ) -> None:
        await ada.say(den, "a secret plan")
        for query in ("plan in:#nowhere", "plan in:#lobby", f"plan in:{den.id}", "plan in:99", "plan -in:#lobby"):
            refusal = await eve.refused("search.messages", query=query)
            name = query.partition(":")[2].removeprefix("#")
            assert (refusal["code"], refusal["field"]) == ("invalid", "query")
            assert refusal["message"] == f"You are in no room #{name}."
        one, other = [await eve.refused("search.messages", query="plan", room=room) for room in (den.id, "99")]
        assert one["code"] == "not_found"
        assert one["message"] == other["message"]

    async def test_what_is_not_indexed_away_yet_is_not_shown_either(
        self, server: Running, lobby: Room, ada: Person
    ) -> None:
        """The index is a moment behind. What it finds is compared with the message as it is."""
        said = await ada.say(lobby, "the old plan")
        other = await ada.say(lobby, "another plan")
        await page(server, ada, "plan")
        await ada.call("message.edit", room=lobby.id, seq=said["seq"], body="something else")
        await ada.call("message.erase", room=lobby.id, seq=other["seq"])
        assert (await ada.call("search.messages", query="plan"))["hits"] == []


class TestWhatHappensToMessages:
    async def test_edits_and_erasures(self, search: Search, lobby: Room, ada: Person) -> None:
        seq = (await ada.say(lobby, "first words"))["seq"]
        assert await search(ada, "first") == ["first words"]
        await ada.call("message.edit", room=lobby.id, seq=seq, body="second words")
        assert await search(ada, "first") == []
        assert await search(ada, "second") == ["second words"]
        await ada.call("message.erase", room=lobby.id, seq=seq)
        assert await search(ada, "second") == []
        await ada.call("message.restore", room=lobby.id, seq=seq)
        assert await search(ada, "second") == ["second words"]

    async def test_what_is_erased_leaves_the_index_with_it(self, server: Running, lobby: Room, ada: Person) -> None:
        """In the same transaction, however far behind the follower is: a backup of that moment has none of the words.
        What a slow follower puts in during that transaction leaves when the erasure is final.
        """
        seq = (await ada.say(lobby, "words to forget"))["seq"]
        await page(server, ada, "words")
        assert await number_of(server, "searched_words") == 1
        room = int(lobby.id)

        async def work(tx: WriteTransaction) -> list[int]:
            before = await tx.all(select(searched))
            rev = await erasures.erase(tx, room_log(room), seq, by=int(ada.id))
            left = [len(await tx.all(select(searched)))]
            await tx.insert(searched, [tuple(row) for row in before])
            await erasures.purge(tx, erasures.Purge(room=room, seq=seq, rev=rev))
            return [*left, len(await tx.all(select(searched)))]

        assert await write_alone(server.services.writer, (room_log(room),), work) == [0, 0]
        assert await number_of(server, "searched_words") == 0

    async def test_a_slow_writer_brings_nothing_back(self, server: Running, lobby: Room, ada: Person) -> None:
        """It read a message, and writes once somebody has erased it. What it read before that counts no more."""
        seq = (await ada.say(lobby, "words to forget"))["seq"]
        room = room_log(int(lobby.id))
        told = await server.services.database.read(followers.told, SEARCH, room, 0, most=100)

        async def derived(tx: Transaction) -> News:
            return await SEARCH.derive(tx, told)

        async def kept(tx: WriteTransaction) -> None:
            await SEARCH.keep(tx, [slow])

        slow = await server.services.database.read(derived)
        await ada.call("message.erase", room=lobby.id, seq=seq)
        await page(server, ada, "words")  # the server's own follower has heard of the erasure, too
        await write_alone(server.services.writer, (), kept)
        assert [await number_of(server, name) for name in ("searched", "searched_words")] == [0, 0]

    async def test_what_a_room_drops_goes_too(self, server: Running, search: Search, lobby: Room, ada: Person) -> None:
        for body in ("plan one", "plan two", "plan three"):
            await ada.say(lobby, body)
        await search(ada, "plan")
        await ada.call("room.update", room=lobby.id, keep_days=30)
        await grow_old(server, int(lobby.id), 2, days=365)
        await expire(server)
        assert await search(ada, "plan") == ["plan three"]
        assert await number_of(server, "searched_words") == 1

    async def test_so_does_a_room_that_is_deleted(
        self, server: Running, search: Search, den: Room, ada: Person
    ) -> None:
        await ada.say(den, "a plan")
        assert await search(ada, "plan") == ["a plan"]
        await ada.call("room.delete", room=den.id)
        assert await search(ada, "plan") == []
        async with asyncio.timeout(PATIENCE):
            while await number_of(server, "searched_words"):
                await server.runner.look()
                await search(ada, "plan")

    async def test_it_is_found_within_a_second(self, server: Running, lobby: Room, ada: Person) -> None:
        """The server's own follower does it. How long it rests is in its line; a busy machine may take longer."""
        assert SEARCH.rest_seconds < 0.5
        await ada.say(lobby, "a plan")
        async with asyncio.timeout(PATIENCE):
            while not (await ada.call("search.messages", query="plan"))["hits"]:
                pass

    async def test_built_anew_it_is_the_same(self, server: Running, search: Search, lobby: Room, ada: Person) -> None:
        """While it is built anew, everything is found."""
        for body in ("plan one", "plan two"):
            await ada.say(lobby, body)
        assert await search(ada, "plan") == ["plan two", "plan one"]

        async def void(tx: WriteTransaction) -> None:
            await followers.make_void(tx, SEARCH)

        await write_alone(server.services.writer, (), void)
        assert len((await ada.call("search.messages", query="plan"))["hits"]) == 2
        assert await search(ada, "plan") == ["plan two", "plan one"]
        assert await number_of(server, "searched_words") == 2


class TestPages:
    @pytest.mark.parametrize("order", ["newest", "best"])
    async def test_they_follow_each_other_without_a_hole(
        self, server: Running, lobby: Room, ada: Person, order: str
    ) -> None:
        for number in range(25):
            await ada.say(lobby, f"plan {number}" if number % 5 else f"a planned {number}")
        found: list[int] = []
        after: str | None = None
        while True:
            further = {} if after is None else {"after": after}
            answer = await page(server, ada, "plan", order=order, limit=4, **further)
            found += [hit["message"]["seq"] for hit in answer["hits"]]
            # What is said meanwhile belongs to a new search.
            await ada.say(lobby, "plan more")
            after = answer["next"]
            if after is None:
                break
        assert len(found) == len(set(found)) == 25
        if order == "newest":
            assert found == sorted(found, reverse=True)
        else:
            assert [seq % 5 for seq in found[20:]] == [1] * 5, "whole words come first"

    async def test_the_newest_come_first_whatever_the_room(
        self, search: Search, lobby: Room, den: Room, ada: Person
    ) -> None:
        for number, room in enumerate((lobby, den, lobby, den)):
            await ada.say(room, f"plan {number}")
        assert await search(ada, "plan") == ["plan 3", "plan 2", "plan 1", "plan 0"]

    async def test_old_messages_are_found_where_the_index_came_later(
        self, server: Running, lobby: Room, ada: Person
    ) -> None:
        for number in range(120):
            await ada.say(lobby, f"plan {number}")
        assert len((await page(server, ada, "plan", limit=50))["hits"]) == 50
        assert await number_of(server, "searched") == 120


async def number_of(server: Running, table: str) -> int:
    row = await server.services.database.read(
        lambda tx: tx.one(select(func.count().label("n")).select_from(table_named(table)))
    )
    assert row is not None
    return int(row.n)
