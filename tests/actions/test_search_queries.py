"""Searching: filters, what a hit shows, and queries that make no sense."""

from datetime import UTC, datetime, timedelta

import pytest

from parley.process.app import Running
from tests.actions.searching import Search, page
from tests.aging import grow_old
from tests.cast import Person, Room


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

    async def test_what_people_pinned_and_saved(
        self, search: Search, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        for room, body in ((lobby, "plan one"), (lobby, "plan two"), (lobby, "plan three"), (den, "plan of ada")):
            await ada.say(room, body)
        for room, seq in ((lobby, 1), (lobby, 3), (den, 1)):
            await ada.call("message.pin", room=room.id, seq=seq)
        await ada.call("message.unpin", room=lobby.id, seq=3)
        for person, room, seq in ((ada, lobby, 2), (bob, lobby, 1), (bob, lobby, 2), (ada, den, 1)):
            await person.call("message.save", room=room.id, seq=seq)
        await bob.call("message.unsave", room=lobby.id, seq=2)
        assert await search(ada, "has:pin") == ["plan of ada", "plan one"]
        assert await search(bob, "has:pin") == ["plan one"]
        assert await search(ada, "plan -has:pin") == ["plan three", "plan two"]
        assert await search(ada, "is:saved") == ["plan of ada", "plan two"]
        assert await search(bob, "plan is:saved", order="best") == ["plan one"]
        assert await search(bob, "plan -is:saved") == ["plan three", "plan two"]
        assert await search(ada, "is:saved has:pin of") == ["plan of ada"]
        assert await search(ada, "is:saved has:pin in:#lobby") == []
        assert await search(ada, "is:saved draft") == []
        await ada.call("message.erase", room=den.id, seq=1)
        assert await search(ada, "has:pin") == ["plan one"]

    async def test_what_one_saved_in_a_room_that_one_has_left(
        self, search: Search, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "a plan")
        await ada.call("message.pin", room=lobby.id, seq=1)
        await bob.call("message.save", room=lobby.id, seq=1)
        await bob.call("room.leave", room=lobby.id)
        assert await search(bob, "is:saved") == []
        assert await search(bob, "has:pin") == []

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
    for after in ("0", "1.2.3", "9" * 60, f"{'9' * 30}.9.9", "~7", "~1.2.3"):
        for order in ("newest", "best"):
            await ada.call("search.messages", query="plan", order=order, after=after)
    for after in ("x", "1.2", "-1", "1;2", "~", "~~1"):
        assert (await ada.refused("search.messages", query="plan", after=after))["code"] == "invalid"
