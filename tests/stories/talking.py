"""What people do with messages, those of threads too."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.cast import Room
from tests.recorder import Recorder
from tests.stories.deed import Act, Json

if TYPE_CHECKING:
    from tests.stories.world import World

EMOJI = ("👍", "🎉")


async def say(_: "World", device: Recorder, room: Json, much: int) -> None:
    await asyncio.gather(*(device.person.say(Room(room["id"]), f"{n} of {much}") for n in range(much)))


async def say_too_much(world: "World", device: Recorder, room: Json, much: int) -> None:
    """Say more than the server replays, so that a client that was away begins again with the newest page."""
    for _ in range(11):
        await asyncio.gather(*(device.person.say(Room(room["id"]), f"blah {n}") for n in range(50)))


async def reply(_: "World", device: Recorder, room: Json, much: int) -> None:
    """To two messages at once, which may be far back, and then to a reply."""
    for seq in (much, much + 2):
        command = {"client_id": uuid4().hex, "body": f"to {seq}", "reply_to": seq}
        await device.person.call("message.send", room=room["id"], **command)


async def reply_in_thread(_: "World", device: Recorder, room: Json, much: int) -> None:
    """In two threads at once, and in one of them in the room as well."""
    said = {"room": room["id"], "body": f"about {much}"}
    await asyncio.gather(
        device.person.call("message.send", client_id=uuid4().hex, thread=much, **said),
        device.person.call("message.send", client_id=uuid4().hex, thread=much + 1, also_in_room=True, **said),
    )


async def mention(world: "World", device: Recorder, room: Json, much: int) -> None:
    """One of the people, or everybody, or those who are online."""
    names = ("room", "here", *(person.handle for person in world.people))
    await device.person.say(Room(room["id"]), f"@{names[much % len(names)]}")


async def mention_group(world: "World", device: Recorder, room: Json, much: int) -> None:
    """A group with some of the people in it, or all."""
    owner = world.people[0]
    group = await owner.call("group.create", client_id="story", handle="story", name="Story")
    await owner.call("group.add", group=group["id"], people=[person.id for person in world.people[: 1 + much % 3]])
    await device.person.say(Room(room["id"]), "@story")


async def mention_in_thread(world: "World", device: Recorder, room: Json, much: int) -> None:
    command = {"client_id": uuid4().hex, "body": " ".join(f"@{person.handle}" for person in world.people)}
    await device.person.call("message.send", room=room["id"], thread=much, **command)


async def change_thread(_: "World", device: Recorder, room: Json, much: int) -> None:
    """What was replied is reacted to, edited and erased, each if it may be."""
    place = {"room": room["id"], "thread": much}
    await device.person.call("message.react", seq=1, emoji=EMOJI[0], **place)
    await device.person.call("message.edit", seq=1, body=f"better {uuid4().hex[:4]}", **place)
    await device.person.call("message.erase", seq=2, **place)


async def erase(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.erase", room=room["id"], seq=much)


async def restore(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.restore", room=room["id"], seq=much)


async def edit(_: "World", device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.edit", room=room["id"], seq=much, body=f"better {uuid4().hex[:4]}")


async def react(_: "World", device: Recorder, room: Json, much: int) -> None:
    """To two messages at once, so that one batch has several."""
    emoji = EMOJI[much % len(EMOJI)]
    await asyncio.gather(
        *(device.person.call("message.react", room=room["id"], seq=seq, emoji=emoji) for seq in (much, much + 1))
    )


async def unreact(_: "World", device: Recorder, room: Json, much: int) -> None:
    for emoji in EMOJI:
        await device.person.call("message.unreact", room=room["id"], seq=much, emoji=emoji)


async def ask_in_poll(_: "World", device: Recorder, room: Json, much: int) -> None:
    """A poll in the room, and one in a thread."""
    poll = {"question": f"Which of {much}?", "options": ["a", "b", "c"], "multiple": much % 2 == 0}
    place: Json
    for place in ({}, {"thread": much}):
        is_anonymous = much % 3 == 0
        command = {"client_id": uuid4().hex, "room": room["id"], "anonymous": is_anonymous}
        await device.person.call("poll.create", **poll, **command, **place)


async def vote(_: "World", device: Recorder, room: Json, much: int) -> None:
    """In the last two polls that this device shows, or in one of a thread."""
    polls = [said.seq for said in device.shown(room["id"]) if said.poll]
    for seq in polls[-2:]:
        poll = device.state.rooms[room["id"]].poll(seq)
        options = [] if poll is None or much % 4 == 0 else [much % 3, (much + 1) % 3][: 1 + poll.multiple]
        await device.person.call("poll.vote", room=room["id"], seq=seq, options=options)
    await device.person.call("poll.vote", room=room["id"], thread=much, seq=1, options=[0])


async def close_poll(_: "World", device: Recorder, room: Json, much: int) -> None:
    polls = [said.seq for said in device.shown(room["id"]) if said.poll]
    for seq in polls[-much:]:
        await device.person.call("poll.close", room=room["id"], seq=seq)


async def forward(_: "World", device: Recorder, room: Json, much: int) -> None:
    """A message of the room, and then what came of that."""
    source = {"source_room": room["id"], "source_seq": much, "note": f"about {much}"}
    sent = await device.person.call("message.forward", room=room["id"], client_id=uuid4().hex, **source)
    again = {"source_room": room["id"], "source_seq": sent["seq"]}
    await device.person.call("message.forward", room=room["id"], client_id=uuid4().hex, **again)


async def pin(_: "World", device: Recorder, room: Json, much: int) -> None:
    """One pin goes and another comes, so that both can be about the same message soon."""
    for verb, seq in (("pin", much), ("unpin", much + 1), ("pin", much + 2)):
        await device.person.call(f"message.{verb}", room=room["id"], seq=seq)


DEEDS: Mapping[str, Act] = {
    "say": say,
    "say too much": say_too_much,
    "reply": reply,
    "reply in thread": reply_in_thread,
    "mention": mention,
    "mention group": mention_group,
    "mention in thread": mention_in_thread,
    "change thread": change_thread,
    "erase": erase,
    "restore": restore,
    "edit": edit,
    "react": react,
    "unreact": unreact,
    "ask in a poll": ask_in_poll,
    "vote": vote,
    "close a poll": close_poll,
    "forward": forward,
    "pin": pin,
}
