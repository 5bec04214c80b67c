"""Takes frames into the state in the right order, and asks for what is missing between them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from parley.client.apply import apply, is_hole, rooms_behind
from parley.client.link import Timing
from parley.client.state import NOTHING_KNOWN, State
from parley.errors import ParleyError
from parley.protocol.sync import CURSOR_LIMIT, Beat, Changes, Frames, GetSync, Hello, ServerFrame, Welcome

MINE, SERVER = "mine", "server"
# What waits behind holes. Beyond that it is dropped: the repair reads it all again.
HELD_LIMIT = 1_000


class Feed:
    """The state and its repairs. `sync` asks the server; `spawn` gives a task an owner."""

    def __init__(
        self,
        *,
        sync: Callable[[GetSync], Awaitable[Frames]],
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        timing: Timing,
    ) -> None:
        self.state: State = NOTHING_KNOWN
        self._sync = sync
        self._spawn = spawn
        self._timing = timing
        self._held: list[Changes] = []
        self._repairs: dict[str, asyncio.Task[None]] = {}
        self._greeted: frozenset[str] = frozenset()
        self._changed = asyncio.Event()

    def hello(self) -> Hello:
        """Where this client is. A new connection brings all that follows: what waited for the old one is done with."""
        self._forget_holes()
        cursors = {id_: room.cursor for id_, room in self.state.rooms.items() if room.cursor is not None}
        named = dict(list(cursors.items())[:CURSOR_LIMIT])
        self._greeted = frozenset(named)
        if self.state.epoch is None:
            return Hello()
        return Hello(epoch=self.state.epoch, cursors=named, mine=self.state.mine, server=self.state.server)

    def take(self, frame: ServerFrame) -> None:
        if isinstance(frame, Changes) and is_hole(self.state, frame):
            self._hold(frame)
        self.update(apply(self.state, frame))
        self._release()
        if isinstance(frame, Beat):
            self._repair_rooms(set(rooms_behind(self.state)))
        elif isinstance(frame, Welcome):
            # The rooms that `hello` named follow by themselves.
            self._repair_rooms(set(rooms_behind(self.state)) - self._greeted)

    def update(self, state: State) -> None:
        """The next state. Whoever waits for a change looks at it."""
        self.state = state
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        await self._changed.wait()

    def reset(self) -> None:
        """Somebody else may sign in: forget everything."""
        self._forget_holes()
        self.update(NOTHING_KNOWN)

    def _hold(self, frame: Changes) -> None:
        if len(self._held) >= HELD_LIMIT:
            self._held.clear()
        self._held.append(frame)
        self._repair_soon(_log_of(frame))

    def _release(self) -> None:
        """Apply what was held and has no hole before it any more."""
        while ready := [frame for frame in self._held if not is_hole(self.state, frame)]:
            self._held = [frame for frame in self._held if is_hole(self.state, frame)]
            for frame in ready:
                self.update(apply(self.state, frame))

    def _repair_rooms(self, rooms: set[str]) -> None:
        for room in rooms:
            self._repair_soon(room)

    def _repair_soon(self, log: str) -> None:
        if log not in self._repairs:
            task = self._repairs[log] = self._spawn(self._repair(log))
            task.add_done_callback(lambda done: self._repaired(log, done))

    def _repaired(self, log: str, task: "asyncio.Task[None]") -> None:
        if self._repairs.get(log) is task:
            del self._repairs[log]

    async def _repair(self, log: str) -> None:
        await asyncio.sleep(self._timing.reorder)
        while self._is_behind(log):
            try:
                answer = await self._sync(self._question(log))
            except ParleyError:
                return  # the session is over, and with it this feed
            for frame in answer.frames:
                self.update(apply(self.state, frame))
            self._release()
            if self._is_behind(log):
                await asyncio.sleep(self._timing.ask_again)

    def _is_behind(self, log: str) -> bool:
        return any(_log_of(frame) == log for frame in self._held) or log in rooms_behind(self.state)

    def _question(self, log: str) -> GetSync:
        room = self.state.rooms.get(log)
        cursors = {log: room.cursor} if room is not None and room.cursor is not None else {}
        return GetSync(epoch=self.state.epoch, cursors=cursors, mine=self.state.mine, server=self.state.server)

    def _forget_holes(self) -> None:
        self._held.clear()
        for repair in self._repairs.values():
            repair.cancel()
        self._repairs.clear()


def _log_of(frame: Changes) -> str:
    if frame.mine:
        return MINE
    return SERVER if frame.server else frame.room or ""
