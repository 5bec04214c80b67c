"""Typing, presence and receipts, as this client last heard of them.

They hold for seconds, or the client asks again on every connection: they are beside the state, not in it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from msgspec import Struct

from parley.client.span import said_in
from parley.client.talks import room_log
from parley.client.verbs_gen import VerbMethods
from parley.errors import ParleyError
from parley.protocol.receipts import ListReceipts, Receipt, ReceiptList
from parley.protocol.signals import PersonPresence, SetPresence, Signal, Watched, WatchPresence
from parley.protocol.sync import Changes, Gone, Reset, ServerFrame, Welcome
from parley.things import unpacked

# People repeat that they type every three seconds.
FORGET_SECONDS = 6.0
# The client asks these again on a new connection: the answers hold for one.
ASKED_AGAIN = SetPresence | WatchPresence | ListReceipts


class Signals:
    """What was told of those who are there, and what has to be asked again on a new connection."""

    def __init__(
        self,
        verbs: VerbMethods,
        *,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        changed: Callable[[], None],
    ) -> None:
        self._verbs = verbs
        self._spawn = spawn
        self._changed = changed
        self._asking: asyncio.Task[None] | None = None
        # By log, then by person; a number of typists has the name of nobody.
        self._typing: dict[str, dict[str | None, tuple[int, asyncio.TimerHandle]]] = {}
        self._watched: dict[str, Sequence[str]] = {}  # by room
        self._present: dict[str, PersonPresence] = {}
        self._seen: dict[str, dict[str, Receipt]] = {}  # by room, then by person
        self._is_away = False

    def typists(self, room: str) -> list[str]:
        """The ids of those who type, in the order in which they began."""
        return [person for person in self._typing.get(room_log(room), {}) if person is not None]

    def typing_count(self, room: str) -> int:
        """How many type, also in rooms where so many read that nobody is named."""
        return sum(number for number, _ in self._typing.get(room_log(room), {}).values())

    def presence(self, person: str) -> PersonPresence | None:
        return self._present.get(person)

    def receipts(self, room: str) -> dict[str, Receipt]:
        return dict(self._seen.get(room, {}))

    def take(self, frame: ServerFrame) -> None:
        match frame:
            case Signal():
                self._on_signal(frame)
            case Changes() if frame.log in self._typing:
                for message in said_in(unpacked(frame.things)):
                    self._drop(frame.log, message.sender)
            case Reset() | Gone():
                self._drop_all(frame.log)
                if isinstance(frame, Gone):
                    self._unwatch(frame.log)
                    self._seen = {room: seen for room, seen in self._seen.items() if room_log(room) != frame.log}
            case Welcome():
                for log in tuple(self._typing):
                    self._drop_all(log)
                if self._asking is not None:
                    self._asking.cancel()
                self._asking = self._spawn(self._ask_again())
            case _:
                pass

    def answered(self, command: Struct, answer: Struct) -> None:
        """What this connection has granted has to be asked of the next one as well.

        It must come in its place among the frames: a signal after it is newer.
        """
        if isinstance(command, SetPresence):
            self._is_away = command.state == "away"
        elif isinstance(command, WatchPresence) and isinstance(answer, Watched):
            self._watched.pop(command.room, None)
            if command.people:
                self._watched[command.room] = command.people
            self._forget_unwatched()
            self._present |= {one.person: one for one in answer.people}
            self._changed()
        elif isinstance(command, ListReceipts) and isinstance(answer, ReceiptList):
            self._seen[command.room] = {one.person: one for one in answer.receipts}
            self._changed()

    def forget(self) -> None:
        """Somebody else may sign in."""
        for log in tuple(self._typing):
            self._drop_all(log)
        if self._asking is not None:
            self._asking.cancel()
        self._watched.clear()
        self._present.clear()
        self._seen.clear()
        self._is_away = False

    async def _ask_again(self) -> None:
        """A new connection is online, watches nobody, and does not know what was seen before it."""
        if self._is_away:
            await self._verbs.presence_set(state="away")
        for room, people in tuple(self._watched.items()):
            try:
                await self._verbs.presence_watch(room=room, people=list(people))
            except ParleyError:  # one cannot see anybody there any more
                self._unwatch(room_log(room))
        for room in tuple(self._seen):
            try:
                await self._verbs.receipt_list(room=room)
            except ParleyError:
                self._seen.pop(room, None)

    def _on_signal(self, frame: Signal) -> None:
        match frame.kind:
            case "typing":
                self._on_typing(frame)
            case "presence":
                self._on_presence(frame)
            case "seen":
                self._on_seen(frame)
            case _:
                pass

    def _on_typing(self, frame: Signal) -> None:
        number = int(bool(frame.is_typing)) if frame.count is None else frame.count
        if frame.count is not None:
            self._drop_all(frame.log)
        if not number:
            self._drop(frame.log, frame.person)
            return
        told = self._typing.setdefault(frame.log, {})
        known = told.get(frame.person)
        if known is not None:
            known[1].cancel()
        timer = asyncio.get_running_loop().call_later(FORGET_SECONDS, self._drop, frame.log, frame.person)
        told[frame.person] = number, timer
        if known is None or known[0] != number:
            self._changed()

    def _on_presence(self, frame: Signal) -> None:
        if frame.person is not None and frame.state is not None and self._is_watched(frame.person):
            person, last_seen = frame.person, frame.last_seen
            self._present[person] = PersonPresence(person=person, state=frame.state, last_seen=last_seen)
            self._changed()

    def _on_seen(self, frame: Signal) -> None:
        for room, seen in self._seen.items():
            known = seen.get(frame.person or "")
            if room_log(room) == frame.log and frame.person and frame.seq and (not known or frame.seq > known.seq):
                seen[frame.person] = Receipt(person=frame.person, seq=frame.seq, at=frame.at)
                self._changed()

    def _drop(self, log: str, person: str | None) -> None:
        told = self._typing.get(log, {})
        if person in told:
            told.pop(person)[1].cancel()
            if not told:
                del self._typing[log]
            self._changed()

    def _drop_all(self, log: str) -> None:
        for person in tuple(self._typing.get(log, ())):
            self._drop(log, person)

    def _unwatch(self, log: str) -> None:
        self._watched = {room: people for room, people in self._watched.items() if room_log(room) != log}
        self._forget_unwatched()

    def _forget_unwatched(self) -> None:
        self._present = {person: one for person, one in self._present.items() if self._is_watched(person)}

    def _is_watched(self, person: str) -> bool:
        return any(person in people for people in self._watched.values())
