"""A room whose people watch each other: each process has somebody who stays, others come and go with several devices,
one is away for long, and one leaves the room and comes back.

They say nothing there, so they cost the others little.
"""

import asyncio
import json
from collections.abc import Coroutine, Iterator, Sequence
from itertools import count
from typing import Any

from parley.protocol.signals import Signal
from parley.protocol.sync import Gone as GoneFrame
from parley.protocol.sync import ServerFrame, Welcome
from tests.torture.account import Account, World
from tests.torture.events import Event
from tests.torture.history import now
from tests.torture.line import Line, NoAnswer, Refusal, open_line
from tests.torture.member import Member
from tests.torture.signal_events import Came, Coming, Gone, Seen, Signalled, State, Typed, Typing, Went

SLUG = "lookout"
LOOK_SECONDS = 3.0
TYPES = 0.3
# How long somebody stays and is away who comes and goes, who is away for long, and who leaves the room.
STAYS, AWAY = (0.5, 30.0), (0.1, 8.0)
LONG_STAYS, LONG_AWAY = (2.0, 5.0), (120.0, 150.0)
IN, OUT = (0.5, 3.0), (0.2, 3.0)
# How long somebody is shown who has gone: where no other process can have them, and where one may have been killed.
ALONE_SECONDS, TOGETHER_SECONDS = 20.0, 75.0

_numbers = count()


class Lookout:
    """`people` watch each other. Nothing is recorded once it is over."""

    def __init__(self, world: World, room: str, people: Sequence[Member]) -> None:
        self.world = world
        self.room = room
        self.people = people
        self.is_over = False
        self.within = TOGETHER_SECONDS if len(world.ports) > 1 else ALONE_SECONDS

    def record(self, event: Event) -> None:
        if not self.is_over:
            self.world.history.add(event)

    def habits(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Two who stay, with a device at each process; two who come and go with two devices; one who is away for long;
        and one who leaves the room and joins it again.
        """
        staying, also_staying, *drifting, vanishing, leaving = self.people
        for one in (staying, also_staying, leaving):
            yield from (Perch(self, one.account, port).stay() for port in self.world.ports)
        for one in drifting:
            yield from (Perch(self, one.account).come_and_go(STAYS, AWAY) for _ in range(2))
        yield Perch(self, vanishing.account).come_and_go(LONG_STAYS, LONG_AWAY)
        yield self._leave_and_return(leaving)

    async def _leave_and_return(self, member: Member) -> None:
        random = member.account.random
        while True:
            await self.world.talking.wait()
            await asyncio.sleep(random.uniform(*IN))
            member.under_way += 1
            try:
                await member.leave(self.room)
                await asyncio.sleep(random.uniform(*OUT))
                await member.join(self.room)
            finally:
                member.under_way -= 1


class Perch:
    """A device that only looks: at one process, or each time at any."""

    def __init__(self, lookout: Lookout, account: Account, port: int | None = None) -> None:
        self._lookout = lookout
        self._account = account
        self._port = port
        self._random = account.random
        self._welcomed = asyncio.Event()
        self._name = ""

    async def stay(self) -> None:
        """For ever, connecting again whenever the connection ends."""
        while True:
            await self._look(None)
            await asyncio.sleep(self._random.uniform(0.05, 0.3))

    async def come_and_go(self, stays: tuple[float, float], away: tuple[float, float]) -> None:
        while True:
            await self._look(self._random.uniform(*stays))
            await asyncio.sleep(self._random.uniform(*away))

    async def _look(self, seconds: float | None) -> None:
        """Be connected for so long, or until the connection ends."""
        account, patience = self._account, self._account.world.patience
        self._name = f"{account.handle}/{next(_numbers)}"
        about = {"person": account.id, "line": self._name}
        port = self._port or account.port()
        self._lookout.record(Coming(at=now(), **about))
        self._welcomed.clear()
        line: Line | None = None
        try:
            async with asyncio.timeout(seconds):
                line = await open_line(port, account.token(port), self._take, patience)
                line.write(b'{"type":"hello"}')
                await self._while_open(line)
        except (NoAnswer, TimeoutError):
            pass
        finally:
            if line is not None:
                line.cut()
            self._lookout.record(Went(at=now(), **about))
        if line is not None and line.code == 4401:
            await account.renew(port)

    async def _while_open(self, line: Line) -> None:
        looking = asyncio.create_task(self._watch(line))
        try:
            await line.ended.wait()
        finally:
            looking.cancel()
            await asyncio.wait([looking])

    async def _watch(self, line: Line) -> None:
        await self._welcomed.wait()
        while True:
            try:
                await self._ask(line)
                if self._random.random() < TYPES:
                    await self._type(line)
            except NoAnswer:
                return
            except Refusal:
                pass  # the database is away, or they are not in the room
            await asyncio.sleep(self._random.uniform(0.5, 1.5) * LOOK_SECONDS)

    async def _ask(self, line: Line) -> None:
        asked_at, lookout = now(), self._lookout
        people = [one.id for one in lookout.people]
        answer = await line.ask("presence.watch", {"room": lookout.room, "people": people}, 60.0)
        states: dict[str, State] = {one["person"]: one["state"] for one in json.loads(answer)["people"]}
        seen = Seen(
            at=now(),
            asked_at=asked_at,
            person=self._account.id,
            line=self._name,
            states=states,
            within=lookout.within,
        )
        lookout.record(seen)
        self._account.world.tally["looks"] += 1

    async def _type(self, line: Line) -> None:
        self._lookout.record(Typing(at=now(), person=self._account.id))
        try:
            await line.ask("typing.set", {"room": self._lookout.room, "is_typing": True}, 60.0)
        finally:
            self._lookout.record(Typed(at=now(), person=self._account.id))

    def _take(self, frame: ServerFrame) -> None:
        about, room = {"person": self._account.id, "line": self._name}, self._lookout.room
        match frame:
            case Welcome():
                self._welcomed.set()
                self._lookout.record(Came(at=now(), is_in=room in frame.rooms, **about))
            case GoneFrame() if frame.log == f"room:{room}":
                self._lookout.record(Gone(at=now(), room=room, place=frame.at, **about))
            case Signal(person=str(person)) if frame.log == f"room:{room}" and frame.kind in ("typing", "presence"):
                self._account.world.tally["signals"] += 1
                what = frame.state or ("typing" if frame.is_typing else "still")
                self._lookout.record(Signalled(at=now(), room=room, about=person, what=what, **about))
            case _:
                pass
