"""The client for programs: every verb as a method, a state that follows the server, and live messages."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from msgspec import Struct

from parley.client.answers import OwnThing, apply_answer, apply_details, apply_own, is_stale
from parley.client.apply import apply
from parley.client.byte_methods import ByteMethods
from parley.client.feed import Feed
from parley.client.link import Link, Timing
from parley.client.refusals import backoff
from parley.client.session import Session
from parley.client.signals import ASKED_AGAIN, Signals
from parley.client.state import State
from parley.client.talks import RoomState, room_log
from parley.client.verb import Verb
from parley.client.verbs_gen import SESSION_END, SESSION_REFRESH, SYNC_GET, TYPING_SET, VerbMethods
from parley.errors import NotFound, ParleyError, RateLimited, Unauthenticated, Unavailable
from parley.protocol.accounts import Session as Granted
from parley.protocol.messages import Message
from parley.protocol.reads import ReadPosition
from parley.protocol.receipts import Receipt
from parley.protocol.rooms import LeftRoom, RoomAnswer, RoomDetails
from parley.protocol.signals import PersonPresence, SetTyping, Signal
from parley.protocol.sync import Frames, GetSync, Gone, ServerFrame

R = TypeVar("R", bound=Struct)
PAGE = 200


class Parley(ByteMethods, VerbMethods):
    """One server and, once signed in, one person there.

        async with Parley("http://localhost:8000") as chat:
            await chat.sign_in("ada", "correct horse battery")
            ...

    A signed-in person's call is repeated until it is answered, over the socket or HTTP; give up with `asyncio.timeout`.
    Repeating is harmless: verbs that create something carry a `client_id`.
    """

    def __init__(self, url: str, *, timing: Timing | None = None, language: str | None = None) -> None:
        """`language` is a tag, as in Accept-Language: refusals are written in it, if the server speaks it."""
        self._url = url
        self._timing = timing or Timing()
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        self._session = Session(url, language)
        self._feed = Feed(sync=self._sync, spawn=self._spawn, timing=self._timing, language=language)
        self._signals = Signals(self, spawn=self._spawn, changed=lambda: self._feed.update(self.state))
        self._link: Link | None = None
        self._following: asyncio.Task[None] | None = None
        self._over: ParleyError | None = None

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for task in self._running:
            task.cancel()
        # A task group wraps any exception that it is given. It only needs to know that it has cancelled the body.
        cancelled = isinstance(problem, asyncio.CancelledError)
        try:
            await self._tasks.__aexit__(*((kind, problem, traceback) if cancelled else (None, None, None)))
        finally:
            await self._session.close()

    @property
    def state(self) -> State:
        """Everything that is known now, as an immutable value."""
        return self._feed.state

    @property
    def is_live(self) -> bool:
        return self._link is not None and self._link.live is not None

    async def sign_in(self, handle: str, password: str) -> Granted:
        """Begin a session and follow the server until `session_end` or the end of the `async with`."""
        return await self.session_create(handle=handle, password=password)

    async def changed(self) -> None:
        """Wait until something in `state` has changed. Raises when the session is over."""
        if self._over is not None:
            raise self._over
        await self._feed.changed()
        if self._over is not None:
            raise self._over

    async def open(self, room: str) -> RoomState:
        """Read the newest messages and the members of a room you are in; from then on the state follows it."""
        known = self.state.rooms.get(room)
        if known is None:
            raise NotFound("There is no such room, or you are not in it.", field="room")
        if known.cursor is None:
            await self._feed.page(room_log(room), lambda: self.message_list(room=room))
            details = await self._details(room)
            self._feed.update(apply_details(self.state, details))
        return self.state.rooms.get(room, known)

    async def messages(self, room: str, *, after: int | None = None) -> AsyncGenerator[Message, None]:
        """A room's messages in order, without holes or duplicates, until you are no longer in it.

        It begins with the next new message, or with the one after `after`. It leaves out messages that were erased or
        dropped before their turn.
        """
        await self.open(room)
        last, epoch = after, self.state.epoch
        while (known := self.state.rooms.get(room)) is not None:
            try:
                if known.cursor is None:
                    await self.open(room)
                    continue
                if last is None or epoch != self.state.epoch:
                    # A server restored from a backup numbers on from the messages that it still has.
                    last = known.newest_seq if last is None else min(last, known.newest_seq)
                    epoch = self.state.epoch
                news = await self._said_after(last, known)
            except NotFound:
                return
            for message in news:
                last = message.seq
                if not message.erased:
                    yield message
            if not news:
                await self.changed()

    async def open_thread(self, room: str, root: int) -> str:
        """Read the newest replies about a message; from then on the state follows them, by the log that is returned."""
        details = await self.thread_get(room=room, seq=root)
        if details.thread is None:
            raise NotFound("Nobody has replied to this message in a thread yet.", field="root")
        log = details.thread.log
        await self._feed.open_thread(log, lambda: self.message_list(room=room, thread=root))
        return log

    def close_thread(self, log: str) -> None:
        """Follow a thread's log no longer."""
        self._feed.close_thread(log)

    async def mark_read(self, room: str, *, upto: int | None = None) -> ReadPosition:
        """Mark a room as read up to a message, or all of it, on all of the person's devices."""
        known, position = self.state.rooms.get(room), self.state.reads.get(room)
        if known is None or position is None:
            raise NotFound("There is no such room, or you are not in it.", field="room")
        seq = known.last_seq if upto is None else upto
        return await self.read_mark(room=room, generation=position.generation, seq=seq)

    async def typing(self, room: str, *, is_typing: bool = True) -> None:
        """Tell a room that you type, every three seconds for as long as you do. What fails is not repeated."""
        with suppress(Unavailable, RateLimited):
            await self._ask(TYPING_SET, SetTyping(room=room, is_typing=is_typing))

    def typists(self, room: str) -> list[str]:
        """Who types in a room, without yourself. Where very many read, nobody is named: see `typing_count`."""
        me = self.state.me
        return [person for person in self._signals.typists(room) if me is None or person != me.id]

    def typing_count(self, room: str) -> int:
        """How many type in a room, with yourself if you do so on another connection."""
        return self._signals.typing_count(room)

    async def watch_presence(self, room: str, people: Sequence[str]) -> dict[str, PersonPresence]:
        """Follow who of a room's members is present, until you leave the room or watch others there; `presence` says it
        from then on. It is renewed on every new connection.
        """
        answer = await self.presence_watch(room=room, people=list(people))
        return {one.person: one for one in answer.people}

    def presence(self, person: str) -> PersonPresence | None:
        """What a person whom you watch does; None if that is not known."""
        return self._signals.presence(person)

    async def watch_receipts(self, room: str) -> dict[str, Receipt]:
        """Follow who has seen a room up to where, until you leave it; `receipts` says it from then on. Those who hide
        it are missing. It is renewed on every new connection.
        """
        await self.receipt_list(room=room)
        return self.receipts(room)

    def receipts(self, room: str) -> dict[str, Receipt]:
        """Who has seen a room up to where, by person; empty if you do not follow that."""
        return self._signals.receipts(room)

    async def call(self, verb: Verb[R], command: Struct) -> R:
        """Every verb's method ends here. It retries retryable refusals, except for verbs that are open to all."""
        attempt = 0
        while True:
            try:
                result = await self._ask(verb, command)
            except ParleyError as refusal:
                if not refusal.retryable or verb.open_to_all:
                    raise
                await self._until_it_may_work(attempt, refusal)
                attempt += 1
            else:
                await self._take_in(verb, result)
                return result

    async def _until_it_may_work(self, attempt: int, refusal: ParleyError) -> None:
        """Wait as long as the server said, then back off. Without a connection, back off only until there is one."""
        await asyncio.sleep((refusal.retry_after_ms or 0) / 1000)
        pause = backoff(attempt)
        if self.is_live:
            await asyncio.sleep(pause)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                while not self.is_live:
                    await self._feed.changed()

    async def _ask(self, verb: Verb[R], command: Struct) -> R:
        connection = self._link.live if self._link is not None and verb.ws else None
        if connection is not None:
            at_once = partial(self._signals.answered, command) if isinstance(command, ASKED_AGAIN) else None
            return await connection.ask(verb, command, at_once)
        if not verb.path:
            raise Unavailable(f"There is no connection, and {verb.name} is about one.")
        result = await self._session.ask(verb, command)
        self._signals.answered(command, result)
        return result

    async def _take_in(self, verb: Verb[R], result: R) -> None:
        """Apply an answer to the state. Only frames move cursors."""
        if isinstance(result, Granted) and verb is not SESSION_REFRESH:
            await self._follow()
        elif isinstance(result, RoomAnswer):
            self._feed.update(apply_answer(self.state, result))
        elif isinstance(result, OwnThing):
            self._feed.update(apply_own(self.state, result))
        elif isinstance(result, LeftRoom):
            self._feed.update(apply(self.state, Gone(log=room_log(result.room), at=result.at)))
        elif verb is SESSION_END:
            self._stop()
            self._session.forget()

    async def _follow(self) -> None:
        """Open the socket for the session that has begun, in place of another's, and wait for its welcome."""
        self._stop()
        feed = self._feed
        self._link = Link(self._url, self._session, hello=feed.hello, on_frame=self._hear, timing=self._timing)
        self._over = None
        self._following = self._spawn(self._run(self._link))
        while not self.is_live:
            await self.changed()

    async def _run(self, link: Link) -> None:
        try:
            await link.run()
        except ParleyError as problem:
            self._over = problem
            self._feed.update(self.state)  # wakes everybody who waits for a change

    def _hear(self, frame: ServerFrame) -> None:
        self._signals.take(frame)
        if not isinstance(frame, Signal):
            self._feed.take(frame)

    def _stop(self) -> None:
        if self._following is not None:
            self._following.cancel()
        self._link = self._following = None
        self._over = Unauthenticated("Not signed in.")
        self._signals.forget()
        self._feed.reset()

    async def _said_after(self, last: int, known: RoomState) -> Sequence[Message]:
        """The next messages, from the state, or from a page if the state lacks the first of them."""
        first = known.messages[0].seq if known.messages else last + 1
        if first > last + 1 or (known.has_after and last >= known.newest_seq):
            page = await self.message_list(room=known.info.id, after=last, limit=PAGE)
            return page.messages
        return known.messages[last + 1 - first :]

    async def _details(self, room: str) -> RoomDetails:
        """A room's details, read again if the room's log began again meanwhile."""
        details = await self.room_get(room=room)
        while is_stale(self.state, details):
            details = await self.room_get(room=room)
        return details

    async def _sync(self, question: GetSync) -> Frames:
        return await self.call(SYNC_GET, question)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task
