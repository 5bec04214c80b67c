"""Turns errors on the wire into classes of `parley.errors`, and says how long to wait before a retry."""

import random

import msgspec

from parley import errors
from parley.errors import ParleyError
from parley.protocol.sync import Refused

CLASSES = {error.code: error for error in errors.ALL}
FIRST_WAIT = 0.25
LONGEST_WAIT = 30.0


def raised(told: Refused) -> ParleyError:
    """The exception for a refusal. For a newer server's unknown code, `retryable` decides."""
    unknown = errors.Unavailable if told.retryable else errors.Internal
    kind = CLASSES.get(told.code, unknown)
    message = told.message if told.code in CLASSES else f"{told.code}: {told.message}"
    return kind(message, field=told.field, retry_after_ms=told.retry_after_ms, step=told.step)


def read_refusal(status: int, body: bytes) -> ParleyError:
    """The exception for an HTTP error. A proxy between client and server may answer in a shape of its own."""
    try:
        return raised(msgspec.json.decode(body, type=Refused))
    except msgspec.DecodeError:
        foreign = errors.Unavailable if status >= 500 or status == 408 else errors.Internal
        return foreign(f"Something other than Parley answered, with status {status}.")


def backoff(attempt: int, *, at_least: float = 0.0) -> float:
    """Full jitter: any time up to a bound that doubles, so that many clients do not reconnect at once."""
    bound = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt, 10))
    return at_least + random.uniform(0, bound)  # noqa: S311 - spreads load, keeps no secret
