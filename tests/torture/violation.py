"""What the judge finds: a broken promise."""

from typing import NamedTuple


class Violation(NamedTuple):
    """The kind lets runs be compared; the sentence lets somebody look."""

    kind: str
    sentence: str
