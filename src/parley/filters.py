"""What a filter is: a function of yours that looks at what people write before it is kept. See docs/filters.md."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What somebody is about to say.

    What is forwarded comes as a `forward`, and a note that somebody puts before it as a `message`. The body of a poll
    is its question and its options, each on a line of its own. `thread` is the place in the room of the message that
    the thread is about.
    """

    kind: Literal["message", "edit", "poll", "scheduled", "forward"]
    body: str
    person: str
    room: str
    thread: int | None = None


@dataclass(frozen=True)
class Change:
    """It is said with another text."""

    body: str


@dataclass(frozen=True)
class Refuse:
    """It is not said, and the one who wrote it reads the reason."""

    reason: str


@dataclass(frozen=True)
class Hold:
    """It waits for a moderator, who lets it through or drops it. The author and the moderator read the reason.

    Only a message in a room or a thread can wait. An edit, a poll, a scheduled message and whatever is written in a
    direct conversation is refused instead.
    """

    reason: str


Verdict: TypeAlias = Change | Refuse | Hold | None
"""None lets it pass as it is."""

Filter: TypeAlias = Callable[[Submitted], Verdict]
