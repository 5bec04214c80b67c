"""The judge: finds every broken promise, from the recorded history and what the server has in the end.

Pure functions. Other files judge sends, erasures, what devices were shown and what they may see; this one judges the
rest.
"""

from collections.abc import Iterable, Iterator

from tests.torture.dump import Dump, Room
from tests.torture.editing import Edits
from tests.torture.erasing import Erasures, beliefs
from tests.torture.events import Answered, Asked, Ended, Event, Refused, Shown
from tests.torture.keeping import Keepsakes
from tests.torture.keeping import ends as keepsakes_end
from tests.torture.mentioning import mentions
from tests.torture.planning import Plans
from tests.torture.presence import Presence
from tests.torture.reacting import Wishes
from tests.torture.replying import Replies
from tests.torture.sending import Sends, answers, order, origins, take_in
from tests.torture.sight import Sight
from tests.torture.violation import Violation
from tests.torture.voting import Votes
from tests.torture.watching import Reading, Watch


def check(history: Iterable[Event], dump: Dump) -> list[Violation]:
    """All violations; none if every promise was kept."""
    places = {room: {message.seq: message for message in kept.messages} for room, kept in dump.items()}
    sends: Sends = {}
    erasures, wishes, reading, replies = Erasures(), Wishes(), Reading(), Replies()
    edits, sight = Edits(erasures.restoring), Sight(dump, erasures.restoring)
    plans, votes, presence, keepsakes = Plans(), Votes(), Presence(), Keepsakes()
    watch = Watch(places, sends, erasures, edits, sight, plans)
    found: list[Violation] = []
    for event in history:
        for judge in (sight, erasures, edits, wishes, reading, replies, plans, votes, presence, keepsakes):
            found += judge.see(event)
        match event:
            case Asked() | Answered() | Refused():
                take_in(sends, event)
            case Shown():
                found += watch.see(event)
            case Ended():
                found += ends(event, dump)
                found += keepsakes_end(event, dump)
            case _:
                pass
    for room, kept in dump.items():
        found += numbering(room, kept)
        found += origins(room, kept, sends, edits)
        found += erasures.compare(room, kept)
        found += edits.compare(room, kept)
        found += wishes.compare(room, kept)
        found += reading.compare(room, kept)
        found += sight.compare(room, kept)
        found += replies.compare(room, kept)
        found += plans.compare(room, kept)
        found += votes.compare(room, kept)
        found += keepsakes.compare(room, kept)
        found += mentions(room, kept, erasures.restoring)
    found += answers(sends, places, erasures, edits)
    found += order(sends)
    found += presence.in_the_end()
    return found


def doors(dump: Dump, told: Dump) -> Iterator[Violation]:
    """The API returns what the database has."""
    for room, kept in dump.items():
        there = told.get(room)
        if there is None or (there.head, there.messages) != (kept.head, kept.messages):
            yield Violation("doors", f"room {room} is not told as it is kept")


def numbering(room: str, kept: Room) -> Iterator[Violation]:
    """Places run from 1 without holes, the room's count is right, and no send has two places."""
    seqs = [message.seq for message in kept.messages]
    if seqs != list(range(1, len(seqs) + 1)) or kept.seq != len(seqs):
        yield Violation("numbering", f"room {room} counts {kept.seq} messages and has {len(seqs)}: {_gap(seqs)}")
    above = [message.seq for message in kept.messages if message.rev > kept.head]
    if above:
        yield Violation("numbering", f"room {room} is at {kept.head}, and message {above[0]} came after that")
    first: dict[tuple[str, str], int] = {}
    for message in kept.messages:
        there = first.setdefault((message.sender, message.client_id), message.seq)
        if there != message.seq:
            yield Violation("duplicate", f"{message.client_id} is in room {room} at {there} and {message.seq}")


def ends(end: Ended, dump: Dump) -> Iterator[Violation]:
    """In the end a device knows what a fresh snapshot says: its rooms, and each up to its last change."""
    own = {room: kept for room, kept in dump.items() if end.person in kept.members}
    for room in end.rooms.keys() - own.keys():
        yield Violation("behind", f"{end.device} believes to be in room {room}")
    for room in own.keys() - end.rooms.keys():
        yield Violation("behind", f"{end.device} does not know that it is in room {room}")
    for room in own.keys() & end.rooms.keys():
        cursor, last = end.rooms[room]
        if (cursor, last) != (own[room].head, own[room].seq):
            there = f"the room is at {own[room].head} with {own[room].seq} messages"
            yield Violation("behind", f"{end.device} knows room {room} up to {cursor} with {last} messages; {there}")
        read = own[room].members[end.person]
        if end.reads.get(room, (0, 0)) != read:
            yield Violation("behind", f"{end.device} has read room {room} up to {end.reads.get(room)}, not {read}")
        yield from beliefs(end, room, own[room])


def _gap(seqs: list[int]) -> str:
    for place, seq in enumerate(seqs, 1):
        if seq != place:
            return f"{seq} stands where {place} should"
    return "the count is wrong"
