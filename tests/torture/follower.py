"""What one device knows, by the rule for cursors and nothing else: a second opinion beside `parley.client`.

Of each room it keeps only how far it knows it: the checker has the messages.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from parley.protocol.messages import Message, MessagePage
from parley.protocol.reads import ReadPosition
from parley.protocol.sync import Beat, Changes, Gone, Reset, ServerFrame, Welcome
from tests.torture.history import How

Show = Callable[[Message, How, int], None]
Reach = Callable[[ReadPosition, int], None]


@dataclass(slots=True)
class View:
    """A room as far as it is known. No cursor until its first page."""

    since: int
    cursor: int | None = None
    # Up to where it is known to go on, and whether that has to be asked for.
    head: int = 0
    is_doubtful: bool = False
    last: int = 0
    # From which message on it is known, and which from there on are erased, with the change that told so.
    first: int = 1
    erased: dict[int, int] = field(default_factory=dict)
    # How far the person has read it: the generation and the place in it.
    read: tuple[int, int] = (0, 0)
    read_rev: int = 0


class Follower:
    """`show` is called with each message, how it came, and up to where in its room's log things were told with it.

    `reach` is called with the place in a room, and its stay, up to which the person has read it by now.
    """

    def __init__(self, show: Show, reach: Reach) -> None:
        self._reach = reach
        self.rooms: dict[str, View] = {}
        self.epoch: str | None = None
        self.mine = 0
        self.mine_is_doubtful = False
        self.resets = 0
        self._show = show

    def hello(self) -> dict[str, Any]:
        if self.epoch is None:
            return {"type": "hello"}
        cursors = {room: view.cursor for room, view in self.rooms.items() if view.cursor is not None}
        return {"type": "hello", "epoch": self.epoch, "cursors": cursors, "mine": self.mine}

    def take(self, frame: ServerFrame) -> None:
        match frame:
            case Welcome():
                self._welcome(frame)
            case Changes(mine=True):
                self._own(frame)
            case Changes(room=str(room)) if room in self.rooms:
                self._changes(self.rooms[room], frame)
            case Reset() if frame.room in self.rooms:
                self._reset(self.rooms[frame.room], frame)
            case Gone() if frame.room in self.rooms and self.rooms[frame.room].since < frame.at:
                del self.rooms[frame.room]
            case Beat():
                for room, head in frame.heads.items():
                    self._hear_of(room, head)
            case _:
                pass  # people's names, and answers

    def take_page(self, page: MessagePage) -> None:
        """The first page of a room opens it."""
        view = self.rooms.get(page.room)
        if view is not None and view.cursor is None:
            self._begin(view, page.head, page.messages)

    @property
    def unopened(self) -> list[str]:
        return [room for room, view in self.rooms.items() if view.cursor is None]

    @property
    def doubtful(self) -> bool:
        """Whether something is known to be missing, which `question` asks for."""
        return self.mine_is_doubtful or any(view.is_doubtful for view in self.rooms.values())

    def question(self) -> dict[str, Any]:
        cursors = {room: view.cursor for room, view in self.rooms.items() if view.is_doubtful}
        return {"epoch": self.epoch, "cursors": cursors, "mine": self.mine}

    def _welcome(self, frame: Welcome) -> None:
        if frame.epoch != self.epoch:
            self.rooms.clear()
        elif frame.mine < self.mine:
            return  # an answer to `sync.get` that was overtaken
        self.epoch, self.mine, self.mine_is_doubtful = frame.epoch, frame.mine, False
        within = {membership.room: membership.since for membership in frame.memberships}
        self.rooms = {room: self._view(room, since) for room, since in within.items()}
        self._read(frame.reads)

    def _own(self, frame: Changes) -> None:
        self.mine_is_doubtful = frame.from_ > self.mine
        if self.mine_is_doubtful or frame.to <= self.mine:
            return
        self.mine = frame.to
        for membership in frame.memberships:
            known = self.rooms.get(membership.room)
            if known is not None and known.since > membership.since:
                continue  # of an earlier stay: what was missed is told from the cursor on
            if membership.until is not None:
                self.rooms.pop(membership.room, None)
            else:
                self.rooms[membership.room] = self._view(membership.room, membership.since)
        self._read(frame.reads)

    def _view(self, room: str, since: int) -> View:
        """What is known of a room one is in. Each stay begins with nothing read."""
        view = self.rooms.get(room) or View(since)
        if view.since != since:
            view.since, view.read, view.read_rev = since, (0, 0), 0
        return view

    def _read(self, positions: list[ReadPosition]) -> None:
        for position in positions:
            view = self.rooms.get(position.room)
            if view is not None and position.rev > view.read_rev:
                view.read, view.read_rev = (position.generation, position.seq), position.rev
                self._reach(position, view.since)

    def _changes(self, view: View, frame: Changes) -> None:
        view.head = max(view.head, frame.to)
        if view.cursor is None or frame.to <= view.cursor:
            return
        if frame.from_ > view.cursor:
            view.is_doubtful = True
            return
        self._upsert(view, frame.messages, "next", frame.to)
        view.cursor = frame.to
        view.is_doubtful = view.cursor < view.head

    def _reset(self, view: View, frame: Reset) -> None:
        if frame.head >= (view.cursor or 0):
            self.resets += 1
            self._begin(view, frame.head, frame.messages)

    def _begin(self, view: View, head: int, messages: list[Message]) -> None:
        view.erased.clear()
        view.first = messages[0].seq if messages else 1
        self._upsert(view, messages, "page", head)
        view.last = messages[-1].seq if messages else 0
        view.cursor = head
        self._settle(view, head)

    def _upsert(self, view: View, messages: list[Message], how: How, upto: int) -> None:
        """By place: changes come in the order of their last change, and what was erased later comes later."""
        for message in sorted(messages, key=lambda one: one.seq):
            self._show(message, how if message.seq > view.last else "again", upto)
            view.last = max(view.last, message.seq)
            if message.erased and message.seq >= view.first:
                view.erased[message.seq] = message.rev
            elif view.erased.get(message.seq, message.rev) < message.rev:
                del view.erased[message.seq]

    def _hear_of(self, room: str, head: int) -> None:
        view = self.rooms.get(room)
        if view is not None:
            self._settle(view, head)

    def _settle(self, view: View, head: int) -> None:
        view.head = max(view.head, head)
        view.is_doubtful = view.cursor is not None and view.cursor < view.head
