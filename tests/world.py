"""A small world for stories: people with two devices each, rooms, and what they do there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.client.talks import is_thread_log
from parley.process.app import Running
from tests import aging
from tests.cast import PATIENCE, Person, Refusal, Room, things
from tests.mentioning import settled
from tests.recorder import Recorder

DEVICES = 2
EMOJI = ("👍", "🎉")
Json = dict[str, Any]


class World:
    """The people of one story, their devices and its rooms."""

    def __init__(self, server: Running, people: list[Person]) -> None:
        self.server = server
        self.people = people
        self.devices = [Recorder(person) for person in people for _ in range(DEVICES)]
        self.rooms: list[Json] = []

    async def begin(self) -> None:
        """One room with everybody in it, open on each person's first device."""
        await make(self, self.devices[0], {}, 2)
        room = self.rooms[0]
        for person in self.people[1:]:
            await person.call("room.join", slug=room["slug"])
        await self.settle()
        await self.happen(*(("open", who, 0, 1) for who in range(0, len(self.devices), DEVICES)))

    async def happen(self, *deeds: "Deed") -> None:
        """All at the same time, while what was sent before may or may not have arrived."""
        await asyncio.gather(*(self._do(*deed) for deed in deeds))
        await asyncio.gather(*(device.catch_up() for device in self.devices))

    async def settle(self) -> None:
        """Everybody connects anew, and waits until what they know is the newest there is."""
        # What was erased ten seconds ago is forgotten, with the reminders of it. That must not happen between what
        # people know and the snapshot that it is compared with.
        await aging.purge(self.server)
        await settled(self.server)
        for device in self.devices:
            await device.connect()
            newest = (await device.person.call("sync.get"))["frames"][0]
            async with asyncio.timeout(PATIENCE):
                while not has_caught_up(device, newest):
                    await asyncio.sleep(0.005)
                    await device.catch_up()
            if any(map(is_thread_log, device.state.logs)):
                await device.sync()  # a welcome does not say which threads are gone

    async def part(self) -> None:
        """Nobody stays in a room, so that the next story begins as this one did."""
        for device in self.devices:
            device.cut()
        for person in self.people:
            welcome = (await person.call("sync.get"))["frames"][0]
            for own in things(welcome, "membership"):
                if welcome["rooms"][own["room"]]["kind"] != "direct":  # nobody leaves those
                    await person.call("room.leave", room=own["room"])

    async def _do(self, what: str, who: int, where: int, much: int) -> None:
        device, room = self.devices[who % len(self.devices)], self.rooms[where % len(self.rooms)]
        try:
            await DEEDS[what](self, device, room, much)
        except Refusal as refusal:
            # Not a member, a private room, somebody else's message, one that was deleted, the last owner: so the rules
            # are.
            if refusal.code not in ("not_found", "forbidden", "gone", "conflict"):
                raise


# What is done, by which of six devices, in which room, and how much; the numbers are taken modulo what there is.
Deed = tuple[str, int, int, int]


async def make(world: World, device: Recorder, _: Json, much: int) -> None:
    kind: Json = {"kind": "private"} if much == 1 else {"slug": f"room-{uuid4().hex[:12]}"}
    history = "since_join" if much > 4 else "all"
    made = await device.person.call("room.create", client_id=uuid4().hex, name=f"Room {much}", history=history, **kind)
    world.rooms.append(made["room"])


async def join(_: World, device: Recorder, room: Json, much: int) -> None:
    if room["slug"]:
        await device.person.call("room.join", slug=room["slug"])


async def leave(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("room.leave", room=room["id"])


async def say(_: World, device: Recorder, room: Json, much: int) -> None:
    await asyncio.gather(*(device.person.say(Room(room["id"]), f"{n} of {much}") for n in range(much)))


async def reply(_: World, device: Recorder, room: Json, much: int) -> None:
    """To two messages at once, which may be far back, and then to a reply."""
    for seq in (much, much + 2):
        command = {"client_id": uuid4().hex, "body": f"to {seq}", "reply_to": seq}
        await device.person.call("message.send", room=room["id"], **command)


async def reply_in_thread(_: World, device: Recorder, room: Json, much: int) -> None:
    """In two threads at once, and in one of them in the room as well."""
    said = {"room": room["id"], "body": f"about {much}"}
    await asyncio.gather(
        device.person.call("message.send", client_id=uuid4().hex, thread=much, **said),
        device.person.call("message.send", client_id=uuid4().hex, thread=much + 1, also_in_room=True, **said),
    )


async def mention(world: World, device: Recorder, room: Json, much: int) -> None:
    """One of the people, or everybody, or those who are online."""
    names = ("room", "here", *(person.handle for person in world.people))
    await device.person.say(Room(room["id"]), f"@{names[much % len(names)]}")


async def mention_in_thread(world: World, device: Recorder, room: Json, much: int) -> None:
    command = {"client_id": uuid4().hex, "body": " ".join(f"@{person.handle}" for person in world.people)}
    await device.person.call("message.send", room=room["id"], thread=much, **command)


async def open_thread(_: World, device: Recorder, room: Json, much: int) -> None:
    if device.shown(room["id"]):
        await device.open_thread(room["id"], much)


async def change_thread(_: World, device: Recorder, room: Json, much: int) -> None:
    """What was replied is reacted to, edited and erased, each if it may be."""
    place = {"room": room["id"], "thread": much}
    await device.person.call("message.react", seq=1, emoji=EMOJI[0], **place)
    await device.person.call("message.edit", seq=1, body=f"better {uuid4().hex[:4]}", **place)
    await device.person.call("message.erase", seq=2, **place)


async def follow_thread(_: World, device: Recorder, room: Json, much: int) -> None:
    for verb, seq in (("follow", much), ("unfollow", much + 1)):
        await device.person.call(f"thread.{verb}", room=room["id"], seq=seq)
    await device.person.call("thread.mark", room=room["id"], seq=much, read=1)


async def say_too_much(world: World, device: Recorder, room: Json, much: int) -> None:
    """More than is replayed: whoever was away begins again from the newest page."""
    for _ in range(11):
        await asyncio.gather(*(device.person.say(Room(room["id"]), f"blah {n}") for n in range(50)))


async def open_(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.open(room["id"])


async def erase(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.erase", room=room["id"], seq=much)


async def restore(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.restore", room=room["id"], seq=much)


async def edit(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("message.edit", room=room["id"], seq=much, body=f"better {uuid4().hex[:4]}")


async def react(_: World, device: Recorder, room: Json, much: int) -> None:
    """To two messages at once, so that one batch has several."""
    emoji = EMOJI[much % len(EMOJI)]
    await asyncio.gather(
        *(device.person.call("message.react", room=room["id"], seq=seq, emoji=emoji) for seq in (much, much + 1))
    )


async def unreact(_: World, device: Recorder, room: Json, much: int) -> None:
    for emoji in EMOJI:
        await device.person.call("message.unreact", room=room["id"], seq=much, emoji=emoji)


async def ask_in_poll(_: World, device: Recorder, room: Json, much: int) -> None:
    """A poll in the room, and one in a thread."""
    poll = {"question": f"Which of {much}?", "options": ["a", "b", "c"], "multiple": much % 2 == 0}
    place: Json
    for place in ({}, {"thread": much}):
        is_anonymous = much % 3 == 0
        command = {"client_id": uuid4().hex, "room": room["id"], "anonymous": is_anonymous}
        await device.person.call("poll.create", **poll, **command, **place)


async def vote(_: World, device: Recorder, room: Json, much: int) -> None:
    """In the last two polls that this device shows, or in one of a thread."""
    polls = [said.seq for said in device.shown(room["id"]) if said.poll]
    for seq in polls[-2:]:
        poll = device.state.rooms[room["id"]].poll(seq)
        options = [] if poll is None or much % 4 == 0 else [much % 3, (much + 1) % 3][: 1 + poll.multiple]
        await device.person.call("poll.vote", room=room["id"], seq=seq, options=options)
    await device.person.call("poll.vote", room=room["id"], thread=much, seq=1, options=[0])


async def close_poll(_: World, device: Recorder, room: Json, much: int) -> None:
    polls = [said.seq for said in device.shown(room["id"]) if said.poll]
    for seq in polls[-much:]:
        await device.person.call("poll.close", room=room["id"], seq=seq)


async def pin(_: World, device: Recorder, room: Json, much: int) -> None:
    """One pin goes and another comes, so that both can be about the same message soon."""
    for verb, seq in (("pin", much), ("unpin", much + 1), ("pin", much + 2)):
        await device.person.call(f"message.{verb}", room=room["id"], seq=seq)


async def save(_: World, device: Recorder, room: Json, much: int) -> None:
    for verb, seq in (("save", much), ("unsave", much + 1), ("save", much + 2)):
        await device.person.call(f"message.{verb}", room=room["id"], seq=seq)


async def schedule(_: World, device: Recorder, room: Json, much: int) -> None:
    """One that stays and is changed, and one that is cancelled."""
    at = rfc3339(now_ms() + much * HOUR)
    made = [
        await device.person.call("scheduled.create", room=room["id"], client_id=uuid4().hex, body=f"at {much}", at=at)
        for _ in range(2)
    ]
    await device.person.call("scheduled.update", scheduled=made[0]["id"], body=f"better at {much}")
    await device.person.call("scheduled.cancel", scheduled=made[1]["id"])


async def remind(_: World, device: Recorder, room: Json, much: int) -> None:
    """Of a message and of a text; the one of before is completed."""
    at = rfc3339(now_ms() + much * HOUR)
    for known in (await device.person.call("reminder.list"))["reminders"][:1]:
        await device.person.call("reminder.complete", reminder=known["reminder"]["id"])
    await device.person.call("reminder.create", client_id=uuid4().hex, at=at, text=f"milk {much}")
    await device.person.call("reminder.create", client_id=uuid4().hex, at=at, room=room["id"], seq=much)


async def block(world: World, device: Recorder, _: Json, much: int) -> None:
    for verb, person in (("add", much), ("remove", much + 1)):
        if (whom := somebody(world, person)) != device.person.id:
            await device.person.call(f"block.{verb}", person=whom)


async def write_draft(_: World, device: Recorder, room: Json, much: int) -> None:
    """In the room, and in a thread; one of them is thrown away."""
    for thread, body in ((0, f"{much} of"), (much, "a reply"), (0, "" if much % 2 else f"{much} of many")):
        await device.person.call("draft.put", room=room["id"], thread=thread, body=body)


async def arrange(world: World, device: Recorder, room: Json, much: int) -> None:
    """A room among the favourites, and before or after the first of all rooms; another one is none any more."""
    first = world.rooms[0]["id"]
    await device.person.call("room.unfavourite", room=world.rooms[much % len(world.rooms)]["id"])
    await device.person.call("room.favourite", room=first)
    await device.person.call("room.favourite", room=room["id"], before=first if much % 2 else None)


async def mute(world: World, device: Recorder, room: Json, much: int) -> None:
    """A room for some hours or for ever; another one is not muted any more."""
    ends_at = rfc3339(now_ms() + much * HOUR) if much % 2 else None
    level = "mentions" if much % 3 else "nothing"
    await device.person.call("room.unmute", room=world.rooms[much % len(world.rooms)]["id"])
    await device.person.call("room.mute", room=room["id"], level=level, ends_at=ends_at)


async def change_oneself(_: World, device: Recorder, __: Json, much: int) -> None:
    await device.person.call("me.update", pronouns=f"p{much}", status={"text": "busy" if much % 2 else ""})


async def forget(world: World, _: Recorder, room: Json, much: int) -> None:
    """The room's owner lets it forget, and what is old is dropped, which changes what everybody reads from now on."""
    owner = next(person for person in world.people if person.id == room["created_by"])
    await owner.call("room.update", room=room["id"], keep_days=30)
    await aging.forget(world.server, int(room["id"]), much)


async def add(world: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.add", room=room["id"], person=somebody(world, much))


async def invite(world: World, device: Recorder, room: Json, much: int) -> None:
    made = await device.person.call("invite.create", client_id=uuid4().hex, rooms=[room["id"]])
    await world.people[much % len(world.people)].call("invite.accept", token=made["token"])


async def remove(world: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.remove", room=room["id"], person=somebody(world, much))


async def ban(world: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.ban", room=room["id"], person=somebody(world, much))


async def unban(world: World, device: Recorder, room: Json, much: int) -> None:
    await device.person.call("member.unban", room=room["id"], person=somebody(world, much))


async def give_role(world: World, device: Recorder, room: Json, much: int) -> None:
    role = ("owner", "moderator", "member")[much % 3]
    await device.person.call("member.set_role", room=room["id"], person=somebody(world, much), role=role)


async def open_direct(world: World, device: Recorder, room: Json, much: int) -> None:
    made = await device.person.call("direct.open", people=[somebody(world, n) for n in range(much % 3)])
    await device.person.say(Room(made["room"]["id"]), "psst")


async def close(_: World, device: Recorder, room: Json, much: int) -> None:
    for verb in ("room.archive", "room.unarchive"):
        await device.person.call(verb, room=room["id"])


def somebody(world: World, number: int) -> str:
    return world.people[number % len(world.people)].id


async def mark_read(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.mark("read.mark", room["id"], much)


async def mark_unread(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.mark("read.unread", room["id"], much)


async def look_back(_: World, device: Recorder, room: Json, much: int) -> None:
    if messages := device.shown(room["id"]):
        await device.page(room["id"], before=messages[0].seq)


async def look_on(_: World, device: Recorder, room: Json, much: int) -> None:
    if messages := device.shown(room["id"]):
        await device.page(room["id"], after=messages[-1].seq)


async def look_around(_: World, device: Recorder, room: Json, much: int) -> None:
    if device.shown(room["id"]):
        await device.page(room["id"], around=much)


async def lose_the_connection(_: World, device: Recorder, room: Json, much: int) -> None:
    device.cut()


async def come_back(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.connect()


async def ask(_: World, device: Recorder, room: Json, much: int) -> None:
    await device.sync()


DEEDS: dict[str, Callable[[World, Recorder, Json, int], Awaitable[None]]] = {
    "make": make,
    "join": join,
    "leave": leave,
    "say": say,
    "reply": reply,
    "reply in thread": reply_in_thread,
    "mention": mention,
    "mention in thread": mention_in_thread,
    "open thread": open_thread,
    "change thread": change_thread,
    "follow thread": follow_thread,
    "say too much": say_too_much,
    "erase": erase,
    "restore": restore,
    "edit": edit,
    "react": react,
    "unreact": unreact,
    "ask in a poll": ask_in_poll,
    "vote": vote,
    "close a poll": close_poll,
    "pin": pin,
    "save": save,
    "schedule": schedule,
    "remind": remind,
    "block": block,
    "write a draft": write_draft,
    "arrange": arrange,
    "mute": mute,
    "change oneself": change_oneself,
    "forget": forget,
    "add": add,
    "invite": invite,
    "remove": remove,
    "ban": ban,
    "unban": unban,
    "give a role": give_role,
    "open direct": open_direct,
    "close": close,
    "open": open_,
    "mark read": mark_read,
    "mark unread": mark_unread,
    "look back": look_back,
    "look on": look_on,
    "look around": look_around,
    "lose the connection": lose_the_connection,
    "come back": come_back,
    "ask": ask,
}


def has_caught_up(device: Recorder, welcome: Json) -> bool:
    state = device.state
    lengths = {name: log.last_seq for name, log in state.logs.items() if name in welcome["last_seqs"]}
    about = {id_: room.info.rev for id_, room in state.rooms.items()}
    is_newest = lengths == welcome["last_seqs"] and about == {
        id_: room["rev"] for id_, room in welcome["rooms"].items()
    }
    # A welcome does not say how far threads go.
    cursors = {name: cursor for name, cursor in state.cursors.items() if not is_thread_log(name)}
    return device.is_settled and is_newest and cursors.items() <= welcome["heads"].items()


async def snapshot(person: Person) -> Json:
    """What somebody who has just come in is told: everything, by verbs alone."""
    welcome = (await person.call("sync.get"))["frames"][0]
    own, reads = (sorted(things(welcome, kind), key=lambda row: row["room"]) for kind in ("membership", "read"))
    people: Json = {}
    rooms = {each["room"]: await whole_room(person, each, people) for each in own}
    blocks = await person.call("block.list")
    people |= blocks["people"]
    ordered = {
        "scheduled": (await person.call("scheduled.list"))["scheduled"],
        "reminders": [each["reminder"] for each in (await person.call("reminder.list"))["reminders"]],
    }
    blocked = sorted(blocks["blocks"], key=lambda block: block["person"])
    drafts = sorted(
        (await person.call("draft.list", limit=100))["drafts"], key=lambda one: (one["room"], one["thread"])
    )
    listed = (await person.call("favourite.list"))["favourites"]
    favourites = sorted(listed, key=lambda one: one["room"])
    mutes = sorted((await person.call("mute.list"))["mutes"], key=lambda one: one["room"])
    own_things = {"memberships": own, "reads": reads, "blocks": blocked, "drafts": drafts, "favourites": favourites}
    told = {"rooms": rooms, "people": people, **own_things, "mutes": mutes, **ordered}
    return told | {"mentions": sorted(things(welcome, "mention"), key=lambda row: row["since"])}


async def whole_room(person: Person, own: Json, people: Json) -> Json:
    """A room; whom it names is added to the people."""
    room = own["room"]
    details = await person.call("room.get", room=room)
    people |= details["people"]
    upto = max(own["first_seq"], details["room"]["first_seq"]) - 1
    messages: list[Json] = []
    about: list[Json] = []
    mine: list[Json] = []
    while upto < details["last_seq"]:
        page = await person.call("message.list", room=room, after=upto, limit=200)
        messages += page["messages"]
        about += page["things"]
        mine += page["own"]
        people |= page["people"]
        upto = messages[-1]["seq"]
    summaries = [thing for thing in about if thing["thing"] == "thread"]
    return {
        "threads": {thread["log"]: await whole_thread(person, room, thread, people) for thread in summaries},
        "head": details["head"],
        "last_seq": details["last_seq"],
        "info": details["room"],
        "messages": messages,
        "about": sorted(about, key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "mine": sorted(mine, key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "members": sorted(details["members"], key=lambda stay: stay["person"]),
    }


async def whole_thread(person: Person, room: str, thread: Json, people: Json) -> Json:
    """A thread, which is short in stories."""
    page = await person.call("message.list", room=room, thread=thread["seq"], limit=200)
    people |= page["people"]
    assert not page["has_before"]
    return {
        "head": page["head"],
        "last_seq": page["messages"][-1]["seq"],
        "messages": page["messages"],
        "about": sorted(page["things"], key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "mine": sorted(page["own"], key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
    }
