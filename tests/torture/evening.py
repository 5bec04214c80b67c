"""A good history, small enough to read. Tests plant a fault in it that the judge has to find."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import msgspec

from tests.torture.checker import check
from tests.torture.dump import Dump, Kept, Room, Stay
from tests.torture.events import Answered, Asked, Ended, Event, How, Joined, Joining, Left, Refused, Shown

LOBBY = "lobby"
CLOCK = count()


@dataclass
class Evening:
    """Ada says three things in the lobby, and bob's device hears all of them. Eve leaves after the first."""

    history: list[Event]
    lobby: Room

    @property
    def dump(self) -> Dump:
        return {LOBBY: self.lobby}

    def kinds(self) -> set[str]:
        return {violation.kind for violation in check(self.history, self.dump)}

    def find(self, kind: type[Event], **fields: Any) -> int:
        """The index of the event that has these fields."""
        return next(
            place
            for place, event in enumerate(self.history)
            if isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items())
        )

    def change(self, at: int, **fields: Any) -> None:
        self.history[at] = msgspec.structs.replace(self.history[at], **fields)

    def add(self, *events: Event) -> None:
        """Insert events before those of what devices know in the end."""
        self.history[-2:-2] = events


def asked(client_id: str, body: str = "", person: str = "ada") -> Asked:
    body = body or f"{client_id} by {person}"
    return Asked(at=next(CLOCK), person=person, room=LOBBY, client_id=client_id, body=body, door="ws")


def answered(client_id: str, seq: int, person: str = "ada") -> Answered:
    body = f"{client_id} by {person}"
    return Answered(at=next(CLOCK), person=person, room=LOBBY, client_id=client_id, body=body, seq=seq)


def refused(client_id: str, *, for_good: bool, body: str = "", person: str = "ada") -> Refused:
    body, code = body or f"{client_id} by {person}", "conflict" if for_good else "unavailable"
    return Refused(
        at=next(CLOCK), person=person, room=LOBBY, client_id=client_id, body=body, code=code, for_good=for_good
    )


def shown(person: str, message: Kept, how: How = "next", *, upto: int = 0) -> Shown:
    return Shown(
        at=next(CLOCK),
        person=person,
        device=f"{person}'s",
        room=LOBBY,
        seq=message.seq,
        rev=message.rev,
        sender=message.sender,
        client_id=message.client_id,
        body=message.body,
        how=how,
        upto=upto or message.rev,
    )


def ended(person: str, rooms: dict[str, tuple[int, int]]) -> Ended:
    return Ended(at=next(CLOCK), person=person, device=f"{person}'s", rooms=rooms, reads={}, erased={})


def an_evening() -> Evening:
    """The lobby's log: 1 to 3 its people, 4 a message, 5 eve leaves, 6 and 7 messages."""
    revs = (4, 6, 7)
    kept = [Kept(seq, rev, "ada", f"a{seq}", f"a{seq} by ada") for seq, rev in enumerate(revs, 1)]
    history: list[Event] = [
        Joining(at=next(CLOCK), person="eve", room=LOBBY),
        Joined(at=next(CLOCK), person="eve", room=LOBBY, since=3, first_seq=1),
        asked("a1"),
        answered("a1", 1),
        shown("eve", kept[0]),
        shown("bob", kept[0]),
        Left(at=next(CLOCK), person="eve", room=LOBBY, place=5),
        # No answer at first: the same again. Then one that is refused for a moment, and one for good.
        asked("a2"),
        asked("a2"),
        answered("a2", 2),
        shown("bob", kept[1]),
        asked("a2", body="something else"),
        refused("a2", for_good=True, body="something else"),
        asked("a3"),
        refused("a3", for_good=False),
        asked("a3"),
        answered("a3", 3),
        shown("bob", kept[2]),
        ended("bob", {LOBBY: (7, 3)}),
        ended("eve", {}),
    ]
    stays = {"ada": [Stay(1, None, 1)], "bob": [Stay(2, None, 1)], "eve": [Stay(3, 5, 1)]}
    return Evening(history, Room(7, 3, kept, {"ada": (0, 0), "bob": (0, 0)}, stays))
