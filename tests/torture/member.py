"""A person with one device: sends, listens, loses the connection, reconnects, leaves rooms and joins again.

Each request goes to a server chosen at random, over the socket or over HTTP, and is repeated until it is answered, with
the same `client_id`. Now and then the person gives up, and then the outcome is unknown.
"""

import asyncio
import json
from collections import deque
from typing import Any, Literal, NamedTuple

from tests.torture.account import Account
from tests.torture.device import Device
from tests.torture.events import Answered, Asked, Erased, Erasing, Joined, Joining, Left, Marked, Refused
from tests.torture.history import now
from tests.torture.line import NoAnswer, NotReached, Refusal

GIVE_UP = 0.02
AGAIN = 0.01
MISCHIEF = 0.01
UNREAD = 0.1
MENTIONS = 0.03
# How many of the last things they said people may think better of, and how often what was erased is sent again.
LATELY = 10
SENT_AGAIN = 0.3

Outcome = Literal["acked", "refused", "unknown", "again"]


class Said(NamedTuple):
    """A message that was acknowledged."""

    room: str
    seq: int
    client_id: str
    body: str


class Member:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.device = Device(account)
        self.rooms: set[str] = set()
        """Where they believe to be: what they are leaving is not among them any more."""
        self.under_way = 0
        self.said_lately: deque[Said] = deque(maxlen=LATELY)
        self.marked: dict[str, tuple[int, int]] = {}
        """How far the answers say that each room is read, in the present stay."""
        self.reacting: set[tuple[str, int, str]] = set()
        """The reactions whose requests have no answer yet."""
        self.voting: set[tuple[str, int]] = set()
        """The polls in which their vote has no answer yet."""
        self.keeping: set[tuple[str, str]] = set()
        """What they keep for themselves and the request about which has no answer yet."""
        self.own_head = 0
        """How far the answers say that their own log goes."""
        self._world = account.world
        self._random = account.random
        self._said = 0
        self._leaves = 0

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def handle(self) -> str:
        return self.account.handle

    @property
    def is_live(self) -> bool:
        return self.device.is_live

    @property
    def reads(self) -> dict[str, tuple[int, int]]:
        """How far each room is read, as the device knows it."""
        return {room: view.read for room, view in self.device.follower.rooms.items()}

    @property
    def erased(self) -> dict[str, tuple[int, list[int]]]:
        """From which message on the device knows each room, and which from there on it takes to be erased."""
        return {room: (view.first, sorted(view.erased)) for room, view in self.device.follower.rooms.items()}

    @property
    def keepsakes(self) -> dict[str, tuple[int, str]]:
        """What they keep for themselves, as the device knows it."""
        known = self.device.follower.keepsakes
        return {f"{room} {what}": (rev, value) for (room, what), (rev, value) in known.items() if value}

    def cut(self) -> None:
        """Cut the socket and all HTTP connections."""
        self.device.cut()
        self.account.cut()

    async def talk(self, room: str, rate: float) -> None:
        """For ever: think, send a message, wait for the answer."""
        while True:
            await asyncio.sleep(self._random.expovariate(rate))
            await self._world.talking.wait()
            if room in self.rooms:
                await self.say(room)

    async def say(self, room: str) -> None:
        client_id = self._next_id()
        body = f"{client_id} says something in a room that others may or may not hear"
        if self._random.random() < MENTIONS:
            body += f", @{self._random.choice(self._world.handles)} above all"
        await self.send(room, client_id, body)
        lot = self._random.random()
        if lot < MISCHIEF:
            await self.send(room, client_id, "something else under the same name")
        elif lot < 2 * MISCHIEF:
            await self.send(self._world.closed, self._next_id(), "from somebody who is not in here")

    async def send(self, room: str, client_id: str, body: str) -> None:
        """Send until it is answered or refused for good, or the person gives up."""
        self.under_way += 1
        try:
            outcome = await self._try_to_send(room, client_id, body)
            while outcome == "again":
                await self.think()
                outcome = await self._try_to_send(room, client_id, body)
            self._world.tally[f"sends {outcome}"] += 1
            if outcome == "acked" and self._random.random() < AGAIN:
                await self._try_to_send(room, client_id, body)
        finally:
            self.under_way -= 1

    async def take_back(self) -> None:
        """One of the last things they said, taken back before or not. Sent again late, it is not said again."""
        if not self.said_lately:
            return
        said = self._random.choice(self.said_lately)
        self.under_way += 1
        try:
            await self.erase(said.room, said.seq)
            if self._random.random() < SENT_AGAIN:
                self._world.tally["repeats"] += 1
                await self._try_to_send(said.room, said.client_id, said.body)
        except Refusal as refusal:
            if refusal.code != "not_found":
                raise
            # They have left the room, or may not see it any more.
            self.said_lately = deque((one for one in self.said_lately if one != said), LATELY)
            self._world.tally["erasures refused: not_found"] += 1
        finally:
            self.under_way -= 1

    async def erase(self, room: str, seq: int) -> None:
        """Erase one of their own messages, or anybody's if they are the owner."""
        history = self._world.history
        self.under_way += 1
        try:
            history.add(Erasing(at=now(), person=self.id, room=room, seq=seq))
            answer = json.loads(await self.insist("message.erase", room=room, seq=seq))
            history.add(Erased(at=now(), person=self.id, room=room, seq=seq, rev=answer["rev"]))
            self._world.tally["erasures"] += 1
        finally:
            self.under_way -= 1

    async def mark(self) -> None:
        """Mark the newest message they know of a room as read, or as unread."""
        rooms = sorted(self.rooms & self.device.follower.rooms.keys())
        room = self._random.choice(rooms) if rooms else ""
        view = self.device.follower.rooms.get(room)
        if view is None or view.last < view.first_seq:
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
        self.marked[room] = (marked.generation, marked.seq)
        self._world.history.add(marked)
        self._world.tally["marks"] += 1

    async def leave(self, room: str, at: int | None = None) -> None:
        """Leave at any server, or at this one."""
        self.rooms.discard(room)
        self.marked.pop(room, None)
        self._leaves += 1
        left = json.loads(await self.insist("room.leave", at, room=room))
        self._world.history.add(Left(at=now(), person=self.id, room=room, place=left["at"]))
        self._world.tally["leaves"] += 1

    async def join(self, room: str) -> None:
        await self.enter(room)
        self.rooms.add(room)

    async def enter(self, room: str, at: int | None = None) -> None:
        """Join without talking there: they will not stay."""
        self._world.history.add(Joining(at=now(), person=self.id, room=room))
        stay = json.loads(await self.insist("room.join", at, slug=self._world.slugs[room]))["membership"]
        joined = Joined(at=now(), person=self.id, room=room, since=stay["since"], first_seq=stay["first_seq"])
        self._world.history.add(joined)

    async def insist(self, verb: str, at: int | None = None, /, **fields: Any) -> bytes:
        """Ask until there is an answer: first this server, then any."""
        while True:
            try:
                if at is not None:
                    return await self._ask_server(at, verb, fields)
                return await self.ask(verb, fields)
            except NoAnswer:
                at = None
            except Refusal as refusal:
                if is_final(refusal):
                    raise
            await self.think()

    async def think(self) -> None:
        """Before trying again. A hundred who ask all the time would keep a server from starting."""
        await asyncio.sleep(self._random.uniform(0.02, 0.4))

    async def _try_to_send(self, room: str, client_id: str, body: str) -> Outcome:
        history, send = self._world.history, {"person": self.id, "room": room, "client_id": client_id, "body": body}
        door = "ws" if self.is_live and self._random.random() < 0.5 else "http"
        self._world.tally["attempts"] += 1
        history.add(Asked(at=now(), door=door, **send))
        try:
            answer = await self.ask("message.send", {"room": room, "client_id": client_id, "body": body}, door)
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
        said = Said(room, json.loads(answer)["seq"], client_id, body)
        history.add(Answered(at=now(), seq=said.seq, **send))
        if said not in self.said_lately:
            self.said_lately.append(said)
        return "acked"

    async def ask(self, verb: str, fields: dict[str, Any], door: str = "") -> bytes:
        line = self.device.line
        if line is not None and self.is_live and (door == "ws" or (not door and self._random.random() < 0.5)):
            return await line.ask(verb, fields, self._world.patience)
        return await self._ask_server(self.account.port(), verb, fields)

    async def _ask_server(self, port: int, verb: str, fields: dict[str, Any]) -> bytes:
        try:
            return await self.account.over_http(port, verb, fields)
        except Refusal as refusal:
            if refusal.code == "unauthenticated":
                await self.account.renew(port)
            raise

    def _next_id(self) -> str:
        self._said += 1
        return f"{self.handle}-{self._said}"


def is_final(refusal: Refusal) -> bool:
    """Not if the token is refused: it may be from a server whose clock differs, and is renewed."""
    return not refusal.retryable and refusal.code != "unauthenticated"
