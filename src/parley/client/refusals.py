"""From an error on the wire to the class of `parley.errors` that it is, and how long to wait before trying again."""

import random

import msgspec

from parley import errors
from parley.errors import ParleyError
from parley.protocol.sync import Refused

CLASSES = {error.code: error for error in errors.ALL}
FIRST_WAIT = 0.25
LONGEST_WAIT = 30.0


def raised(told: Refused) -> ParleyError:
    """The exception for a refusal. A code that a newer server made up is told by whether to try again."""
    unknown = errors.Unavailable if told.retryable else errors.Internal
    kind = CLASSES.get(told.code, unknown)
    message = told.message if told.code in CLASSES else f"{told.code}: {told.message}"
    return kind(message, field=told.field, retry_after_ms=told.retry_after_ms)


def read_refusal(status: int, body: bytes) -> ParleyError:
    """An HTTP error's body; what stands between client and server may answer in shapes of its own."""
    try:
        return raised(msgspec.json.decode(body, type=Refused))
    except msgspec.DecodeError:
        foreign = errors.Unavailable if status >= 500 or status == 408 else errors.Internal
        return foreign(f"Something other than Parley answered, with status {status}.")


def backoff(attempt: int, *, at_least: float = 0.0) -> float:
    """Full jitter: anything up to a bound that doubles, so that many clients do not come back at once."""
    bound = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt, 10))
    return at_least + random.uniform(0, bound)  # noqa: S311 - spreads load, keeps no secret
