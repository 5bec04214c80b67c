"""Dozens of people in overlapping rooms, all in this process, so that one clock sees what each does and sees."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from tests.cast import PASSWORD
from tests.proxy import Proxy
from tests.torture.account import Account, World
from tests.torture.afterthoughts import edit, react, undo
from tests.torture.dump import Kept, Room
from tests.torture.events import Ended
from tests.torture.frames import heads_in
from tests.torture.history import History, now
from tests.torture.keepsakes import keep
from tests.torture.line import Door
from tests.torture.lookout import SLUG, Lookout
from tests.torture.member import Member
from tests.torture.moving import hop, pass_by
from tests.torture.plans import plan
from tests.torture.polls import ask, vote
from tests.torture.regular import Regular
from tests.torture.stage import OWNER, Stage
from tests.torture.threads import reply

PATIENCE = 120.0
LOOK_SECONDS = 0.05
PAGE = 200
# How far back the owner erases: no further than what was said in the last seconds before somebody came.
BEFORE_THEY_CAME = 50
# Deeds of one kind under way. Without a bound, those that a stopped server leaves unanswered become thousands, which
# all ask again and again: on a slow machine the servers never came back from that.
AT_ONCE = 4
WATCHING = 6
# What the handles of those begin with who use the project's own client.
REGULAR = "r"


@dataclass(frozen=True)
class Size:
    """How many people and rooms, and how busy. `rate` is messages per second of one person in one room."""

    members: int
    regulars: int
    rooms: int
    rooms_each: int
    rate: float
    seconds_between_leaves: float = 8.0
    seconds_between_cuts: float = 15.0
    seconds_between_marks: float = 3.0
    seconds_between_erasures: float = 2.0
    seconds_between_undos: float = 4.0
    seconds_between_edits: float = 3.0
    seconds_between_reactions: float = 2.0
    seconds_between_replies: float = 2.0
    seconds_between_plans: float = 24.0
    seconds_between_polls: float = 60.0
    seconds_between_votes: float = 12.0
    seconds_between_keepsakes: float = 2.0
    seconds_between_clearings: float = 0.5


@dataclass
class Fleet:
    world: World
    auditor: Member
    members: list[Member]
    regulars: list[Regular]
    lookout: Lookout
    tasks: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    @property
    def everybody(self) -> list[Member | Regular]:
        return [*self.members, *self.regulars]

    def cut_all(self) -> int:
        """Cut every connection at once. Returns how many people had one."""
        live = sum(one.is_live for one in self.everybody)
        for one in self.everybody:
            one.cut()
        return live

    async def until(self, condition: Any, patience: float = PATIENCE) -> bool:
        """Whether it came true."""
        deadline = now() + patience
        while not condition():
            if now() > deadline:
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def fall_silent(self) -> None:
        """Stop all sending, and wait for what is under way."""
        self.world.talking.clear()
        for member in self.members:
            member.device.at_home.set()
        busy = [self.auditor, *self.lookout.people, *self.everybody]
        await self.until(lambda: not any(one.under_way for one in busy))
        self.lookout.is_over = True

    async def catch_up(self) -> None:
        """Let everybody catch up, and record what each device knows then."""
        await self._until_current()
        for one in self.everybody:
            ended = Ended(
                at=now(),
                person=one.id,
                device=one.handle,
                rooms=known(one),
                reads=one.reads,
                erased=one.erased,
                keepsakes=one.keepsakes,
            )
            self.world.history.add(ended)

    async def _until_current(self) -> None:
        """A send that its sender gave up may still arrive, so read the heads anew until all devices agree with them."""
        deadline = now() + PATIENCE
        while now() < deadline:
            heads = await self.heads()
            if await self.until(lambda now=heads: all(is_current(one, now) for one in self.everybody), 1.0):
                return

    async def heads(self) -> dict[str, int]:
        return heads_in(await self.auditor.insist("sync.get"))

    async def told(self) -> dict[str, Room]:
        """Every room as the API returns it."""
        rooms = {}
        for room in await self.heads():
            kept: list[Kept] = []
            while True:
                page = json.loads(await self.auditor.insist("message.list", room=room, after=len(kept), limit=PAGE))
                told = [message | {"edited": "edited_at" in message} for message in page["messages"]]
                kept += msgspec.convert(told, list[Kept])
                if not page["has_after"]:
                    break
            rooms[room] = Room(page["head"], len(kept), kept, {})
        return rooms


@asynccontextmanager
async def open_fleet(stage: Stage, history: History, random: Random, size: Size) -> AsyncIterator[Fleet]:
    """Inside the block everybody has an account, is in their rooms, connected, and talks."""
    world = World(ports=stage.ports, history=history, random=random)
    async with AsyncExitStack() as stack:
        auditor = await arrive(world, OWNER)
        await make_rooms(world, auditor, size.rooms)
        handles = [f"m{n:02}" for n in range(size.members)]
        members = list(await asyncio.gather(*(arrive(world, handle, size) for handle in handles)))
        regulars = []
        for n in range(size.regulars):
            proxy = await stack.enter_async_context(Proxy(*stage.ports))
            person = await arrive(world, f"{REGULAR}{n:02}", size)
            person.cut()  # from here on it is the client that speaks for them
            regular = Regular(world, id_=person.id, handle=person.handle, rooms=person.rooms, proxy=proxy)
            await stack.enter_async_context(regular.present())
            regulars.append(regular)
        fleet = Fleet(world, auditor, members, regulars, await open_lookout(world, auditor))
        world.handles = [one.handle for one in fleet.everybody]
        running: list[asyncio.Task[None]] = []
        async with fleet.tasks:
            running += [fleet.tasks.create_task(one) for one in habits(fleet, size)]
            await fleet.until(lambda: all(one.is_live for one in fleet.everybody))
            world.talking.set()
            try:
                yield fleet
            finally:
                for task in running:
                    task.cancel()
                for member in [auditor, *members]:
                    member.cut()


async def arrive(world: World, handle: str, size: Size | None = None) -> Member:
    """Sign up a new person, who joins some rooms if there is a size, or sign in the owner."""
    door = Door(world.ports[0])
    if handle == OWNER:
        path, fields = "/api/sessions", {"handle": handle, "password": PASSWORD, "deliver": "token"}
    else:
        path, fields = "/api/accounts", {"handle": handle, "name": handle, "password": PASSWORD, "client_id": handle}
        fields["deliver"] = "token"
    granted = json.loads(await door.ask("POST", path, None, PATIENCE, json.dumps(fields).encode()))
    door.cut()
    access, refresh = granted["access_token"], granted["refresh_token"]
    person = Member(Account(world, id_=granted["me"]["id"], handle=handle, access=access, refresh=refresh))
    if size is not None:
        for room in world.random.sample(sorted(world.slugs), size.rooms_each):
            await person.join(room)
    return person


async def make_rooms(world: World, owner: Member, count: int) -> None:
    """Every second room hides messages from before a member joined."""
    for n in range(count):
        slug, history = f"room-{n}", ("all", "since_join")[n % 2]
        made = json.loads(await owner.insist("room.create", client_id=slug, name=slug, slug=slug, history=history))
        world.slugs[made["room"]["id"]] = slug
    closed = json.loads(await owner.insist("room.create", client_id="closed", name="closed", kind="private"))
    world.closed = closed["room"]["id"]


async def open_lookout(world: World, owner: Member) -> Lookout:
    """Last of all, so that nobody else is in that room."""
    made = json.loads(await owner.insist("room.create", client_id=SLUG, name=SLUG, slug=SLUG))
    room = made["room"]["id"]
    world.slugs[room] = SLUG
    people = await asyncio.gather(*(arrive(world, f"w{n:02}") for n in range(WATCHING)))
    await asyncio.gather(*(one.join(room) for one in people))
    return Lookout(world, room, people)


def habits(fleet: Fleet, size: Size) -> list[Coroutine[Any, Any, None]]:
    """What people do for the whole run."""
    rooms, choice = sorted(fleet.world.slugs), fleet.world.random.choice
    everybody = size.members + size.regulars
    return [
        *fleet.lookout.habits(),
        *(member.device.stay_connected() for member in fleet.members),
        # In whichever room: who is not in it at the moment says nothing there.
        *(member.talk(room, size.rate) for member in fleet.members for room in rooms if room in member.rooms),
        *(regular.talk(room, size.rate) for regular in fleet.regulars for room in regular.rooms),
        now_and_then(fleet, size.seconds_between_leaves / size.members, lambda: leave_and_return(fleet)),
        now_and_then(fleet, size.seconds_between_marks / size.members, lambda: choice(fleet.members).mark()),
        now_and_then(fleet, size.seconds_between_erasures / everybody, lambda: choice(fleet.everybody).take_back()),
        now_and_then(fleet, size.seconds_between_undos / size.members, lambda: undo(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_edits / size.members, lambda: edit(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_reactions / size.members, lambda: react(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_replies / size.members, lambda: reply(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_plans / size.members, lambda: plan(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_polls / size.members, lambda: ask(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_votes / size.members, lambda: vote(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_keepsakes / size.members, lambda: keep(choice(fleet.members))),
        now_and_then(fleet, size.seconds_between_clearings, lambda: clear_away(fleet)),
        now_and_then(fleet, size.seconds_between_cuts / everybody, lambda: stumble(fleet)),
    ]


async def now_and_then(fleet: Fleet, seconds: float, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Start a deed at random times, even while a few others are under way."""
    random, under_way = fleet.world.random, set[asyncio.Task[None]]()
    async with asyncio.TaskGroup() as tasks:
        while True:
            await asyncio.sleep(random.expovariate(1 / seconds))
            await fleet.world.talking.wait()
            if len(under_way) < AT_ONCE:
                under_way.add(task := tasks.create_task(deed()))
                task.add_done_callback(under_way.discard)


async def leave_and_return(fleet: Fleet) -> None:
    """A member leaves a room and comes back a moment later, perhaps after joining and leaving at two processes."""
    random, ports = fleet.world.random, fleet.world.ports
    member = random.choice(fleet.members)
    if not member.rooms:
        return
    room = random.choice(sorted(member.rooms))
    if random.random() < 0.5:
        await pass_by(member, room, random.uniform(0.1, 1.0))
    else:
        out, in_ = random.sample(ports, 2) if len(ports) > 1 else ports * 2
        await hop(member, room, in_=in_, out=out, restless=random.uniform(0.0, 0.1), away=random.uniform(0.1, 1.0))


async def clear_away(fleet: Fleet) -> None:
    """The owner erases a message from before a member joined, who must not be sent that."""
    random = fleet.world.random
    views = [view for member in fleet.members for view in member.device.follower.rooms.items()]
    newcomers = [(room, view.first_seq) for room, view in views if view.first_seq > 1]
    if newcomers:
        room, first = random.choice(newcomers)
        await fleet.auditor.erase(room, random.randint(max(1, first - BEFORE_THEY_CAME), first - 1))


async def stumble(fleet: Fleet) -> None:
    """One person's network fails."""
    fleet.world.random.choice(fleet.everybody).cut()


def known(one: Member | Regular) -> dict[str, tuple[int, int]]:
    if isinstance(one, Regular):
        return one.known
    return {room: (view.cursor or 0, view.last) for room, view in one.device.follower.rooms.items()}


def is_current(one: Member | Regular, heads: dict[str, int]) -> bool:
    """Whether they are connected, know all of their rooms, and have heard of their own marks, drafts and the like."""
    rooms = known(one)
    marks = one.marked if isinstance(one, Member) else {}
    knows_own = not isinstance(one, Member) or one.device.follower.mine >= one.own_head
    knows_marks = all(one.reads.get(room, (0, 0)) >= place for room, place in marks.items())
    knows_rooms = rooms.keys() == one.rooms and all(rooms[room][0] == heads[room] for room in one.rooms)
    return one.is_live and knows_rooms and knows_marks and knows_own
