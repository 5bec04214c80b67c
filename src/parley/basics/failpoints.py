"""Instruments for tests of whole processes: places where this one dies or its disk fails, and a clock that is wrong.

    PARLEY_FAIL_AT=before-commit:kill:20             the 20th arrival there kills this process, as a power cut would
    PARLEY_FAIL_AT=after-commit:eio:3,sweep-read:kill:1
    PARLEY_CLOCK_OFFSET_S=-3600                      this process believes that it is an hour ago

They are in the program that people run, so that what is tested is that program. Both are read once, at the start, say
so in the log, and are no settings: a person who can set a process's environment can kill it anyway. Unset, a place
costs a call and one look at a global: 0.03 us, against some 30 us for a message.
"""

import errno
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FAIL_AT: Final = "PARLEY_FAIL_AT"
CLOCK_OFFSET: Final = "PARLEY_CLOCK_OFFSET_S"
VARIABLES: Final = frozenset({FAIL_AT, CLOCK_OFFSET})

# In the order in which a message comes by; the last ones are on other ways.
NAMES: Final[dict[str, str]] = {
    "command-read": "a command was read, from a socket or a request, and nothing was done about it",
    "unit-taken": "the writer took what was pending, and has not begun",
    "transaction-begun": "a transaction has begun, and nothing is locked",
    "heads-locked": "the logs' heads are locked, and no unit has run",
    "rows-written": "the units' rows are in the transaction, the heads not yet",
    "before-commit": "everything is in the transaction",
    "after-commit": "the database has committed, and nobody in this process knows",
    "before-publish": "the commit is known, and nobody was told",
    "delivered": "the hub has put it into the outboxes of the connections here",
    "before-bus": "the bus is about to send to the other processes",
    "after-bus": "Redis has taken it",
    "before-answer": "the action has a result, and its caller has not heard",
    "answer-queued": "the answer is in the socket's outbox",
    "answer-flushed": "outboxes were written to their sockets, or a request was answered",
    "before-catch-up": "a socket said hello, and nothing was read for it",
    "sweep-read": "the sweep has read where logs stand, and has not compared",
}
# Where a disk is written to or synced. SQLite's process ends there; PostgreSQL's has lost its connection.
WRITES: Final = frozenset({"rows-written", "before-commit", "after-commit"})
ACTIONS: Final = ("kill", "eio")


@dataclass(slots=True)
class Fault:
    """What is to happen at the nth arrival, and at no other."""

    action: str
    remaining: int

    def __str__(self) -> str:
        return f"{self.action} in {self.remaining}"

    def arrive(self, name: str) -> None:
        self.remaining -= 1
        if self.remaining == 0:
            if self.action == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.EIO, f"{os.strerror(errno.EIO)}, as {FAIL_AT} demands at {name}")


def faults(environ: Mapping[str, str]) -> dict[str, Fault] | None:
    """What the environment arms, by name. A ValueError says what is wrong with it, and what there is."""
    parts = [part.strip() for part in environ.get(FAIL_AT, "").split(",") if part.strip()]
    return dict(map(_fault, parts)) or None


def clock_offset_ms(environ: Mapping[str, str]) -> int:
    text = environ.get(CLOCK_OFFSET) or "0"
    try:
        return int(text) * 1_000
    except ValueError:
        raise ValueError(f"{CLOCK_OFFSET}: {text!r} is not a number of seconds") from None


def problems(environ: Mapping[str, str]) -> list[str]:
    """What of it cannot be used, a line each."""
    found = []
    for read in (faults, clock_offset_ms):
        try:
            read(environ)
        except ValueError as problem:
            found.append(str(problem))
    return found


def reach(name: str) -> None:
    """The process has come to this place."""
    if ARMED is not None and name in ARMED:
        ARMED[name].arrive(name)


def _fault(text: str) -> tuple[str, Fault]:
    name, _, rest = text.partition(":")
    action, _, nth = rest.partition(":")
    if name not in NAMES:
        listed = "\n".join(f"  {known}: {what}" for known, what in NAMES.items())
        raise ValueError(f"{FAIL_AT}: there is no place {name!r}. These there are:\n{listed}")
    if action not in ACTIONS or not nth.isdecimal() or int(nth) < 1:
        raise ValueError(f"{FAIL_AT}: {text!r} is not <name>:<action>:<nth>, with {' or '.join(ACTIONS)} for an action")
    if action == "eio" and name not in WRITES:
        raise ValueError(f"{FAIL_AT}: no disk is written to at {name!r}. eio is for {', '.join(sorted(WRITES))}")
    return name, Fault(action, int(nth))


# What cannot be used is refused with the settings, before anything is served.
ARMED: Final = None if problems(os.environ) else faults(os.environ)
CLOCK_OFFSET_MS: Final = 0 if problems(os.environ) else clock_offset_ms(os.environ)
