"""What the judge finds: a broken promise."""

from typing import NamedTuple


class Violation(NamedTuple):
    """The kind is for comparing runs; the sentence says where to look."""

    kind: str
    sentence: str
