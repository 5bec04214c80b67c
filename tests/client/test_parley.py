"""The client against the real server, through a network that is cut, slow and silent."""

import asyncio

import pytest

from parley.changes import THE_SERVER
from parley.client import Parley, Timing
from parley.errors import Conflict, NotFound, Unauthenticated, Unavailable
from parley.process.app import Running
from parley.protocol.rooms import RoomDetails
from parley.store import facts
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PASSWORD, PATIENCE, Person, Room
from tests.client.waiting import bodies, take, until
from tests.proxy import Proxy


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


async def test_refusals_are_in_the_language_that_it_is_made_with(network: Proxy, bob: Person) -> None:
    """Over HTTP before signing in, and over the socket after it."""
    async with Parley(network.url, language="de") as german:
        with pytest.raises(Unauthenticated, match="Handle oder Passwort ist falsch"):
            await german.sign_in("bob", "not the password")
        await german.sign_in("bob", PASSWORD)
        assert german.is_live
        with pytest.raises(NotFound, match="Diesen Raum gibt es nicht"):
            await german.message_send(room="1", body="hi")


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


async def test_who_waits_to_ask_again_waits_no_longer_than_the_connection_is_away(
    chat: Parley, network: Proxy, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.client.parley.backoff", lambda attempt: 1_000 * PATIENCE)
    network.cut_at(b'"type":"ok"')
    async with asyncio.timeout(PATIENCE):
        assert (await chat.message_send(room=room, body="once")).seq == 1


async def test_many_sends_over_a_bad_network_are_each_said_once(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    async def cut_again_and_again() -> None:
        pause = 0.05
        while True:
            await asyncio.sleep(pause)
            network.cut()
            pause *= 1.1  # so that it ends on a slow machine, too

    cutting = asyncio.create_task(cut_again_and_again())
    async with asyncio.timeout(PATIENCE):
        sent = await asyncio.gather(*(chat.message_send(room=room, body=str(n)) for n in range(40)))
    cutting.cancel()
    page = await ada.call("message.list", room=room, limit=200)
    assert sorted(int(message["body"]) for message in page["messages"]) == list(range(40))
    assert {one.seq for one in sent} == {message["seq"] for message in page["messages"]}


async def test_a_silent_connection_is_given_up(
    network: Proxy, ada: Person, bob: Person, lobby: Room, room: str
) -> None:
    async with Parley(network.url, timing=Timing(dead_after=1.5)) as chat:
        await chat.sign_in(bob.handle, PASSWORD)
        stream = chat.messages(room, after=0)
        await ada.say(lobby, "heard")
        await take(1, stream)
        network.silence()
        await ada.say(lobby, "not heard at first")
        assert bodies(await take(1, stream)) == ["not heard at first"]
        assert network.connections > 1


async def test_a_lost_frame_is_noticed_by_the_next_one_and_read_again(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "first")
    await take(1, stream)
    network.lose(b"never arrives")
    await ada.say(lobby, "never arrives by itself")
    await ada.say(lobby, "arrives")
    assert bodies(await take(2, stream)) == ["never arrives by itself", "arrives"]
    assert network.from_client.count(b"GET /ws") == 1


async def test_a_lost_last_frame_is_noticed_by_the_beat(
    chat: Parley, server: Running, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "first")
    await take(1, stream)
    network.lose(b"never arrives")
    await ada.say(lobby, "never arrives by itself")
    await asyncio.sleep(0.05)
    server.hub.beat()
    assert bodies(await take(1, stream)) == ["never arrives by itself"]


async def test_nothing_is_missed_while_a_room_is_being_opened(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    network.delay = 0.03
    stream = chat.messages(room, after=0)
    hearing = asyncio.ensure_future(take(20, stream))
    for n in range(20):
        await ada.say(lobby, str(n))
    assert bodies(await hearing) == [str(n) for n in range(20)]


async def test_what_is_said_while_a_rooms_details_are_read_stays(
    chat: Parley, ada: Person, lobby: Room, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = chat._details

    async def read_slowly(room: str) -> RoomDetails:
        details = await read(room)
        await ada.say(lobby, "meanwhile")
        await until(lambda: chat.state.rooms[room].newest_seq == 1)
        return details

    monkeypatch.setattr(chat, "_details", read_slowly)
    opened = await chat.open(room)
    assert [message.body for message in opened.messages] == ["meanwhile"]
    assert opened.cursor == opened.head


async def test_a_session_that_is_still_good_is_refreshed_when_the_socket_says_otherwise(
    chat: Parley, server: Running, network: Proxy
) -> None:
    for receiver in server.hub.receivers():
        receiver.end_session()
    await until(lambda: chat.is_live and network.from_client.count(b"GET /ws") == 2)
    assert network.from_client.count(b"/api/sessions/refresh") == 1


async def test_too_slow_a_reader_resumes(
    chat: Parley, server: Running, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "first")
    await take(1, stream)
    for _ in range(2):  # nothing is heard between the two: the server closes with 4408
        server.hub.beat()
    await ada.say(lobby, "second")
    assert bodies(await take(1, stream)) == ["second"]
    assert network.from_client.count(b"GET /ws") == 2


async def test_keeps_to_the_time_that_a_stopping_server_names(chat: Parley, server: Running) -> None:
    told = asyncio.get_running_loop().time()
    for receiver in server.hub.receivers():
        receiver.drain(400)
    await until(lambda: not chat.is_live)
    await until(lambda: chat.is_live)
    assert asyncio.get_running_loop().time() - told > 0.35


async def test_a_session_that_has_ended_ends_what_follows_it(chat: Parley, lobby: Room, room: str) -> None:
    stream = chat.messages(room)
    listening = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.05)
    await chat.session_end()
    with pytest.raises(Unauthenticated):
        await listening
    with pytest.raises(Unauthenticated):
        await chat.me_get()


async def test_another_epoch_drops_the_state_and_goes_on(
    chat: Parley, server: Running, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "before")
    await take(1, stream)
    before = chat.state.epoch

    async def restored(tx: WriteTransaction) -> None:
        await facts.put(tx, facts.EPOCH, "another")

    await write_alone(server.services.writer, (THE_SERVER,), restored)
    network.cut()
    await until(lambda: chat.is_live and chat.state.epoch != before)
    assert chat.state.rooms[room].cursor is None
    await ada.say(lobby, "after")
    assert bodies(await take(1, stream)) == ["after"]


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
    async def program() -> None:
        async with Parley(network.url) as chat:
            await chat.sign_in("bob", PASSWORD)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await program()
