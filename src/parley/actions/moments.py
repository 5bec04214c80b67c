"""Times that people choose for something to happen."""

from parley.basics.times import DAY, milliseconds
from parley.errors import Invalid

# A leap year.
FURTHEST_MS = 366 * DAY


def moment_ahead(at: str, now: int, *, field: str = "at") -> int:
    """A time that is still to come, and within a year."""
    try:
        moment = milliseconds(at)
    except ValueError as error:
        raise Invalid("There is no such time.", field=field) from error
    if moment <= now:
        raise Invalid("This time has passed. Choose a later one.", field=field)
    if moment > now + FURTHEST_MS:
        raise Invalid("This time is more than a year away. Choose an earlier one.", field=field)
    return moment
