"""What one device knows, by the rule for cursors and nothing else: a second opinion beside `parley.client`.

Of each room it keeps only how far it knows it: the checker has the messages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.protocol.messages import Message
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership
from tests.torture.events import How
from tests.torture.frames import Arrival, End, Heads, Keepsakes, Own, Page, Part, Stretch, cursors

Show = Callable[[Message, How, int], None]
Hear = Callable[[str, int, Sequence[str]], None]
Mention = Callable[[str, int, int], None]
Reach = Callable[[ReadPosition, int], None]


@dataclass(slots=True)
class View:
    """What is known of a room, in the stay that began at `since`. It has no cursor until its first page."""

    since: int
    # The first message that may be read in this stay.
    first_seq: int
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

    `hear` is called with a room and up to where its log was told, when no message came with it that would say so, and
    with the people whose cards came and whom nothing else there names. `reach` is called with the place in a room, and
    its stay, up to which the person has read it by now. `mention` is called with a room, a message that something is
    about, and up to where the log was told with it.
    """

    def __init__(self, show: Show, hear: Hear, reach: Reach, mention: Mention) -> None:
        self.rooms: dict[str, View] = {}
        self.keepsakes: Keepsakes = {}
        self.epoch: str | None = None
        self._own_log = ""
        self.mine = 0
        self.mine_is_doubtful = False
        self.resets = 0
        self._show = show
        self._hear = hear
        self._reach = reach
        self._mention = mention

    def hello(self) -> dict[str, Any]:
        if self.epoch is None:
            return {"type": "hello"}
        known = {room: view.cursor for room, view in self.rooms.items() if view.cursor is not None}
        return {"type": "hello", "epoch": self.epoch, "cursors": cursors(known, self._own_log, self.mine)}

    def take(self, part: Part | None) -> None:
        match part:
            case Arrival():
                self._arrive(part)
            case Own():
                self._own(part)
            case Stretch():
                self._stretch(part)
            case Page():
                self._page(part)
            case End() if part.room in self.rooms and self.rooms[part.room].since < part.at:
                del self.rooms[part.room]
            case Heads():
                for room, head in part.heads.items():
                    self._hear_of(room, head)
            case _:
                pass  # people's names, and answers

    @property
    def unopened(self) -> list[str]:
        return [room for room, view in self.rooms.items() if view.cursor is None]

    @property
    def doubtful(self) -> bool:
        """Whether changes are known to be missing, which `question` asks for."""
        return self.mine_is_doubtful or any(view.is_doubtful for view in self.rooms.values())

    def question(self) -> dict[str, Any]:
        known = {room: view.cursor for room, view in self.rooms.items() if view.is_doubtful and view.cursor is not None}
        return {"epoch": self.epoch, "cursors": cursors(known, self._own_log, self.mine)}

    def _arrive(self, part: Arrival) -> None:
        if part.epoch != self.epoch:
            self.rooms.clear()
        elif part.mine < self.mine:
            return  # an answer to `sync.get` that was overtaken
        self.epoch, self._own_log = part.epoch, part.own
        self.mine, self.mine_is_doubtful = part.mine, False
        self.rooms = {membership.room: self._view(membership) for membership in part.memberships}
        self.keepsakes = dict(part.keepsakes)
        self._read(part.reads)

    def _own(self, part: Own) -> None:
        self.mine_is_doubtful = part.after > self.mine
        if self.mine_is_doubtful or part.upto <= self.mine:
            return
        self.mine = part.upto
        for membership in part.memberships:
            known = self.rooms.get(membership.room)
            if known is not None and known.since > membership.since:
                continue  # of an earlier stay: what was missed is told from the cursor on
            if membership.until is not None:
                self.rooms.pop(membership.room, None)
            else:
                self.rooms[membership.room] = self._view(membership)
        for name, (rev, value) in part.keepsakes.items():
            if rev > self.keepsakes.get(name, (0, ""))[0]:
                self.keepsakes[name] = (rev, value)
        self._read(part.reads)

    def _view(self, membership: Membership) -> View:
        """What is known of a joined room. Each stay begins with nothing read."""
        view = self.rooms.get(membership.room) or View(membership.since, membership.first_seq)
        if view.since != membership.since:
            view.since, view.first_seq = membership.since, membership.first_seq
            view.read, view.read_rev = (0, 0), 0
        return view

    def _read(self, positions: list[ReadPosition]) -> None:
        for position in positions:
            view = self.rooms.get(position.room)
            if view is not None and position.rev > view.read_rev:
                view.read, view.read_rev = (position.generation, position.seq), position.rev
                self._reach(position, view.since)

    def _stretch(self, part: Stretch) -> None:
        self._hear_beside(part)
        view = self.rooms.get(part.room)
        if view is not None:
            view.head = max(view.head, part.upto)
        if view is None or view.cursor is None or part.upto <= view.cursor:
            self._pass_over(part)
        elif part.after > view.cursor:
            view.is_doubtful = True
            self._pass_over(part)
        else:
            self._upsert(view, part.messages, "next", part.upto)
            view.cursor = part.upto
            view.is_doubtful = view.cursor < view.head

    def _page(self, part: Page) -> None:
        """The first page of a room opens it, and a fresh one replaces what is known."""
        self._hear_beside(part)
        view = self.rooms.get(part.room)
        if view is not None and (view.cursor is None or (part.is_fresh and part.upto >= view.cursor)):
            self.resets += part.is_fresh
            self._begin(view, part.upto, part.messages)
        else:
            self._pass_over(part)

    def _begin(self, view: View, head: int, messages: list[Message]) -> None:
        view.erased.clear()
        view.first = messages[0].seq if messages else view.first_seq
        self._upsert(view, messages, "page", head)
        view.last = messages[-1].seq if messages else view.first_seq - 1
        view.cursor = head
        self._settle(view, head)

    def _upsert(self, view: View, messages: list[Message], how: How, upto: int) -> None:
        """In order of place: frames are in order of last change, in which an erased message comes later."""
        for message in sorted(messages, key=lambda one: one.seq):
            self._show(message, how if message.seq > view.last else "again", upto)
            view.last = max(view.last, message.seq)
            if message.erased and message.seq >= view.first:
                view.erased[message.seq] = message.rev
            elif view.erased.get(message.seq, message.rev) < message.rev:
                del view.erased[message.seq]

    def _pass_over(self, part: Stretch | Page) -> None:
        """The view does not use it, but it was sent, so record it."""
        for message in part.messages:
            self._show(message, "unused", part.upto)
        if not part.messages:
            self._hear(part.room, part.upto, ())

    def _hear_beside(self, part: Stretch | Page) -> None:
        if part.strangers:
            self._hear(part.room, part.upto, part.strangers)
        for seq in part.mentioned:
            self._mention(part.room, seq, part.upto)

    def _hear_of(self, room: str, head: int) -> None:
        view = self.rooms.get(room)
        if view is not None:
            self._settle(view, head)
        else:
            self._hear(room, head, ())

    def _settle(self, view: View, head: int) -> None:
        view.head = max(view.head, head)
        view.is_doubtful = view.cursor is not None and view.cursor < view.head
