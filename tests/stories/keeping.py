"""What people have for themselves alone, and what they tell of themselves."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.changes import person_log
from parley.protocol.messages import SendMessage
from parley.store import held
from parley.store.units import WriteTransaction, write_alone
from tests.recorder import Recorder
from tests.stories.deed import Act, Json

if TYPE_CHECKING:
    from tests.stories.world import World


async def save(_: "World", device: Recorder, room: Json, much: int) -> None:
    for verb, seq in (("save", much), ("unsave", much + 1), ("save", much + 2)):
        await device.person.call(f"message.{verb}", room=room["id"], seq=seq)


async def schedule(_: "World", device: Recorder, room: Json, much: int) -> None:
    """One that stays and is changed, and one that is cancelled."""
    at = rfc3339(now_ms() + much * HOUR)
    made = [
        await device.person.call("scheduled.create", room=room["id"], client_id=uuid4().hex, body=f"at {much}", at=at)
        for _ in range(2)
    ]
    await device.person.call("scheduled.update", scheduled=made[0]["id"], body=f"better at {much}")
    await device.person.call("scheduled.cancel", scheduled=made[1]["id"])


async def remind(_: "World", device: Recorder, room: Json, much: int) -> None:
    """Of a message and of a text; the one of before is completed."""
    at = rfc3339(now_ms() + much * HOUR)
    for known in (await device.person.call("reminder.list"))["reminders"][:1]:
        await device.person.call("reminder.complete", reminder=known["reminder"]["id"])
    await device.person.call("reminder.create", client_id=uuid4().hex, at=at, text=f"milk {much}")
    await device.person.call("reminder.create", client_id=uuid4().hex, at=at, room=room["id"], seq=much)


async def hold_back(world: "World", device: Recorder, room: Json, much: int) -> None:
    """As a filter does, which this server has none of. What was held before is withdrawn, or dropped by somebody."""
    person = int(device.person.id)
    waiting = [one["id"] for one in (await device.person.call("held.list_own"))["held"]]
    for known in waiting[much % 2 :]:
        await device.person.call("held.withdraw", held=known)
    command = SendMessage(room=room["id"], client_id=uuid4().hex, body=f"held {much}", also_in_room=False)

    async def work(tx: WriteTransaction) -> None:
        for known in waiting[: much % 2]:
            if (row := await held.by_id(tx, int(known))) is not None and held.is_waiting(row):
                await held.drop(tx, row)
        await held.add(tx, person, command, digest=bytes(16), reason="")

    await write_alone(world.server.services.writer, (person_log(person),), work, changes=())


async def block(world: "World", device: Recorder, _: Json, much: int) -> None:
    for verb, person in (("add", much), ("remove", much + 1)):
        if (whom := world.somebody(person)) != device.person.id:
            await device.person.call(f"block.{verb}", person=whom)


async def write_draft(_: "World", device: Recorder, room: Json, much: int) -> None:
    """In the room, and in a thread; one of them is thrown away."""
    for thread, body in ((0, f"{much} of"), (much, "a reply"), (0, "" if much % 2 else f"{much} of many")):
        await device.person.call("draft.put", room=room["id"], thread=thread, body=body)


async def arrange(world: "World", device: Recorder, room: Json, much: int) -> None:
    """A room among the favourites, and before or after the first of all rooms; another one is none any more."""
    first = world.rooms[0]["id"]
    await device.person.call("room.unfavourite", room=world.rooms[much % len(world.rooms)]["id"])
    await device.person.call("room.favourite", room=first)
    await device.person.call("room.favourite", room=room["id"], before=first if much % 2 else None)


async def sort(world: "World", device: Recorder, room: Json, much: int) -> None:
    """A room into a section, of which there are three at most, and before or after the first of all rooms; the first
    section is renamed, moved or deleted, and another room is in none any more.
    """
    person, first = device.person, world.rooms[0]["id"]
    there = (await person.call("section.list"))["sections"]
    if len(there) < 3:
        name = f"Section {uuid4().hex}"
        there.append(await person.call("section.create", client_id=uuid4().hex, name=name))
    section = there[-1]["id"]
    await person.call("section.put_room", room=first, section=section)
    await person.call("section.put_room", room=room["id"], section=section, before=first if much % 2 else None)
    await person.call("section.take_room", room=world.rooms[much % len(world.rooms)]["id"])
    await person.call("section.rename", section=there[0]["id"], name=f"Section {uuid4().hex}")
    await person.call("section.move", section=there[0]["id"])
    if much % 3 == 0:
        await person.call("section.delete", section=there[0]["id"])


async def mute(world: "World", device: Recorder, room: Json, much: int) -> None:
    """A room for some hours or for ever; another one is not muted any more."""
    ends_at = rfc3339(now_ms() + much * HOUR) if much % 2 else None
    level = "mentions" if much % 3 else "nothing"
    await device.person.call("room.unmute", room=world.rooms[much % len(world.rooms)]["id"])
    await device.person.call("room.mute", room=room["id"], level=level, ends_at=ends_at)


async def change_oneself(_: "World", device: Recorder, __: Json, much: int) -> None:
    await device.person.call("me.update", pronouns=f"p{much}", status={"text": "busy" if much % 2 else ""})


async def follow_thread(_: "World", device: Recorder, room: Json, much: int) -> None:
    for verb, seq in (("follow", much), ("unfollow", much + 1)):
        await device.person.call(f"thread.{verb}", room=room["id"], seq=seq)
    await device.person.call("thread.mark", room=room["id"], seq=much, read=1)


DEEDS: Mapping[str, Act] = {
    "save": save,
    "schedule": schedule,
    "hold_back": hold_back,
    "remind": remind,
    "block": block,
    "write a draft": write_draft,
    "arrange": arrange,
    "sort": sort,
    "mute": mute,
    "change oneself": change_oneself,
    "follow thread": follow_thread,
}
