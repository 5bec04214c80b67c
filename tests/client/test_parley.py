"""The client against the real server, through a network that is cut, slow and silent."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

import pytest

from parley.app import Running
from parley.client import Parley
from parley.errors import Conflict, NotFound, Unauthenticated, Unavailable
from parley.protocol.messages import Message
from tests.cast import PASSWORD, PATIENCE, Person, Room, Visitor
from tests.proxy import Proxy

T = TypeVar("T")


async def take(count: int, things: AsyncIterator[T]) -> list[T]:
    """The next so many of them."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(things) for _ in range(count)]


async def until_live(chat: Parley) -> None:
    async with asyncio.timeout(PATIENCE):
        while not chat.is_live:
            await asyncio.sleep(0.01)


def bodies(messages: list[Message]) -> list[str]:
    return [message.body for message in messages]


async def test_signs_in_and_knows_its_rooms(lobby: Room, chat: Parley, bob: Person) -> None:
    assert chat.state.me is not None
    assert chat.state.me.handle == "bob"
    assert [room.info.slug for room in chat.state.rooms.values()] == ["lobby"]
    assert (await chat.me_get()).id == bob.id


async def test_a_wrong_password_is_refused_at_once(network: Proxy, bob: Person) -> None:
    async with Parley(network.url) as chat:
        with pytest.raises(Unauthenticated):
            await chat.sign_in("bob", "not the password")


async def test_a_server_that_is_not_there_is_said_to_be_unavailable(network: Proxy) -> None:
    network.is_down = True
    async with Parley(network.url) as chat:
        with pytest.raises(Unavailable):
            await chat.sign_in("bob", PASSWORD)


async def test_a_refusal_says_which_and_where(chat: Parley) -> None:
    await chat.room_create(name="Annex", slug="annex")
    with pytest.raises(Conflict) as refused:
        await chat.room_create(name="Another annex", slug="annex")
    assert refused.value.field == "slug"
    assert not refused.value.retryable


async def test_follows_a_room(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await chat.room_join(slug="lobby")
    await ada.say(lobby, "before")
    stream = chat.messages(room, after=0)
    assert bodies(await take(1, stream)) == ["before"]
    await ada.say(lobby, "one")
    sent = await chat.message_send(room=room, body="two")
    await ada.say(lobby, "three")
    said = await take(3, stream)
    assert bodies(said) == ["one", "two", "three"]
    assert said[1].client_id == sent.client_id
    assert [message.seq for message in said] == [2, 3, 4]


async def test_what_is_said_while_cut_off_arrives_once_and_in_order(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "0")
    assert bodies(await take(1, stream)) == ["0"]
    for n in range(1, 31):
        await ada.say(lobby, str(n))
        if n % 10 == 3:
            network.cut()
    assert bodies(await take(30, stream)) == [str(n) for n in range(1, 31)]
    assert chat.state.rooms[room].cursor == chat.state.rooms[room].head


async def test_more_than_a_replay_is_read_page_by_page(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    """After a long absence the server sends a reset with the newest page, and the messages before it are fetched."""
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "0")
    await take(1, stream)
    network.is_down = True
    network.cut()
    for start in range(1, 551, 50):
        await asyncio.gather(*(ada.say(lobby, str(n)) for n in range(start, start + 50)))
    network.is_down = False
    said = await take(550, stream)
    assert [message.seq for message in said] == list(range(2, 552))
    assert sorted(map(int, bodies(said))) == list(range(1, 551))


async def test_a_send_cut_before_its_answer_is_sent_again_and_said_once(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    network.cut_at(b'"type":"ok"')
    sent = await chat.message_send(room=room, body="once")
    page = await ada.call("message.list", room=room)
    assert [(message["seq"], message["body"]) for message in page["messages"]] == [(sent.seq, "once")]


async def test_many_sends_over_a_bad_network_are_each_said_once(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    async def cut_again_and_again() -> None:
        while True:
            await asyncio.sleep(0.05)
            network.cut()

    cutting = asyncio.create_task(cut_again_and_again())
    async with asyncio.timeout(PATIENCE):
        sent = await asyncio.gather(*(chat.message_send(room=room, body=str(n)) for n in range(40)))
    cutting.cancel()
    page = await ada.call("message.list", room=room, limit=200)
    assert sorted(int(message["body"]) for message in page["messages"]) == list(range(40))
    assert {one.seq for one in sent} == {message["seq"] for message in page["messages"]}


async def test_a_silent_connection_is_given_up(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "heard")
    await take(1, stream)
    network.silence()
    await ada.say(lobby, "not heard at first")
    assert bodies(await take(1, stream)) == ["not heard at first"]
    assert network.connections > 1


async def test_an_expired_token_is_refreshed_once_for_all_who_ask(
    chat: Parley, server: Running, lobby: Room, room: str, clock: object
) -> None:
    ...


async def test_a_session_that_has_ended_ends_what_follows_it(chat: Parley, lobby: Room, room: str) -> None:
    stream = chat.messages(room)
    listening = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.05)
    await chat.session_end()
    with pytest.raises(Unauthenticated):
        await listening
    with pytest.raises(Unauthenticated):
        await chat.me_get()


async def test_leaving_ends_the_stream(chat: Parley, lobby: Room, room: str) -> None:
    stream = chat.messages(room)
    listening = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.05)
    await chat.room_leave(room=room)
    with pytest.raises(StopAsyncIteration):
        await listening
    assert room not in chat.state.rooms
    with pytest.raises(NotFound):
        await chat.open(room)


async def test_an_error_in_the_programs_own_code_comes_out_as_it_is(network: Proxy, bob: Person) -> None:
    with pytest.raises(ZeroDivisionError):
        async with Parley(network.url) as chat:
            await chat.sign_in("bob", PASSWORD)
            raise ZeroDivisionError
