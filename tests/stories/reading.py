"""What people's devices do: they read, lose their connections and come back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.recorder import Recorder
from tests.stories.deed import Act, Json

if TYPE_CHECKING:
    from tests.stories.world import World


async def open_(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.open(room["id"])


async def open_thread(_: "World", device: Recorder, room: Json, much: int) -> None:
    if device.shown(room["id"]):
        await device.open_thread(room["id"], much)


async def mark_read(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.mark("read.mark", room["id"], much)


async def mark_unread(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.mark("read.unread", room["id"], much)


async def look_back(_: "World", device: Recorder, room: Json, much: int) -> None:
    if messages := device.shown(room["id"]):
        await device.page(room["id"], before=messages[0].seq)


async def look_on(_: "World", device: Recorder, room: Json, much: int) -> None:
    if messages := device.shown(room["id"]):
        await device.page(room["id"], after=messages[-1].seq)


async def look_around(_: "World", device: Recorder, room: Json, much: int) -> None:
    if device.shown(room["id"]):
        await device.page(room["id"], around=much)


async def lose_the_connection(_: "World", device: Recorder, room: Json, much: int) -> None:
    device.cut()


async def come_back(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.connect()


async def ask(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.sync()


DEEDS: Mapping[str, Act] = {
    "open": open_,
    "open thread": open_thread,
    "mark read": mark_read,
    "mark unread": mark_unread,
    "look back": look_back,
    "look on": look_on,
    "look around": look_around,
    "lose the connection": lose_the_connection,
    "come back": come_back,
    "ask": ask,
}
