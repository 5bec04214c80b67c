"""One socket's incoming messages: limited in size, in rate, and in the time that one may take."""

from parley.basics.amounts import Rate
from parley.errors import Invalid, RateLimited, TooLarge
from parley.speech.sentences import say


class Inbox:
    """Joins the parts of messages, and counts frames."""

    __slots__ = ("_at", "_at_last_beat", "_burst", "_level", "_limit", "_parts", "_per_second")

    def __init__(self, *, limit: int, rate: Rate) -> None:
        self._limit = limit
        self._burst, self._per_second = rate or (0.0, 0.0)
        self._level = 0.0
        self._at = 0.0
        self._parts: bytearray | None = None
        self._at_last_beat: bytearray | None = None

    def count(self, now: float) -> RateLimited | None:
        """Count a frame. Returns its refusal if there were too many. Refused frames count too, so a flood shows."""
        if not self._per_second:
            return None
        self._level = max(0.0, self._level - (now - self._at) * self._per_second) + 1
        self._at = now
        if self._level <= self._burst:
            return None
        wait = (self._level - self._burst) / self._per_second
        return RateLimited(
            say("This socket sends too fast. Try again in {seconds} s.", seconds=wait),
            retry_after_ms=max(1, round(wait * 1000)),
        )

    @property
    def is_flooded(self) -> bool:
        """Whether a whole second burst has been refused."""
        return self._level > 2 * self._burst + 1

    def take(self, payload: bytes, *, is_first: bool, is_last: bool) -> bytes | None:
        """Take a part. Returns the message once it is whole."""
        if is_first == (self._parts is not None):
            raise Invalid("The frames of this message are out of order.")
        if len(payload) + len(self._parts or b"") > self._limit:
            raise TooLarge(say("A message to the server may have {count} bytes.", count=self._limit))
        if is_first and is_last:
            return payload
        if self._parts is None:
            self._parts = bytearray()
        self._parts += payload
        if not is_last:
            return None
        whole, self._parts = bytes(self._parts), None
        return whole

    def is_stalled(self) -> bool:
        """Called at each beat: whether a message that was incomplete at the last one still is."""
        last, self._at_last_beat = self._at_last_beat, self._parts
        return last is not None and last is self._parts
