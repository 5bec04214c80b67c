"""What people do in threads, for tests."""

from typing import Any
from uuid import uuid4

from tests.cast import Frame, Person, Room


async def reply(person: Person, room: Room, body: str, root: int = 1, **more: Any) -> Frame:
    fields = {"client_id": uuid4().hex, **more}
    return await person.call("message.send", room=room.id, thread=root, body=body, **fields)


async def page(person: Person, room: Room, root: int = 1) -> list[str]:
    told = await person.call("message.list", room=room.id, thread=root)
    return [message["body"] for message in told["messages"]]


async def summary(person: Person, room: Room, root: int = 1) -> Frame | None:
    thread: Frame | None = (await person.call("thread.get", room=room.id, seq=root))["thread"]
    return thread


async def missed(person: Person, log: str, cursor: int) -> list[Frame]:
    first = await person.call("sync.get")
    told = await person.call("sync.get", epoch=first["frames"][0]["epoch"], cursors={log: cursor})
    return [frame for frame in told["frames"] if frame.get("log") == log and frame["type"] != "welcome"]
