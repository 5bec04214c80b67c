"""Somebody with one device: says things, listens, loses the connection, comes back, leaves rooms and joins again.

Everything they do goes through a server chosen at random, over the socket or over HTTP, and is asked again until it
is answered, with the same `client_id`. Now and then they give up, and then nobody knows what became of it.
"""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec

from parley.catalogue import BY_NAME
from parley.protocol.messages import Message, MessagePage
from parley.protocol.reads import ReadPosition
from parley.protocol.sync import Drain, Frames, ServerFrame, Welcome
from tests.torture.follower import Follower
from tests.torture.history import Answered, Asked, History, Joining, Left, Marked, Reached, Refused, Shown, now
from tests.torture.line import Door, Line, NoAnswer, NotReached, Refusal, open_line

REORDER_SECONDS = 0.02
PAGE = 50
GIVE_UP = 0.02
AGAIN = 0.01
MISCHIEF = 0.01
UNREAD = 0.1


Outcome = Literal["acked", "refused", "unknown", "again"]


@dataclass
class World:
    """What all members share."""

    ports: list[int]
    history: History
    random: Random
    slugs: dict[str, str] = field(default_factory=dict)
    """Room -> slug."""
    closed: str = ""
    """A room that none of them is in."""
    tally: Counter[str] = field(default_factory=Counter)
    talking: asyncio.Event = field(default_factory=asyncio.Event)
    patience: float = 5.0
    """How long an answer may take before it is asked for elsewhere."""


class Member:
    def __init__(self, world: World, *, id_: str, handle: str, access: str, refresh: str, rooms: set[str]) -> None:
        self.id = id_
        self.handle = handle
        self.rooms = rooms
        """Where they believe to be: what they are leaving is not among them any more."""
        self.line: Line | None = None
        self.follower = Follower(self._show, self._reach)
        self.ports = world.ports
        self._is_welcomed = False
        self.at_home = asyncio.Event()
        self.at_home.set()
        self.under_way = 0
        self.receive_buffer = 0
        """How much of what they have not read their computer keeps; 0 for the usual."""
        self._world = world
        self._random = Random(world.random.random())
        self._refresh = refresh
        self._tokens = dict.fromkeys(world.ports, access)
        self._refreshing = asyncio.Lock()
        self._doors = {port: Door(port) for port in world.ports}
        self._news = asyncio.Event()
        self._said = 0
        self._leaves = 0
        self._return_after = 0.0

    @property
    def reads(self) -> dict[str, tuple[int, int]]:
        """How far each room is read, as their device knows it."""
        return {room: view.read for room, view in self.follower.rooms.items()}

    @property
    def is_live(self) -> bool:
        return self.line is not None and self.line.is_open and self._is_welcomed

    def cut(self) -> None:
        """Everything they have open breaks."""
        if self.line is not None and self.line.is_open:
            self.line.cut()
            self._world.tally["cuts"] += 1
        for door in self._doors.values():
            door.cut()

    async def stay_connected(self) -> None:
        """For ever: come back, say where one is, take what follows."""
        while True:
            await self.at_home.wait()
            port = self._random.choice(self.ports)
            self._is_welcomed, self._return_after = False, 0.0
            try:
                token, patience = self._tokens[port], self._world.patience
                self.line = await open_line(port, token, self._take, patience, self.receive_buffer)
            except NoAnswer:
                await asyncio.sleep(self._random.uniform(0.02, 0.2))
                continue
            self.line.write(json.dumps(self.follower.hello()).encode())
            await self._while_open(self.line)
            if self.line.code == 4401:
                await self._renew(port)
            await asyncio.sleep(self._return_after or self._random.uniform(0.0, 0.1))

    async def talk(self, room: str, rate: float) -> None:
        """For ever: say something, wait until it is answered, think."""
        while True:
            await asyncio.sleep(self._random.expovariate(rate))
            await self._world.talking.wait()
            if room in self.rooms:
                await self.say(room)

    async def say(self, room: str) -> None:
        client_id = self._next_id()
        await self.send(room, client_id, f"{client_id} says something in a room that others may or may not hear")
        lot = self._random.random()
        if lot < MISCHIEF:
            await self.send(room, client_id, "something else under the same name")
        elif lot < 2 * MISCHIEF:
            await self.send(self._world.closed, self._next_id(), "from somebody who is not in here")

    async def send(self, room: str, client_id: str, body: str) -> None:
        """Until it is answered or refused for good, or they give up."""
        self.under_way += 1
        try:
            outcome = await self._try_to_send(room, client_id, body)
            while outcome == "again":
                await self._think()
                outcome = await self._try_to_send(room, client_id, body)
            self._world.tally[f"sends {outcome}"] += 1
            if outcome == "acked" and self._random.random() < AGAIN:
                await self._try_to_send(room, client_id, body)
        finally:
            self.under_way -= 1

    async def mark(self) -> None:
        """They have read the newest message they know of some room, or call it unread from a message on."""
        rooms = sorted(self.rooms & self.follower.rooms.keys())
        room = self._random.choice(rooms) if rooms else ""
        view = self.follower.rooms.get(room)
        if view is None or not view.last:
            return
        leaves = self._leaves
        verb = "read.unread" if self._random.random() < UNREAD else "read.mark"
        self.under_way += 1
        try:
            stands = json.loads(await self.insist(verb, room=room, generation=view.read[0], seq=view.last))
        except Refusal:
            return  # they have left it meanwhile
        finally:
            self.under_way -= 1
        if self._leaves != leaves:
            return  # which stay it was about, nobody knows
        marked = Marked(at=now(), person=self.id, room=room, generation=stands["generation"], seq=stands["seq"])
        self._world.history.add(marked)
        self._world.tally["marks"] += 1

    async def leave(self, room: str) -> None:
        self.rooms.discard(room)
        self._leaves += 1
        left = json.loads(await self.insist("room.leave", room=room))
        self._world.history.add(Left(at=now(), person=self.id, room=room, place=left["at"]))
        self._world.tally["leaves"] += 1

    async def join(self, room: str) -> None:
        self._world.history.add(Joining(at=now(), person=self.id, room=room))
        await self.insist("room.join", slug=self._world.slugs[room])
        self.rooms.add(room)

    async def insist(self, verb: str, **fields: Any) -> bytes:
        """Ask until there is an answer, wherever."""
        while True:
            try:
                return await self._ask(verb, fields)
            except NoAnswer:
                pass
            except Refusal as refusal:
                if is_final(refusal):
                    raise
            await self._think()

    async def _try_to_send(self, room: str, client_id: str, body: str) -> Outcome:
        history, send = self._world.history, {"person": self.id, "room": room, "client_id": client_id, "body": body}
        door = "ws" if self.is_live and self._random.random() < 0.5 else "http"
        self._world.tally["attempts"] += 1
        history.add(Asked(at=now(), door=door, **send))
        try:
            answer = await self._ask("message.send", {"room": room, "client_id": client_id, "body": body}, door)
        except NotReached:
            history.add(Refused(at=now(), code="not reached", for_good=False, **send))
            return "again"
        except NoAnswer:
            return "unknown" if self._random.random() < GIVE_UP else "again"
        except Refusal as refusal:
            for_good = is_final(refusal)
            self._world.tally[f"refusals: {refusal.code}"] += 1
            history.add(Refused(at=now(), code=refusal.code, for_good=for_good, **send))
            return "refused" if for_good else "again"
        history.add(Answered(at=now(), seq=json.loads(answer)["seq"], **send))
        return "acked"

    async def _ask(self, verb: str, fields: dict[str, Any], door: str = "") -> bytes:
        line = self.line
        if line is not None and self.is_live and (door == "ws" or (not door and self._random.random() < 0.5)):
            return await line.ask(verb, fields, self._world.patience)
        port = self._random.choice(self.ports)
        try:
            return await self.over_http(port, verb, fields)
        except Refusal as refusal:
            if refusal.code == "unauthenticated":
                await self._renew(port)
            raise

    def token(self, port: int) -> str:
        return self._tokens[port]

    async def over_http(self, port: int, verb: str, fields: dict[str, Any], through: Door | None = None) -> bytes:
        known, body = BY_NAME[verb], dict(fields)
        path = known.path
        for name in [name for name in fields if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", str(body.pop(name)))
        door, token, patience = through or self._doors[port], self._tokens[port], self._world.patience
        if known.method == "GET":
            return await door.ask("GET", f"{path}?{urlencode(body)}", token, patience)
        return await door.ask(known.method, path, token, patience, json.dumps(body).encode())

    async def _renew(self, port: int) -> None:
        """A server whose clock differs takes none but tokens of its own."""
        async with self._refreshing:
            try:
                fields = {"refresh_token": self._refresh}
                granted = json.loads(await self.over_http(port, "session.refresh", fields))
            except (NoAnswer, Refusal):
                return
            self._tokens[port], self._refresh = granted["access_token"], granted["refresh_token"]

    async def _while_open(self, line: Line) -> None:
        mending = asyncio.create_task(self._mend(line))
        try:
            await line.ended.wait()
        finally:
            mending.cancel()
            line.cut()

    def _take(self, frame: ServerFrame) -> None:
        self._world.tally["frames"] += 1
        if isinstance(frame, Welcome):
            self._world.tally["resumes" if self.follower.epoch else "arrivals"] += 1
            self._is_welcomed = True
        elif isinstance(frame, Drain):
            self._return_after = frame.reconnect_after_ms / 1000
        self.follower.take(frame)
        if self.follower.unopened or self.follower.doubtful:
            self._news.set()

    async def _mend(self, line: Line) -> None:
        """Open rooms that are new, and ask for what is missing when what was overtaken has had its time."""
        while line.is_open:
            await self._news.wait()
            self._news.clear()
            try:
                await self._open_rooms(line)
                await self._ask_for_missing(line)
            except NoAnswer:
                continue
            except Refusal:
                await asyncio.sleep(REORDER_SECONDS)
            if self.follower.doubtful or self.follower.unopened:
                self._news.set()

    async def _open_rooms(self, line: Line) -> None:
        for room in self.follower.unopened:
            answer = await line.ask("message.list", {"room": room, "limit": PAGE}, self._world.patience)
            self.follower.take_page(msgspec.json.decode(answer, type=MessagePage))

    async def _ask_for_missing(self, line: Line) -> None:
        await asyncio.sleep(REORDER_SECONDS)
        if self.follower.doubtful:
            self._world.tally["repairs"] += 1
            answer = await line.ask("sync.get", self.follower.question(), self._world.patience)
            for frame in msgspec.json.decode(answer, type=Frames).frames:
                self.follower.take(frame)

    def _show(self, message: Message, follows: bool) -> None:
        self._world.history.add(
            Shown(
                at=now(),
                person=self.id,
                device=self.handle,
                room=message.room,
                seq=message.seq,
                rev=message.rev,
                sender=message.sender,
                client_id=message.client_id,
                body=message.body,
                follows=follows,
            )
        )

    def _reach(self, position: ReadPosition, since: int) -> None:
        reached = Reached(
            at=now(),
            device=self.handle,
            room=position.room,
            since=since,
            generation=position.generation,
            seq=position.seq,
        )
        self._world.history.add(reached)

    async def _think(self) -> None:
        """Before trying again. A hundred who ask all the time would keep a server from starting."""
        await asyncio.sleep(self._random.uniform(0.02, 0.4))

    def _next_id(self) -> str:
        self._said += 1
        return f"{self.handle}-{self._said}"


def is_final(refusal: Refusal) -> bool:
    """A token may be from a server whose clock differs, and is renewed."""
    return not refusal.retryable and refusal.code != "unauthenticated"
