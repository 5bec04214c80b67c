"""The part of the judge about what follows a commit: each change has its effect once, what cannot be taken is set
aside, each job is done once, and erasures will be forgotten.
"""

from collections import Counter
from collections.abc import Iterator

from tests.torture import greeting
from tests.torture.dump import Counted, Dump, Room
from tests.torture.violation import Violation


def is_followed(dump: Dump) -> bool:
    """Whether the followers have come as far as the logs, and the jobs that they added are done."""
    return all(
        kept.counted is not None and kept.counted.rev == kept.head == kept.greeter.rev and not kept.greeter.waiting
        for kept in dump.values()
    )


def follows(room: str, kept: Room) -> Iterator[Violation]:
    should_be = Counted(kept.head, len(kept.members), kept.seq, len(kept.messages))
    if kept.counted != should_be:
        yield Violation("follower", f"room {room} was counted as {kept.counted}, and is {should_be}")
    for follower, revs in kept.set_aside.items():
        if follower != greeting.NAME:
            yield Violation("follower", f"{follower} set {revs} of room {room} aside, and none is strange")
    yield from notes(room, kept)
    yield from greets(room, kept)
    yield from forgets(room, kept)


def notes(room: str, kept: Room) -> Iterator[Violation]:
    """The greeter notes each change of a stay once, but those that it cannot take, each of which it sets aside once.

    A stay that ended before the greeter came to its beginning has only its end.
    """
    stays = [(person, stay) for person, of_person in kept.stays.items() for stay in of_person]
    last = {(person, stay.until or stay.since) for person, stay in stays}
    changes = last | {(person, stay.since) for person, stay in stays}
    noted, aside = Counter(kept.greeter.noted), Counter(kept.set_aside.get(greeting.NAME, ()))
    for change, times in noted.items():
        if times > 1:
            yield Violation("follower", f"the change of {change} in room {room} was noted {times} times")
        if change not in changes or greeting.never_succeeds(change[1]):
            yield Violation("follower", f"a change of {change} was noted in room {room}, which cannot be")
    for person, rev in last - noted.keys():
        if not aside[rev]:
            what = f"the change of {person} at {rev} of room {room}"
            yield Violation("follower", f"{what} was neither noted nor set aside")
    for rev, times in aside.items():
        if times > 1 or not greeting.never_succeeds(rev):
            yield Violation("follower", f"{rev} of room {room} was set aside {times} times; should it be at all?")


def greets(room: str, kept: Room) -> Iterator[Violation]:
    """Each change that was noted is greeted for once."""
    keys = {greeting.key_of(room, person, rev) for person, rev in kept.greeter.noted}
    done = Counter(kept.greeter.greeted)
    for key in done.keys() - keys:
        yield Violation("job", f"{key} was greeted, and nobody noted it")
    for key in keys:
        if done[key] != 1:
            yield Violation("job", f"{key} was greeted {done[key]} times")


def forgets(room: str, kept: Room) -> Iterator[Violation]:
    messages = {message.seq: message for message in kept.messages}
    for seq, (rev, purges) in kept.trash.items():
        what = f"what message {seq} of room {room} said before it was erased at {rev}"
        message = messages.get(seq)
        if message is None or not message.erased or message.rev != rev:
            yield Violation("trash", f"{what} is kept, and the message is {message}")
        if purges != 1:
            yield Violation("job", f"{purges} jobs will forget {what}, and one should")
