"""The part of the judge about what people keep for themselves: what was answered is there, and no device is behind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.torture.dump import Dump, Room
from tests.torture.events import Ended, Event, Left
from tests.torture.keepsake_events import Granted, Keeping
from tests.torture.violation import Violation

# Goes by itself with the message, when that is erased or not kept any more; devices hear of it with the message's page.
SAVE = "save "


class Key(NamedTuple):
    room: str
    person: str
    what: str


@dataclass(slots=True)
class Wished:
    """What somebody asked for: what was answered last, and what may be instead of it."""

    began_at: float = 0.0
    value: str = ""
    # What was asked and has no answer, whenever that was: it may still be on its way.
    open: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Keepsakes:
    wished: dict[Key, Wished] = field(default_factory=dict)
    began: dict[Key, float] = field(default_factory=dict)
    left_at: dict[tuple[str, str], float] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        """Only remembers: the tables say what became of it."""
        match event:
            case Keeping():
                key = Key(event.room, event.person, event.what)
                wished = self.wished.setdefault(key, Wished())
                wished.open[event.value] = wished.open.get(event.value, 0) + 1
                self.began[key] = event.at
            case Granted():
                key = Key(event.room, event.person, event.what)
                wished = self.wished[key]
                wished.began_at, wished.value = self.began[key], event.value
                wished.open[event.value] -= 1
            case Left():
                self.left_at[event.room, event.person] = event.at
            case _:
                pass
        yield from ()

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        for person, what in kept.keepsakes.keys() - {(key.person, key.what) for key in self.wished if key.room == room}:
            yield Violation("ghost", f"{person} has a {what} in room {room}, and never asked for one")
        for key, wished in self.wished.items():
            if key.room != room:
                continue
            _, value = kept.keepsakes.get((key.person, key.what), (0, ""))
            if value not in self._allowed(key, wished):
                what, was = f"{key.what} of {key.person} in room {room}", wished.value or "gone"
                yield Violation("loss", f"{what} was answered as {was}, and is {value or 'not there'}")

    def _allowed(self, key: Key, wished: Wished) -> set[str]:
        allowed = {wished.value, *(value for value, count in wished.open.items() if count)}
        has_left = self.left_at.get((key.room, key.person), wished.began_at) > wished.began_at
        if has_left or key.what.startswith(SAVE):
            allowed.add("")
        return allowed


def ends(end: Ended, dump: Dump) -> Iterator[Violation]:
    """In the end a device knows of what its person keeps exactly what is there, in the last version."""
    there = {
        f"{room} {what}": found
        for room, kept in dump.items()
        for (person, what), found in kept.keepsakes.items()
        if person == end.person and not what.startswith(SAVE)
    }
    for name in there.keys() | end.keepsakes.keys():
        if end.keepsakes.get(name) != there.get(name):
            knows = f"knows {name} as {end.keepsakes.get(name)}"
            yield Violation("behind", f"{end.device} {knows}, and it is {there.get(name)}")
