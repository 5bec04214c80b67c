"""The part of the judge about threads: answered replies are there once, in order, and read by those alone who may."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.torture.dump import Kept, Room, Thread
from tests.torture.events import Event, Joining, Left, Replied, Replying, ThreadRead
from tests.torture.violation import Violation


class Place(NamedTuple):
    """A thread: its room, and the message that it is about."""

    room: str
    root: int


class Answer(NamedTuple):
    """Where the server said that a reply is, when it said so first, and whose it is."""

    seq: int
    at: float
    person: str


@dataclass(slots=True)
class Replies:
    """By thread and `client_id`, which names its sender: what was asked, and what was answered."""

    asked: dict[Place, dict[str, Replying]] = field(default_factory=dict)
    answered: dict[Place, dict[str, Answer]] = field(default_factory=dict)
    left_at: dict[tuple[str, str], float] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        match event:
            case Replying():
                self.asked.setdefault(Place(event.room, event.root), {})[event.client_id] = event
            case Replied():
                yield from self._answer(event)
            case ThreadRead():
                yield from self._page(event)
            case Left():
                self.left_at[event.person, event.room] = event.at
            case Joining():
                self.left_at.pop((event.person, event.room), None)
            case _:
                pass

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """With the message that it is about, a thread goes."""
        erased = {message.seq for message in kept.messages if message.erased}
        in_room = {message.client_id for message in kept.messages}
        for root in {place.root for place in self.asked if place.room == room} | kept.threads.keys():
            thread = kept.threads.get(root, Thread(None))
            if root not in erased:
                yield from self._thread(Place(room, root), thread, in_room)
            elif thread.number is not None:
                yield Violation("unerased", f"room {room} tells of a thread about {root}, which is erased")

    def _answer(self, event: Replied) -> Iterator[Violation]:
        known = self.answered.setdefault(Place(event.room, event.root), {})
        first = known.setdefault(event.client_id, Answer(event.seq, event.at, event.person))
        if first.seq != event.seq:
            what = f"{event.client_id} in the thread {event.root} of room {event.room}"
            yield Violation("answers", f"{what} was answered {first.seq} and {event.seq}")

    def _page(self, page: ThreadRead) -> Iterator[Violation]:
        place = Place(page.room, page.root)
        read = f"{page.person} read the thread {page.root} of room {page.room}"
        if self.left_at.get((page.person, page.room), page.asked_at) < page.asked_at:
            yield Violation("leak", f"{read} after they had left")
        seqs = [seq for seq, _, _ in page.replies]
        first = seqs[0] if seqs else 1
        if seqs != list(range(first, first + len(seqs))):
            yield Violation("hole", f"{read} as {seqs}")
        there = {client_id: seq for seq, client_id, _ in page.replies}
        for client_id, answer in self.answered.get(place, {}).items():
            if answer.at < page.asked_at and answer.seq >= first and there.get(client_id) != answer.seq:
                yield Violation("loss", f"{read} without {client_id}, which had been answered at {answer.seq}")
        for _, client_id, body in page.replies:
            asked = self.asked.get(place, {}).get(client_id)
            if asked is None or asked.body != body:
                yield Violation("ghost", f"{read}, and nobody sent {client_id} there with that body")

    def _thread(self, place: Place, thread: Thread, in_room: set[str]) -> Iterator[Violation]:
        where = f"the thread {place.root} of room {place.room}"
        there = {reply.client_id: reply for reply in thread.replies}
        seqs = [reply.seq for reply in thread.replies]
        if seqs != list(range(1, len(seqs) + 1)):
            yield Violation("numbering", f"{where} has the places {seqs}")
        if len(there) != len(seqs):
            yield Violation("duplicate", f"{where} has {len(seqs)} replies, and {len(there)} were sent")
        if (thread.number or 0) != len(seqs):
            yield Violation("tally", f"room {place.room} tells of {thread.number} in {where}, which has {len(seqs)}")
        for client_id, answer in self.answered.get(place, {}).items():
            if client_id not in there or there[client_id].seq != answer.seq:
                yield Violation("loss", f"{client_id} was answered at {answer.seq} of {where} and is not there")
        for reply in thread.replies:
            yield from self._reply(where, reply, self.asked.get(place, {}).get(reply.client_id), in_room)

    def _reply(self, where: str, reply: Kept, asked: Replying | None, in_room: set[str]) -> Iterator[Violation]:
        if asked is None or (asked.person, asked.body) != (reply.sender, reply.body):
            yield Violation("ghost", f"{reply.sender} never sent {reply.client_id} to {where} as it is")
        elif asked.is_twice != (reply.client_id in in_room):
            yield Violation("half", f"{reply.client_id} is in {where}, and in the room too: {not asked.is_twice}")
