"""A person with the project's own client. It must yield every message, whatever happens to its connection."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from parley.client import Parley, Timing
from parley.client.talks import RoomState
from parley.errors import ParleyError
from tests.cast import PASSWORD
from tests.proxy import Proxy
from tests.torture.account import World
from tests.torture.events import Answered, Asked, Erased, Erasing, How, Refused, Shown
from tests.torture.history import now
from tests.torture.member import LATELY

# As the defaults, for people who have no minute to wait.
HASTE = Timing(dead_after=10.0, welcome_within=5.0, ask_again=0.2)


class Regular:
    """Never leaves a room. Connects through a proxy that leads to any of the servers."""

    def __init__(self, world: World, *, id_: str, handle: str, rooms: set[str], proxy: Proxy) -> None:
        self.id = id_
        self.handle = handle
        self.rooms = rooms
        self.under_way = 0
        self._world = world
        self._proxy = proxy
        self._chat: Parley | None = None
        self._said = 0
        self._said_lately: deque[tuple[str, int]] = deque(maxlen=LATELY)

    @property
    def is_live(self) -> bool:
        return self._chat is not None and self._chat.is_live

    @property
    def known(self) -> dict[str, tuple[int, int]]:
        """The cursor and the last message of each room."""
        return {room: (known.cursor or 0, known.newest_seq) for room, known in self._rooms.items()}

    @property
    def reads(self) -> dict[str, tuple[int, int]]:
        """How far each room is read."""
        found = self._chat.state.reads if self._chat is not None else {}
        return {room: (found[room].generation, found[room].seq) for room in self.known if room in found}

    @property
    def erased(self) -> dict[str, tuple[int, list[int]]]:
        """From which message on each room is known, and which of those are erased."""
        return {room: _erased(known) for room, known in self._rooms.items()}

    @property
    def keepsakes(self) -> dict[str, tuple[int, str]]:
        """They keep nothing for themselves."""
        return {}

    def cut(self) -> None:
        self._proxy.cut()

    @asynccontextmanager
    async def present(self) -> AsyncIterator[None]:
        """Signed in and listening inside the block."""
        async with Parley(self._proxy.url, timing=HASTE) as chat:
            await chat.sign_in(self.handle, PASSWORD)
            self._chat = chat
            for room in self.rooms:
                await chat.open(room)
            async with asyncio.TaskGroup() as tasks:
                listening = [tasks.create_task(self._listen(chat, room)) for room in self.rooms]
                yield
                for task in listening:
                    task.cancel()

    async def talk(self, room: str, rate: float) -> None:
        while True:
            await asyncio.sleep(self._world.random.expovariate(rate))
            await self._world.talking.wait()
            await self.say(room)

    async def say(self, room: str) -> None:
        """Send once: the client repeats it by itself until there is an answer."""
        assert self._chat is not None
        self._said += 1
        client_id = f"{self.handle}-{self._said}"
        send = {"person": self.id, "room": room, "client_id": client_id, "body": f"{client_id} says it politely"}
        history, tally = self._world.history, self._world.tally
        self.under_way += 1
        try:
            history.add(Asked(at=now(), door="client", **send))
            tally["attempts"] += 1
            sent = await self._chat.message_send(room=room, client_id=client_id, body=send["body"])
            history.add(Answered(at=now(), seq=sent.seq, **send))
            tally["sends acked"] += 1
            self._said_lately.append((room, sent.seq))
        except ParleyError as refusal:
            history.add(Refused(at=now(), code=refusal.code, for_good=True, **send))
            tally["sends refused"] += 1
            tally[f"refusals: {refusal.code}"] += 1
        finally:
            self.under_way -= 1

    async def take_back(self) -> None:
        """Erase one of their last messages, erased before or not."""
        if self._chat is None or not self._said_lately:
            return
        room, seq = self._world.random.choice(self._said_lately)
        self.under_way += 1
        try:
            self._world.history.add(Erasing(at=now(), person=self.id, room=room, seq=seq))
            erased = await self._chat.message_erase(room=room, seq=seq)
            self._world.history.add(Erased(at=now(), person=self.id, room=room, seq=seq, rev=erased.rev))
            self._world.tally["erasures"] += 1
        finally:
            self.under_way -= 1

    @property
    def _rooms(self) -> Mapping[str, RoomState]:
        return self._chat.state.rooms if self._chat is not None else {}

    async def _listen(self, chat: Parley, room: str) -> None:
        how: How = "page"
        since = chat.state.memberships[room].since
        async for message in chat.messages(room):
            shown = Shown(
                at=now(),
                person=self.id,
                device=self.handle,
                room=room,
                seq=message.seq,
                rev=message.rev,
                sender=message.sender,
                client_id=message.client_id,
                body=message.body,
                how=how,
                upto=max(since, message.rev),  # at least: how far the client was told then, it does not say
            )
            self._world.history.add(shown)
            how = "next"


def _erased(known: RoomState) -> tuple[int, list[int]]:
    first = known.messages[0].seq if known.messages else 1
    return first, [message.seq for message in known.messages if message.erased]
