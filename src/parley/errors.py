"""Everything that can be refused, as one tree.

ParleyError
|-- Invalid            400  4400   the request is wrong, and `field` says where
|-- Unauthenticated    401  4401   not signed in, or not any more
|-- Forbidden          403  4403   signed in, and not allowed
|-- NotFound           404         not there, or not yours: the same answer
|-- Conflict           409         somebody or something was there first
|-- Gone               410         it was there once
|-- TooLarge           413  4413   more than the limit that the message names
|-- HeldBack           423         kept for a moderator, who lets it through or drops it
|-- Outdated           426  4426   the client speaks another version: reload or update it
|-- RateLimited        429  4429   too often; `retry_after_ms` says when
|-- Internal           500  1011   our mistake
`-- Unavailable        503  4503   not now; trying again is safe
"""

from typing import ClassVar


class ParleyError(Exception):
    """A refusal that a person will read: what happened, where, what to do."""

    code: ClassVar[str]
    status: ClassVar[int]
    close_code: ClassVar[int] = 4400
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        retry_after_ms: int | None = None,
        reason: str | None = None,
        step: str | None = None,
    ) -> None:
        """`reason` is for the log: what the person who was refused must not be told. `step` is a secret, for the person
        alone: with it signing in goes on where it was refused for want of a second factor.
        """
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after_ms = retry_after_ms
        self.reason = reason
        self.step = step


class Invalid(ParleyError):
    code, status, close_code = "invalid", 400, 4400


class Unauthenticated(ParleyError):
    code, status, close_code = "unauthenticated", 401, 4401


class Forbidden(ParleyError):
    code, status, close_code = "forbidden", 403, 4403


class NotFound(ParleyError):
    code, status = "not_found", 404


class Conflict(ParleyError):
    code, status = "conflict", 409


class Gone(ParleyError):
    code, status = "gone", 410


class TooLarge(ParleyError):
    code, status, close_code = "too_large", 413, 4413


class HeldBack(ParleyError):
    code, status = "held", 423


class Outdated(ParleyError):
    code, status, close_code = "outdated", 426, 4426


class RateLimited(ParleyError):
    code, status, close_code, retryable = "rate_limited", 429, 4429, True


class Internal(ParleyError):
    code, status, close_code = "internal", 500, 1011


class Unavailable(ParleyError):
    code, status, close_code, retryable = "unavailable", 503, 4503, True


ALL: tuple[type[ParleyError], ...] = (
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Gone,
    TooLarge,
    HeldBack,
    Outdated,
    RateLimited,
    Internal,
    Unavailable,
)
