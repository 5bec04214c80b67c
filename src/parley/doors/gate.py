"""Who may open a socket here: how fast and how many, from one address, by one person and in all.

The check runs before a handshake is answered, where nothing can be awaited. So each process counts by itself; limits
that processes share are in `limits`. An address is None if any number of people may be behind it.

A stranger is a client that shows no token signed by this server. Strangers share half of the pace and half of the
places, so a crowd of them cannot keep out people who are signed in. When their half is full, the gate closes the
stranger that has been silent longest: an honest client says hello within a round trip.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from parley.basics.amounts import count, rate
from parley.errors import ParleyError, RateLimited, Unavailable
from parley.guard.limits import Buckets
from parley.settings import Settings
from parley.speech.sentences import Sentence, say

# A refused client comes back after this. Beats close a socket 25 to 50 s after its client has gone.
ROOM_AFTER_MS = 30_000
SOON_MS = 1_000
CROWDED = say("Too many people are coming in at once.")

Key = TypeVar("Key", int, str)


@dataclass
class Counts:
    """The sockets that are open here. No counter holds a zero."""

    most_of_person: int | None
    people: Counter[int] = field(default_factory=Counter)
    addresses: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    waiting_strangers: int = 0
    # Strangers that have not said hello, in the order in which they came, and what closes them.
    silent: dict["Seat", Callable[[], None]] = field(default_factory=dict)

    def __len__(self) -> int:
        """The sum of all counters: zero when no socket is open."""
        sockets = self.people.total() + self.addresses.total() + self.strangers.total()
        return self.waiting + self.waiting_strangers + len(self.silent) + sockets


class Gate:
    """One per process. `clock` gives milliseconds."""

    def __init__(self, settings: Settings, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._pace = _buckets(settings.rate_handshake)
        self._pace_of_strangers = _buckets(settings.rate_handshake, share=0.5)
        self._pace_of_address = _buckets(settings.rate_handshake_address)
        self.counts = Counts(most_of_person=count(settings.sockets_person))
        self._most_of_address = count(settings.sockets_address)
        self._most_strangers = count(settings.sockets_stranger)
        self._most_waiting = count(settings.sockets_waiting)

    def check(self, address: str | None, *, is_stranger: bool) -> None:
        """Refuse a handshake: RateLimited if its address does too much, Unavailable if all of them together do.

        The address is checked first, so that one address alone cannot use up the limits of all.
        """
        if address is not None:
            if is_full(self.counts.addresses, address, self._most_of_address):
                raise RateLimited("Too many sockets are open from your address.", retry_after_ms=ROOM_AFTER_MS)
            if is_stranger and is_full(self.counts.strangers, address, self._most_strangers):
                raise RateLimited("Too many sockets from your address are not signed in.", retry_after_ms=SOON_MS)
            self._take(self._pace_of_address, address, RateLimited, say("Your address opens sockets too fast."))
        if self._most_waiting is not None:
            self._find_room(self._most_waiting, is_stranger=is_stranger)
        self._take(self._pace_of_strangers if is_stranger else self._pace, "", Unavailable, CROWDED)

    def enter(self, address: str | None, *, is_stranger: bool, cut: Callable[[], None]) -> "Seat":
        """Count a socket that has opened. `cut` closes it if it stays silent and others need its place."""
        seat = Seat(self.counts, address, is_stranger=is_stranger)
        if is_stranger:
            self.counts.silent[seat] = cut
        return seat

    def _find_room(self, most: int, *, is_stranger: bool) -> None:
        counts = self.counts
        if is_stranger and counts.waiting_strangers >= max(1, most // 2) and counts.silent:
            counts.silent.pop(next(iter(counts.silent)))()
        full = counts.waiting_strangers >= max(1, most // 2) if is_stranger else counts.waiting >= most
        if full:
            raise Unavailable(CROWDED, retry_after_ms=SOON_MS)

    def _take(self, buckets: Buckets | None, key: str, refusal: type[ParleyError], why: Sentence) -> None:
        wait_ms = None if buckets is None else buckets.take(key, self._clock())
        if wait_ms is not None:
            raise refusal(
                say("{why} Try again in {seconds} s.", why=why, seconds=wait_ms / 1000), retry_after_ms=wait_ms
            )


class Seat:
    """One socket in the counters, from its handshake to its end."""

    __slots__ = ("_address", "_counts", "_is_stranger", "_is_waiting", "_person", "_waits_as_stranger")

    def __init__(self, counts: "Counts", address: str | None, *, is_stranger: bool) -> None:
        self._counts = counts
        self._address = address
        self._is_stranger = is_stranger and address is not None
        self._is_waiting = True
        self._waits_as_stranger = is_stranger
        self._person: int | None = None
        counts.waiting += 1
        counts.waiting_strangers += is_stranger
        if address is not None:
            counts.addresses[address] += 1
            if is_stranger:
                counts.strangers[address] += 1

    def say_hello(self) -> None:
        self._counts.silent.pop(self, None)

    def sign_in(self, person: int) -> None:
        """Count the socket for its person.

        One too many is refused and not the oldest closed: that one would come back by itself and push out the next,
        for ever, and somebody who has stolen a session could push its owner out.
        """
        most = self._counts.most_of_person
        if is_full(self._counts.people, person, most):
            raise RateLimited(
                say(
                    "You have {count} connections open already. Close a tab or another program.",
                    singular="You have {count} connection open already. Close that tab or program.",
                    count=most or 0,
                ),
                retry_after_ms=ROOM_AFTER_MS,
            )
        self._counts.people[person] += 1
        self._person = person
        self._be_known()

    def welcome(self) -> None:
        """The socket has been sent its welcome, and costs little from now on."""
        if self._is_waiting:
            self._is_waiting = False
            self._counts.waiting -= 1
            self._counts.waiting_strangers -= self._waits_as_stranger

    def leave(self) -> None:
        self.say_hello()
        self.welcome()
        self._be_known()
        if self._address is not None:
            one_less(self._counts.addresses, self._address)
            self._address = None
        if self._person is not None:
            one_less(self._counts.people, self._person)
            self._person = None

    def _be_known(self) -> None:
        if self._is_stranger and self._address is not None:
            self._is_stranger = False
            one_less(self._counts.strangers, self._address)


def _buckets(text: str, share: float = 1) -> Buckets | None:
    limit = rate(text)
    return None if limit is None else Buckets(max(1, limit[0] * share), limit[1] * share)


def is_full(counter: Counter[Key], key: Key, most: int | None) -> bool:
    return most is not None and counter[key] >= most


def one_less(counter: Counter[Key], key: Key) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
