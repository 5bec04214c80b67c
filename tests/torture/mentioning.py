"""The part of the judge about mentions: who was there when a message named them has been told so, and nobody else."""

import re
from collections.abc import Iterator

from tests.torture.dump import Kept, Room, Stay
from tests.torture.violation import Violation

NAMED = re.compile(r"@(\w+)")


def mentions(room: str, kept: Room, restoring: set[tuple[str, int]]) -> Iterator[Violation]:
    """`restoring` are the messages that somebody asked to be restored."""
    there = {message.seq: message for message in kept.messages}
    for seq, people in kept.mentions.items():
        what = f"message {seq} of room {room}"
        for person, is_there in people.items():
            if not any(stay.first_seq <= seq for stay in kept.stays.get(person, [])):
                yield Violation("leak", f"{person} was told of {what}, and never may have seen it")
            if is_there and (seq not in there or person not in there[seq].mentions.values()):
                yield Violation("ghost", f"{person} is told that {what} mentions them, and it does not")
    for message in kept.messages:
        yield from _named(room, kept, message)
        is_moved = message.edited or message.erased or (room, message.seq) in restoring
        if not is_moved:
            yield from _as_said(room, kept, message)
        for person in message.mentions.values():
            if _is_to_be_told(kept, message, person) and not kept.mentions.get(message.seq, {}).get(person):
                yield Violation("loss", f"message {message.seq} of room {room} mentions {person}, who was not told")


def _named(room: str, kept: Room, message: Kept) -> Iterator[Violation]:
    said = {name: kept.handles[name] for name in NAMED.findall(message.body) if name in kept.handles}
    if strange := message.mentions.items() - said.items():
        yield Violation(
            "ghost", f"message {message.seq} of room {room} mentions {sorted(strange)}: it does not name them"
        )


def _as_said(room: str, kept: Room, message: Kept) -> Iterator[Violation]:
    """A message mentions those whom it names and who were in the room at that place of its log. Editing, erasing and
    restoring move it to another place, where others may be in the room than when it was sent.
    """
    for name in {name for name in NAMED.findall(message.body) if name in kept.handles}:
        stays = kept.stays.get(kept.handles[name], [])
        was_there = any(_has(stay, message.rev) for stay in stays)
        if was_there != (name in message.mentions):
            was = "there" if was_there else "not there"
            yield Violation("mention", f"message {message.seq} of room {room} names {name}, who was {was} then")


def _is_to_be_told(kept: Room, message: Kept, person: str) -> bool:
    """Who has been in the room since before the message, and sees it."""
    return person != message.sender and any(
        stay.until is None and stay.since < message.rev and stay.first_seq <= message.seq
        for stay in kept.stays.get(person, [])
    )


def _has(stay: Stay, rev: int) -> bool:
    return stay.since < rev and (stay.until is None or stay.until > rev)
