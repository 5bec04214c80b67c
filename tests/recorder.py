"""A client that writes down all that it is sent, in the order in which it takes it in: a history.

Both clients' `apply` are given the same histories, so a history holds what a client applies: frames without a hole
before them, and where there was one, what `sync.get` answered.
"""

import asyncio
from typing import Any

import msgspec

from parley.client.answers import PageUnderWay, apply_details, apply_page, is_stale
from parley.client.apply import apply, is_hole, logs_behind, with_log
from parley.client.state import NOTHING_KNOWN, State
from parley.client.talks import LogState, is_thread_log, room_log
from parley.protocol.messages import Message, MessagePage
from parley.protocol.rooms import RoomDetails
from parley.protocol.sync import Changes, ServerFrame
from tests.cast import Person, Socket

Step = dict[str, Any]
# Seconds that a page takes to come, in which frames that are newer than it overtake it.
TRAVEL = 0.005


class Recorder:
    """One person's client on one device."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.state: State = NOTHING_KNOWN
        self.steps: list[Step] = []
        self._socket: Socket | None = None
        self._met_a_hole = False

    async def connect(self) -> None:
        """Come back, naming every cursor; what is missing follows on the socket."""
        self.cut()
        self.steps.append({"reconnect": True})
        self._socket = await self.person.open()
        self._socket.write({"type": "hello", **self._cursors()})

    def cut(self) -> None:
        """What had arrived and was not read yet is lost with the connection."""
        if self._socket is not None:
            self._socket.cut()
        self._socket, self._met_a_hole = None, False

    async def catch_up(self) -> None:
        """Take in what has arrived by now, and ask for what it shows to be missing."""
        while self._socket is not None and self._socket.frames:
            self._take(self._socket.frames.popleft())
        if self._met_a_hole or any(is_thread_log(log) for log in logs_behind(self.state)):
            await self.sync()

    async def sync(self) -> None:
        if self.state.epoch is not None:
            answer = await self.person.call("sync.get", **self._cursors())
            self._met_a_hole = False
            for frame in answer["frames"]:
                self._take(frame)

    async def open(self, room: str) -> None:
        """The newest page and then the members. A page older than what frames have shown is asked for again."""
        known = self.state.rooms.get(room)
        if known is None or known.cursor is not None:
            return
        await self.page(room)
        details = await self.person.call("room.get", room=room)
        self.steps.append({"details": details})
        self.state = with_details(self.state, details)

    async def open_thread(self, room: str, root: int) -> None:
        """The thread about a message, if anybody has replied."""
        details = await self.person.call("thread.get", room=room, seq=root)
        if details["thread"] is None or details["thread"]["log"] in self.state.logs:
            return
        log = details["thread"]["log"]
        self.steps.append({"thread": {"place": f"{room}/{root}", "log": log}})
        self.state = with_log(self.state, log, LogState())
        await self.page(room, log=log, thread=root)

    async def page(self, room: str, *, log: str | None = None, **place: int) -> None:
        """A page, and where in the history it was asked for: what came since is newer. A refused one is not kept."""
        asked = len(self.steps)
        under_way = PageUnderWay(self.state, log or room_log(room))
        page = await self.person.call("message.list", room=room, limit=5, **place)
        await asyncio.sleep(TRAVEL)
        await self.catch_up()
        if not under_way.is_refused(self.state, decoded(page, MessagePage)):
            self.state = with_page(self.state, page, self.steps[asked:])
            self.steps.append({"page": page, "asked": asked})

    async def mark(self, verb: str, room: str, seq: int) -> None:
        """Read up to, or unread from, one of the messages there are; what stands comes back on the socket."""
        known, position = self.state.rooms.get(room), self.state.reads.get(room)
        if known is not None and position is not None:
            first = self.state.memberships[room].first_seq
            if first <= known.last_seq:
                named = min(max(first, seq), known.last_seq)
                await self.person.call(verb, room=room, generation=position.generation, seq=named)

    def shown(self, room: str) -> tuple[Message, ...]:
        """The messages of an opened room."""
        known = self.state.rooms.get(room)
        return () if known is None or known.cursor is None else known.messages

    @property
    def is_settled(self) -> bool:
        """Nothing is known to be missing."""
        return self.state.epoch is not None and not logs_behind(self.state) and not self._met_a_hole

    def _take(self, frame: Step) -> None:
        if frame["type"] == "beat":
            return
        told = decoded(frame, ServerFrame)
        if isinstance(told, Changes) and is_hole(self.state, told):
            self._met_a_hole = True
            return
        self.steps.append({"frame": frame})
        self.state = apply(self.state, told)

    def _cursors(self) -> Step:
        return {} if self.state.epoch is None else {"epoch": self.state.epoch, "cursors": self.state.cursors}


def replay(steps: list[Step]) -> State:
    """The state that a history leaves."""
    state = NOTHING_KNOWN
    for number, step in enumerate(steps):
        if "frame" in step:
            frame = decoded(step["frame"], ServerFrame)
            assert not (isinstance(frame, Changes) and is_hole(state, frame)), "a history has no holes"
            state = apply(state, frame)
        elif "thread" in step:
            state = with_log(state, step["thread"]["log"], LogState())
        elif "page" in step:
            state = with_page(state, step["page"], steps[step["asked"] : number])
        elif "details" in step:
            state = with_details(state, step["details"])
    return state


def decoded(json: Step, kind: Any) -> Any:
    """As a client decodes it: things stay as they are until their kind is known, which only text can."""
    return msgspec.json.decode(msgspec.json.encode(json), type=kind)


def with_page(state: State, page: Step, since: list[Step]) -> State:
    frames = [decoded(step["frame"], ServerFrame) for step in since if "frame" in step]
    meanwhile = [frame for frame in frames if isinstance(frame, Changes) and frame.log == page["log"]]
    return apply_page(state, decoded(page, MessagePage), meanwhile)


def with_details(state: State, details: Step) -> State:
    told = decoded(details, RoomDetails)
    return state if is_stale(state, told) else apply_details(state, told)
