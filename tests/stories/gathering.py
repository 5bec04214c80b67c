"""What people do with rooms, and with who is in them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from tests import aging
from tests.cast import Room
from tests.recorder import Recorder
from tests.stories.deed import Act, Json

if TYPE_CHECKING:
    from tests.stories.world import World


async def make(world: "World", device: Recorder, _: Json, much: int) -> None:
    kind: Json = {"kind": "private"} if much == 1 else {"slug": f"room-{uuid4().hex[:12]}"}
    history = "since_join" if much > 4 else "all"
    made = await device.person.call("room.create", client_id=uuid4().hex, name=f"Room {much}", history=history, **kind)
    world.rooms.append(made["room"])


async def join(_: "World", device: Recorder, room: Json, much: int) -> None:
    if room["slug"]:
        await device.person.call("room.join", slug=room["slug"])


async def leave(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("room.leave", room=room["id"])


async def add(world: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.add", room=room["id"], person=world.somebody(much))


async def invite(world: "World", device: Recorder, room: Json, much: int) -> None:
    made = await device.person.call("invite.create", client_id=uuid4().hex, rooms=[room["id"]])
    await world.people[much % len(world.people)].call("invite.accept", token=made["token"])


async def remove(world: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.remove", room=room["id"], person=world.somebody(much))


async def ban(world: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.ban", room=room["id"], person=world.somebody(much))


async def unban(world: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.unban", room=room["id"], person=world.somebody(much))


async def give_role(world: "World", device: Recorder, room: Json, much: int) -> None:
    role = ("owner", "moderator", "member")[much % 3]
    await device.person.call("member.set_role", room=room["id"], person=world.somebody(much), role=role)


async def open_direct(world: "World", device: Recorder, room: Json, much: int) -> None:
    made = await device.person.call("direct.open", people=[world.somebody(n) for n in range(much % 3)])
    await device.person.say(Room(made["room"]["id"]), "psst")


async def close(_: "World", device: Recorder, room: Json, much: int) -> None:
    for verb in ("room.archive", "room.unarchive"):
        await device.person.call(verb, room=room["id"])


async def show_notices(_: "World", device: Recorder, room: Json, much: int) -> None:
    """Two times in three what happens leaves notices from then on, and this is the first of it."""
    await device.person.call("room.update", room=room["id"], notices=much % 3 > 0, topic=f"about {much}")


async def forget(world: "World", _: Recorder, room: Json, much: int) -> None:
    """The room's owner lets it forget, and what is old is dropped, which changes what everybody reads from now on."""
    owner = next(person for person in world.people if person.id == room["created_by"])
    await owner.call("room.update", room=room["id"], keep_days=30)
    await aging.forget(world.server, int(room["id"]), much)


DEEDS: Mapping[str, Act] = {
    "make": make,
    "join": join,
    "leave": leave,
    "add": add,
    "invite": invite,
    "remove": remove,
    "ban": ban,
    "unban": unban,
    "give a role": give_role,
    "open direct": open_direct,
    "close": close,
    "show notices": show_notices,
    "forget": forget,
}
