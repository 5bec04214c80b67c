"""Reminders: due at their time on every device, and about nothing that their person may not see."""

import asyncio

from parley.basics.times import DAY
from parley.process.app import Running
from parley.protocol.reminders import REMINDERS_LIMIT
from tests import aging
from tests.actions.ordering import SOON_MS, at, pass_time, remind, reminded
from tests.cast import Person, Room, things
from tests.conftest import Clock


async def test_one_is_due_at_its_time_on_all_devices_and_nobody_else_knows(
    server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
) -> None:
    await bob.say(lobby, "Read this")
    mine, his = await ada.connect(), await bob.connect()
    own = await remind(ada, at(clock), room=lobby.id, seq=1)
    assert (own["room"], own["seq"], own.get("due")) == (lobby.id, 1, None)
    await remind(ada, at(clock, 2 * SOON_MS), text=" Buy milk ")
    assert await reminded(ada) == [("", False, "Read this"), ("Buy milk", False, None)]
    await pass_time(server, clock)
    told = await mine.first(lambda frame: any(each.get("due") for each in things(frame, "reminder")))
    assert [each["id"] for each in things(told, "reminder")] == [own["id"]]
    assert await reminded(ada) == [("", True, "Read this"), ("Buy milk", False, None)]
    await his.ping()
    assert not his.frames
    assert await reminded(bob) == []
    found = await ada.call("reminder.list")
    assert (set(found["rooms"]), set(found["people"])) == ({lobby.id}, {bob.id})


async def test_it_can_be_snoozed_and_completed(server: Running, clock: Clock, ada: Person) -> None:
    own = await remind(ada, at(clock), text="Milk")
    await pass_time(server, clock)
    again = await ada.call("reminder.update", reminder=own["id"], at=at(clock), text="Oat milk")
    assert "due" not in again
    assert await reminded(ada) == [("Oat milk", False, None)]
    await pass_time(server, clock)
    assert await reminded(ada) == [("Oat milk", True, None)]
    done = await ada.call("reminder.complete", reminder=own["id"])
    assert (done["until"], done.get("text", "")) == (done["rev"], "")
    assert await ada.call("reminder.complete", reminder=own["id"]) == done
    assert await reminded(ada) == []
    assert (await ada.refused("reminder.update", reminder=own["id"], at=at(clock)))["code"] == "gone"


async def test_one_that_is_completed_before_its_time_never_comes(server: Running, clock: Clock, ada: Person) -> None:
    own = await remind(ada, at(clock), text="Milk")
    await ada.call("reminder.complete", reminder=own["id"])
    socket = await ada.connect()
    await pass_time(server, clock)
    await socket.ping()
    assert not socket.frames


async def test_one_about_a_reply_in_a_thread(server: Running, clock: Clock, lobby: Room, ada: Person) -> None:
    await ada.say(lobby, "root")
    await ada.call("message.send", room=lobby.id, thread=1, client_id="r", body="reply")
    await remind(ada, at(clock), room=lobby.id, thread=1, seq=1, text="answer it")
    await pass_time(server, clock)
    assert await reminded(ada) == [("answer it", True, "reply")]


async def test_it_goes_with_its_message_once_that_cannot_be_undone(
    server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
) -> None:
    for body in ("one", "two"):
        await bob.say(lobby, body)
    due = await remind(ada, at(clock), room=lobby.id, seq=1)
    await remind(ada, at(clock, DAY), room=lobby.id, seq=2)
    await pass_time(server, clock)
    for seq in (1, 2):
        await bob.call("message.erase", room=lobby.id, seq=seq)
    assert await reminded(ada) == [("", True, None), ("", False, None)]
    await bob.call("message.restore", room=lobby.id, seq=2)
    socket = await ada.connect()
    await aging.purge(server)
    gone = await socket.first(lambda frame: bool(things(frame, "reminder")))
    assert [(each["id"], "until" in each) for each in things(gone, "reminder")] == [(due["id"], True)]
    assert await reminded(ada) == [("", False, "two")]


async def test_what_cannot_be_seen_any_more_is_not_shown_and_ends_at_its_time(
    server: Running, clock: Clock, lobby: Room, ada: Person, bob: Person
) -> None:
    await ada.say(lobby, "one")
    await remind(bob, at(clock), room=lobby.id, seq=1)
    await bob.call("room.leave", room=lobby.id)
    found = await bob.call("reminder.list")
    assert ([each["message"] for each in found["reminders"]], found["rooms"], found["people"]) == ([None], {}, {})
    await pass_time(server, clock)
    assert await reminded(bob) == []


async def test_what_is_refused(clock: Clock, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
    await ada.say(den, "mine")
    await ada.say(lobby, "ours")
    told = {"client_id": "c", "at": at(clock)}
    assert (await bob.refused("reminder.create", **told))["field"] == "text"
    assert (await bob.refused("reminder.create", text=" ", **told))["field"] == "text"
    assert (await bob.refused("reminder.create", text="x" * 501, **told))["field"] == "text"
    assert (await bob.refused("reminder.create", room=lobby.id, **told))["field"] == "seq"
    assert (await bob.refused("reminder.create", seq=1, **told))["field"] == "room"
    assert (await bob.refused("reminder.create", text="t", thread=1, **told))["field"] == "thread"
    assert (await bob.refused("reminder.create", room=den.id, seq=1, **told))["code"] == "not_found"
    assert (await bob.refused("reminder.create", room=lobby.id, seq=9, **told))["code"] == "not_found"
    await ada.call("message.erase", room=lobby.id, seq=1)
    assert (await bob.refused("reminder.create", room=lobby.id, seq=1, **told))["code"] == "gone"
    own = await remind(ada, at(clock), text="mine")
    for verb in ("reminder.update", "reminder.complete"):
        assert (await bob.refused(verb, reminder=own["id"]))["code"] == "not_found"
    assert (await ada.refused("reminder.update", reminder=own["id"], text=""))["field"] == "text"


async def test_twice_is_once_and_there_is_a_most(clock: Clock, ada: Person) -> None:
    when = at(clock, DAY)
    fields = {"client_id": "c", "text": "milk", "at": when}
    assert await ada.call("reminder.create", **fields) == await ada.call("reminder.create", **fields)
    assert (await ada.refused("reminder.create", **fields | {"text": "beer"}))["field"] == "client_id"
    await asyncio.gather(*(remind(ada, when, text=f"{n}") for n in range(REMINDERS_LIMIT - 1)))
    assert (await ada.refused("reminder.create", client_id="d", text="beer", at=when))["code"] == "conflict"
