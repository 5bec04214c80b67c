"""The part of the judge about what follows a commit: changes are counted once, and erasures will be forgotten."""

from collections.abc import Iterator

from tests.torture.dump import Counted, Dump, Room
from tests.torture.violation import Violation


def is_followed(dump: Dump) -> bool:
    """Whether the followers have come as far as the logs."""
    return all(kept.counted is not None and kept.counted.rev == kept.head for kept in dump.values())


def follows(room: str, kept: Room) -> Iterator[Violation]:
    should_be = Counted(kept.head, len(kept.members), kept.seq, len(kept.messages))
    if kept.counted != should_be:
        yield Violation("follower", f"room {room} was counted as {kept.counted}, and is {should_be}")
    if kept.set_aside:
        yield Violation("follower", f"{kept.set_aside} changes of room {room} were set aside, and none is strange")
    messages = {message.seq: message for message in kept.messages}
    for seq, (rev, purges) in kept.trash.items():
        what = f"what message {seq} of room {room} said before it was erased at {rev}"
        message = messages.get(seq)
        if message is None or not message.erased or message.rev != rev:
            yield Violation("trash", f"{what} is kept, and the message is {message}")
        if purges != 1:
            yield Violation("job", f"{purges} jobs will forget {what}, and one should")
