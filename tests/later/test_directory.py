"""What the list of rooms says about each: how many are in it, and how much is said there."""

from functools import partial

import msgspec

from parley.basics.times import DAY
from parley.later.directory import DIRECTORY, FOLLOWERS
from parley.later.followers import Following
from parley.process.app import Running
from parley.store import directory, followers
from parley.store.units import write_alone
from tests.aging import forget
from tests.cast import Frame, Person, Room
from tests.conftest import Clock


async def listed(server: Running, person: Person, room: Room) -> Frame | None:
    await Following(server.services, FOLLOWERS).look()
    found: Frame | None = (await person.call("room.list"))["counters"].get(room.id)
    return found


async def test_who_is_there_and_what_is_said(server: Running, lobby: Room, ada: Person, bob: Person) -> None:
    first = await ada.say(lobby, "one")
    await bob.say(lobby, "two")
    counters = await listed(server, ada, lobby)
    page = await ada.call("message.list", room=lobby.id)
    last_at = page["messages"][-1]["created_at"]
    assert counters == {"members": 2, "last_message_at": last_at, "messages_in_week": 2}
    await bob.call("room.leave", room=lobby.id)
    await ada.call("message.edit", room=lobby.id, seq=first["seq"], body="one, better")
    assert await listed(server, ada, lobby) == {"members": 1, "last_message_at": last_at, "messages_in_week": 2}


async def test_coming_and_going_while_nobody_counts(
    server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
) -> None:
    await listed(server, ada, lobby)
    for person in (bob, eve):
        await person.call("room.join", slug="lobby")
        await person.call("room.leave", room=lobby.id)
    await eve.call("room.join", slug="lobby")
    counters = await listed(server, ada, lobby)
    assert counters is not None
    assert counters["members"] == 2


async def test_an_edit_before_it_is_counted_counts_once(server: Running, lobby: Room, ada: Person) -> None:
    for text in ("one", "two", "three"):
        await ada.say(lobby, text)
    await ada.call("message.edit", room=lobby.id, seq=1, body="one, better")
    await ada.call("message.erase", room=lobby.id, seq=2)
    counters = await listed(server, ada, lobby)
    assert counters is not None
    assert counters["messages_in_week"] == 3
    await ada.call("message.edit", room=lobby.id, seq=3, body="three, better")
    counters = await listed(server, ada, lobby)
    assert counters is not None
    assert counters["messages_in_week"] == 3


async def test_a_week_later_it_is_quiet(server: Running, lobby: Room, ada: Person, clock: Clock) -> None:
    await ada.say(lobby, "one")
    before = await listed(server, ada, lobby)
    clock.advance(ms=8 * DAY)
    room, now = int(lobby.id), server.services.now()
    counters = (await server.services.database.read(directory.shown, [room], now))[lobby.id]
    assert before is not None
    assert msgspec.to_builtins(counters) == before | {"messages_in_week": 0}


async def test_only_what_one_may_know_of(server: Running, den: Room, lobby: Room, ada: Person, eve: Person) -> None:
    await ada.say(den, "a secret")
    assert await listed(server, ada, den) is not None
    assert await listed(server, eve, den) is None
    assert await listed(server, eve, lobby) is not None


async def test_counted_anew_it_is_the_same(server: Running, lobby: Room, ada: Person, bob: Person) -> None:
    for text in ("one", "two", "three"):
        await ada.say(lobby, text)
    before = await listed(server, ada, lobby)
    await write_alone(server.services.writer, (), partial(followers.make_void, follower=DIRECTORY))
    assert await listed(server, ada, lobby) == before


async def test_a_room_that_forgets_is_counted_on(server: Running, lobby: Room, ada: Person) -> None:
    await ada.call("room.update", room=lobby.id, keep_days=30)
    for text in ("one", "two"):
        await ada.say(lobby, text)
    await listed(server, ada, lobby)
    await forget(server, int(lobby.id), upto=2)
    await ada.say(lobby, "three")
    counters = await listed(server, ada, lobby)
    assert counters is not None
    assert counters["messages_in_week"] == 3
