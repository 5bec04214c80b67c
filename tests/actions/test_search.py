"""Searching: what is found in which language, and that nobody finds what they may not read."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy import table as table_named

from parley.changes import room_log
from parley.later.followers import Following
from parley.later.search import SEARCH
from parley.process.app import Running
from parley.store import followers
from parley.store.database import Transaction
from parley.store.followers import Effect
from parley.store.units import WriteTransaction, write_alone
from tests.aging import expire, grow_old
from tests.cast import PATIENCE, Frame, Person, Room
from tests.languages import FOUND, SAID

Search = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def search(server: Running) -> Search:
    """The texts that a person finds, once all has been indexed."""

    async def found(person: Person, query: str, **fields: Any) -> list[str]:
        return [hit["message"]["body"] for hit in (await page(server, person, query, **fields))["hits"]]

    return found


async def page(server: Running, person: Person, query: str, **fields: Any) -> Frame:
    await Following(server.services, (SEARCH,)).look()
    return await person.call("search.messages", query=query, **fields)


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

    async def test_nothing_of_what_was_erased_stays_in_the_index(
        self, server: Running, lobby: Room, ada: Person
    ) -> None:
        seq = (await ada.say(lobby, "words to forget"))["seq"]
        await page(server, ada, "words")
        assert await number_of(server, "searched_words") == 1
        await ada.call("message.erase", room=lobby.id, seq=seq)
        await page(server, ada, "words")
        assert [await number_of(server, name) for name in ("searched", "searched_words")] == [0, 0]

    async def test_a_slow_writer_brings_nothing_back(self, server: Running, lobby: Room, ada: Person) -> None:
        """It read a message, and writes once somebody has erased it. What it read before that counts no more."""
        seq = (await ada.say(lobby, "words to forget"))["seq"]
        room = room_log(int(lobby.id))
        told = await server.services.database.read(followers.told, room, 0, most=100)

        async def derived(tx: Transaction) -> Effect:
            return await SEARCH.derive(tx, told)

        slow = await server.services.database.read(derived)
        await ada.call("message.erase", room=lobby.id, seq=seq)
        await write_alone(server.services.writer, (), slow)
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


class TestFilters:
    async def test_people_rooms_and_links(
        self, search: Search, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "plan of ada")
        await bob.say(lobby, "plan of bob https://example.org")
        await ada.say(den, "plan in the den")
        assert await search(ada, "plan from:@bob") == ["plan of bob https://example.org"]
        assert await search(ada, "plan from:me in:#lobby") == ["plan of ada"]
        assert await search(ada, "plan -from:@Ada") == ["plan of bob https://example.org"]
        assert await search(ada, "from:bob from:ada in:lobby plan -has:link") == ["plan of ada"]
        assert await search(ada, "plan from:@nobody") == []
        assert await search(ada, f"in:{den.id}") == ["plan in the den"]
        assert await search(ada, "plan -in:#lobby") == ["plan in the den"]
        assert await search(ada, "plan", room=den.id) == ["plan in the den"]
        assert await search(ada, "plan in:#lobby", room=den.id) == []
        assert await search(ada, "has:link") == ["plan of bob https://example.org"]

    async def test_days(self, server: Running, search: Search, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "an old plan")
        await grow_old(server, int(lobby.id), 1, days=400)
        await ada.say(lobby, "a new plan")
        today = datetime.now(UTC).date()
        assert await search(ada, f"plan before:{today}") == ["an old plan"]
        assert await search(ada, f"plan after:{today - timedelta(days=2)}") == ["a new plan"]
        then = today - timedelta(days=400)
        assert await search(ada, f"plan during:{then.year}") == ["an old plan"]
        assert await search(ada, f"before:{today}") == ["an old plan"]
        assert await search(ada, "plan before:9998-01") == ["a new plan", "an old plan"]
        assert await search(ada, "after:9998") == []


class TestHits:
    async def test_the_parts_are_the_text_around_the_match(self, server: Running, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "See <b>Résumé</b> & foo_bar: 我住在上海")
        (hit,) = (await page(server, ada, "resume bar 上海"))["hits"]
        assert "".join(part["text"] for part in hit["parts"]) == "See <b>Résumé</b> & foo_bar: 我住在上海"
        assert [part["text"] for part in hit["parts"] if part.get("match")] == ["Résumé", "bar", "上海"]

    async def test_of_a_long_text_a_part(self, server: Running, lobby: Room, ada: Person) -> None:
        said = f"{'before ' * 200}the needle{' after' * 200}"
        await ada.say(lobby, said)
        (hit,) = (await page(server, ada, "needle"))["hits"]
        shown = "".join(part["text"] for part in hit["parts"])
        assert shown in said
        assert "the needle after" in shown
        assert (hit["cut_before"], hit["cut_after"], len(shown) <= 300) == (True, True, True)

    async def test_whoever_said_it_is_named(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "a plan")
        assert (await page(server, ada, "plan"))["people"][bob.id]["handle"] == "bob"


HOSTILE = [
    "-",
    "-plan",
    "!!!",
    '"',
    '""',
    '"""""',
    "🎉",
    "from:",
    "from:@",
    "in:",
    "in:#",
    "has:",
    "has:cats",
    "before:",
    "before:yesterday",
    "before:2026-02-31",
    "after:2026-13-01",
    "during:0000",
    "-before:2026-01-01",
    "a " * 100,
    "in:#../etc",
    "in:\x00",
    "plan\x00",
    "-from:\x00 plan",
    "before:9999",
    "x" * 10_000,
    "",
]
HARMLESS = [
    '"plan',
    'plan"',
    'pl"an',
    "plan*",
    "plan AND",
    "plan OR NOT",
    "NEAR(plan, 2)",
    "words:plan",
    "(plan",
    "plan & !",
    "plan <-> 'x':*",
    "'; DROP TABLE messages; --",
    "plan' OR '1'='1",
    "{words} : plan",
    "^plan",
    "plan\\",
    "%_plan",
    "from:x:y:z plan",
    "from:@' plan",
    "#17 @5 +link plan",
    "plan \ud7a4\uffff\U0010ffff\u200d\u202e",
    "\u0301\u0301plan",
    "上" * 500,
    "a" * 900,
]


@pytest.mark.parametrize("order", ["newest", "best"])
async def test_a_query_that_says_nothing_is_explained(lobby: Room, ada: Person, order: str) -> None:
    for query in HOSTILE:
        refusal = await ada.refused("search.messages", query=query, order=order)
        assert refusal["code"] == "invalid", query
        assert refusal["field"] == "query"
        assert refusal["message"].endswith("."), refusal


@pytest.mark.parametrize("order", ["newest", "best"])
async def test_no_query_is_read_as_the_databases_own_language(
    server: Running, lobby: Room, ada: Person, order: str
) -> None:
    await ada.say(lobby, "a plan")
    await page(server, ada, "plan")
    for query in HARMLESS:
        answer = await ada.call("search.messages", query=query, order=order)
        assert len(answer["hits"]) <= 1, query
    assert len((await ada.call("search.messages", query='"plan', order=order))["hits"]) == 1


async def test_a_cursor_of_ones_own_making_finds_nothing_else(server: Running, lobby: Room, ada: Person) -> None:
    await ada.say(lobby, "a plan")
    await page(server, ada, "plan")
    for after in ("0", "1.2.3", "9" * 60, f"{'9' * 30}.9.9"):
        for order in ("newest", "best"):
            await ada.call("search.messages", query="plan", order=order, after=after)
    for after in ("x", "1.2", "-1", "1;2"):
        assert (await ada.refused("search.messages", query="plan", after=after))["code"] == "invalid"


async def number_of(server: Running, table: str) -> int:
    row = await server.services.database.read(
        lambda tx: tx.one(select(func.count().label("n")).select_from(table_named(table)))
    )
    assert row is not None
    return int(row.n)
