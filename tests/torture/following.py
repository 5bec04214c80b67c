"""The part of the judge about what follows a commit: changes are counted once, and erasures will be forgotten."""

from collections.abc import Iterator

from tests.torture.dump import Counted, Dump, Room
from tests.torture.violation import Violation


def is_followed(dump: Dump) -> bool:
    """Whether the followers have come as far as the logs, and all that was due by now is done."""
    is_waiting = any(not (plan.is_over or plan.has_failed) for kept in dump.values() for plan in kept.plans)
    is_behind = any(kept.counted is None or kept.behind or kept.settling for kept in dump.values())
    return not (is_waiting or is_behind)


def follows(room: str, kept: Room) -> Iterator[Violation]:
    should_be = Counted(kept.head, len(kept.members), kept.seq, len(kept.messages))
    if kept.counted != should_be:
        yield Violation("follower", f"room {room} was counted as {kept.counted}, and is {should_be}")
    yield from indexes(room, kept)
    yield from takes(room, kept)
    if kept.settling:
        yield Violation("job", f"{kept.settling} jobs about mentions in room {room} are not done")
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


def indexes(room: str, kept: Room) -> Iterator[Violation]:
    """The search knows the newest state of each message that is there, and no other."""
    replies = [(root, reply) for root, thread in kept.threads.items() for reply in thread.replies]
    said = [*((0, message) for message in kept.messages), *replies]
    there = {(root, one.seq, one.rev) for root, one in said if not one.erased}
    for root, seq, rev in sorted(there ^ set(kept.indexed)):
        what = "does not know" if (root, seq, rev) in there else "knows"
        yield Violation("follower", f"the search {what} message {seq} of room {room} and thread {root} at {rev}")
    if len(kept.indexed) != len(set(kept.indexed)):
        yield Violation("follower", f"the search knows a message of room {room} twice")


def takes(room: str, kept: Room) -> Iterator[Violation]:
    """A follower that often fails takes each state once. It may miss those that were overwritten, and not the last."""
    for (seq, rev), times in kept.taken.items():
        if times != 1:
            yield Violation("follower", f"message {seq} of room {room} was taken {times} times at {rev}")
    for message in kept.messages:
        if (message.seq, message.rev) not in kept.taken:
            yield Violation("follower", f"message {message.seq} of room {room} was not taken at {message.rev}")
