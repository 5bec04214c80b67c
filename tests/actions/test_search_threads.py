"""Finding what was said in threads."""

import pytest

from parley.process.app import Running
from tests import aging
from tests.actions.searching import Search, page
from tests.cast import Person, Room
from tests.threads import reply


@pytest.fixture
async def planned(lobby: Room, ada: Person, bob: Person) -> Room:
    """A plan in the lobby, and two replies about it."""
    await ada.say(lobby, "a plan")
    await reply(bob, lobby, "which plan?")
    await reply(ada, lobby, "the new plan")
    return lobby


async def test_replies_are_found_and_say_in_which_thread_they_are(server: Running, planned: Room, bob: Person) -> None:
    hits = (await page(server, bob, "plan"))["hits"]
    assert [(hit["message"].get("thread"), hit["message"]["seq"]) for hit in hits] == [(1, 2), (1, 1), (None, 1)]
    assert {hit["message"]["room"] for hit in hits} == {planned.id}


async def test_replies_are_chosen_and_left_out(search: Search, planned: Room, bob: Person) -> None:
    assert await search(bob, "plan is:thread") == ["the new plan", "which plan?"]
    assert await search(bob, "plan -is:thread") == ["a plan"]
    assert await search(bob, "is:thread from:me") == ["which plan?"]
    assert await search(bob, "plan in:#lobby is:thread from:@ada") == ["the new plan"]
    assert (await bob.refused("search.messages", query="is:nothing"))["code"] == "invalid"


async def test_who_may_not_see_the_root_finds_nothing(search: Search, ada: Person, bob: Person, eve: Person) -> None:
    fields = {"name": "Late", "kind": "public", "slug": "late", "history": "since_join"}
    late = Room((await ada.call("room.create", client_id="late", **fields))["room"]["id"])
    await ada.say(late, "early")
    await bob.call("room.join", slug="late")
    await reply(ada, late, "a plan")
    assert await search(ada, "plan") == ["a plan"]
    assert await search(bob, "plan") == []
    assert await search(eve, "plan") == []


async def test_a_thread_whose_root_is_erased_is_not_found_and_is_again_when_that_is_undone(
    server: Running, search: Search, planned: Room, ada: Person, bob: Person
) -> None:
    await ada.call("message.erase", room=planned.id, seq=1)
    assert await search(bob, "plan") == []
    await ada.call("message.restore", room=planned.id, seq=1)
    assert await search(bob, "plan") == ["the new plan", "which plan?", "a plan"]
    await ada.call("message.erase", room=planned.id, seq=1)
    await aging.purge(server)
    assert await search(bob, "plan") == []


async def test_after_a_leaving_nothing_is_found(search: Search, planned: Room, bob: Person) -> None:
    await bob.call("room.leave", room=planned.id)
    assert await search(bob, "plan") == []
