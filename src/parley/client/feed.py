"""Applies frames to the state in the right order, and asks for what is missing between them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Set
from typing import Any

import msgspec
from msgspec import structs

from parley.client.answers import PageUnderWay, apply_page
from parley.client.apply import apply, is_hole, logs_behind, with_log
from parley.client.link import Timing
from parley.client.state import NOTHING_KNOWN, SERVER, State
from parley.client.talks import LogState
from parley.errors import ParleyError
from parley.protocol.messages import MessagePage
from parley.protocol.sync import CURSOR_LIMIT, Beat, Changes, Frames, GetSync, Hello, Reset, ServerFrame, Welcome

# With more frames than this behind holes, they are dropped: the repair reads them all again.
HELD_LIMIT = 1_000


class Feed:
    """The state and its repairs. `sync` asks the server; `spawn` gives a task an owner."""

    def __init__(
        self,
        *,
        sync: Callable[[GetSync], Awaitable[Frames]],
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        timing: Timing,
        language: str | None = None,
    ) -> None:
        self.state: State = NOTHING_KNOWN
        self._sync = sync
        self._spawn = spawn
        self._timing = timing
        self._language = language
        self._held: list[Changes] = []
        self._repairs: dict[str, asyncio.Task[None]] = {}
        self._pages: list[PageUnderWay] = []
        self._greeted: frozenset[str] = frozenset()
        # The logs of threads that are open. No frame comes by itself for these: their rooms' logs tell how far they go.
        self._threads: set[str] = set()
        self._changed = asyncio.Event()

    def hello(self) -> Hello:
        """This client's cursors. The new connection brings all that follows, so held frames and repairs are dropped."""
        self._forget_holes()
        named = dict(list(self.state.cursors.items())[:CURSOR_LIMIT])
        self._greeted = frozenset(named)
        return Hello(epoch=self.state.epoch, cursors=named, language=self._language)

    def take(self, frame: ServerFrame) -> None:
        if isinstance(frame, Changes) and is_hole(self.state, frame):
            self._hold(frame)
        self._apply(frame)
        self._release()
        if self._threads and isinstance(frame, Changes):
            self._repair_behind(among=self._threads)
        elif self._threads and isinstance(frame, Reset):
            for log in self._threads:  # what became of them meanwhile, a fresh start does not tell of each
                self._repair_soon(log, at_once=True)
        if isinstance(frame, Beat):
            self._repair_behind()
        elif isinstance(frame, Welcome):
            # The server catches up the logs that `hello` named.
            self._repair_behind(but=self._greeted)

    async def page(self, log: str, ask: Callable[[], Awaitable[MessagePage]]) -> None:
        """Read a page of a followed log and apply it. Ask again only if the log began again meanwhile."""
        while log in self.state.logs:
            under_way = PageUnderWay(self.state, log)
            self._pages.append(under_way)
            try:
                page = await ask()
            finally:
                self._pages.remove(under_way)
            if not under_way.is_refused(self.state, page):
                self.update(apply_page(self.state, page, under_way.meanwhile))
                self._repair_behind()
                return

    async def open_thread(self, log: str, ask: Callable[[], Awaitable[MessagePage]]) -> None:
        """Follow a thread's log, beginning with a page of it."""
        if self.state.logs.get(log, LogState()).cursor is None:
            self._threads.add(log)
            self.update(with_log(self.state, log, self.state.logs.get(log, LogState())))
            await self.page(log, ask)

    def close_thread(self, log: str) -> None:
        self._threads.discard(log)
        self.update(structs.replace(self.state, logs={name: of for name, of in self.state.logs.items() if name != log}))

    def update(self, state: State) -> None:
        """Set the next state, and wake everybody who waits for a change."""
        self.state = state
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        await self._changed.wait()

    def reset(self) -> None:
        """Somebody else may sign in: forget everything."""
        self._forget_holes()
        self._threads.clear()
        self.update(NOTHING_KNOWN)

    def _hold(self, frame: Changes) -> None:
        if len(self._held) >= HELD_LIMIT:
            self._held.clear()
        self._held.append(frame)
        self._repair_soon(frame.log)

    def _release(self) -> None:
        """Apply held frames that no longer have a hole before them."""
        while ready := [frame for frame in self._held if not is_hole(self.state, frame)]:
            self._held = [frame for frame in self._held if is_hole(self.state, frame)]
            for frame in ready:
                self._apply(frame)

    def _apply(self, frame: ServerFrame) -> None:
        for under_way in self._pages:
            if isinstance(frame, Changes) and frame.log == under_way.log and not is_hole(self.state, frame):
                under_way.meanwhile.append(frame)
        self.update(apply(self.state, frame))

    def _repair_behind(self, *, but: frozenset[str] = frozenset(), among: Set[str] | None = None) -> None:
        behind = set(logs_behind(self.state)) - but
        for log in behind if among is None else behind & among:
            self._repair_soon(log)

    def _repair_soon(self, log: str, *, at_once: bool = False) -> None:
        if log not in self._repairs:
            task = self._repairs[log] = self._spawn(self._repair(log, is_sure=at_once))
            task.add_done_callback(lambda done: self._repaired(log, done))

    def _repaired(self, log: str, task: "asyncio.Task[None]") -> None:
        if self._repairs.get(log) is task:
            del self._repairs[log]

    async def _repair(self, log: str, *, is_sure: bool) -> None:
        await asyncio.sleep(self._timing.reorder)
        while is_sure or self._is_behind(log):
            is_sure = False
            if not await self._ask(log):
                return
            if self._is_behind(log):
                await asyncio.sleep(self._timing.ask_again)

    async def _ask(self, log: str) -> bool:
        """Apply what a log lacks. False if the session is over, and with it this feed."""
        try:
            for frame in (await self._sync(self._question(log))).frames:
                self._apply(frame)
        except ParleyError:
            return False
        except msgspec.DecodeError:
            pass  # a known kind's thing is malformed: ask again, as after any answer that is not Parley's
        self._release()
        return True

    def _is_behind(self, log: str) -> bool:
        return any(frame.log == log for frame in self._held) or log in logs_behind(self.state)

    def _question(self, log: str) -> GetSync:
        """Ask for what a log lacks, and with it the person's and the server's: memberships, and people's names."""
        wanted = {self.state.own, SERVER, log}
        cursors = {name: cursor for name, cursor in self.state.cursors.items() if name in wanted}
        return GetSync(epoch=self.state.epoch, cursors=cursors)

    def _forget_holes(self) -> None:
        self._held.clear()
        for repair in self._repairs.values():
            repair.cancel()
        self._repairs.clear()
