"""Searching with a slip in a word: found if nothing else is, and only by who may read it."""

import pytest

from parley.process.app import Running
from tests.actions.searching import Search, page
from tests.cast import Frame, Person, Room


def said(answer: Frame) -> list[str]:
    return [hit["message"]["body"] for hit in answer["hits"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mesage", "a message for you"),
        ("mesage for", "a message for you"),
        ("messege you from:me", "a message for you"),
        ("acommodatoin", "our accommodation"),
        ("сервиры", "Серверы перезапущены"),
        ("adress", "the address is example.org"),
        ("adress example.org", "the address is example.org"),
    ],
)
async def test_it_is_found(server: Running, lobby: Room, ada: Person, query: str, found: str) -> None:
    for body in ("a message for you", "our accommodation", "Серверы перезапущены", "the address is example.org"):
        await ada.say(lobby, body)
    answer = await page(server, ada, query)
    assert (said(answer), answer["nearly"]) == ([found], True)
    best = await ada.call("search.messages", query=query, order="best")
    assert said(best) == [found]


async def test_what_was_meant_is_marked(server: Running, lobby: Room, ada: Person) -> None:
    await ada.say(lobby, "two messages")
    (hit,) = (await page(server, ada, "mesage"))["hits"]
    assert hit["parts"] == [{"text": "two "}, {"text": "messages", "match": True}]


async def test_only_if_nothing_has_the_word_itself(server: Running, lobby: Room, ada: Person) -> None:
    for body in ("a massage", "a message"):
        await ada.say(lobby, body)
    answer = await page(server, ada, "massage")
    assert (said(answer), answer["nearly"]) == (["a massage"], False)


@pytest.mark.parametrize("query", ['"mesage"', "mess -mesage nothing", "nothing", "mesage in:#lobby nothing", "msge"])
async def test_not_with_other_words(server: Running, lobby: Room, ada: Person, query: str) -> None:
    """Quoted, left out, short, and words that are missing altogether."""
    await ada.say(lobby, "a message")
    answer = await page(server, ada, query)
    assert (said(answer), answer["nearly"]) == ([], False)


async def test_a_near_word_that_is_left_out_stays_out(search: Search, lobby: Room, ada: Person) -> None:
    for body in ("a message", "a message, a draft"):
        await ada.say(lobby, body)
    assert await search(ada, "mesage -draft") == ["a message"]


async def test_only_what_one_may_read(search: Search, den: Room, lobby: Room, ada: Person, bob: Person) -> None:
    await ada.say(den, "a secret message")
    await ada.say(lobby, "an open message")
    assert await search(bob, "mesage") == ["an open message"]
    assert await search(ada, "mesage") == ["an open message", "a secret message"]


@pytest.mark.parametrize("order", ["newest", "best"])
async def test_pages_follow_each_other(server: Running, lobby: Room, ada: Person, order: str) -> None:
    """Also past what only begins like it."""
    for number in range(13):
        await ada.say(lobby, f"message {number}")
        await ada.say(lobby, f"mess {number}")
    found: list[int] = []
    after: str | None = None
    while True:
        answer = await page(server, ada, "mesage", order=order, limit=5, after=after)
        assert answer["nearly"] == bool(answer["hits"])
        found += [hit["message"]["seq"] for hit in answer["hits"]]
        after = answer["next"]
        if after is None:
            break
    assert found == list(range(25, 0, -2))
