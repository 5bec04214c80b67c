"""The order that somebody gives to things of their own: favourites, sections, and the rooms in a section."""

from collections.abc import Mapping, Sequence


def with_moved(order: Sequence[int], one: int, *, before: int | None) -> list[int]:
    """The order in which `one`, which may be new, stands before another, or else at the end."""
    if before == one:
        return list(order)
    others = [each for each in order if each != one]
    at = len(others) if before is None else others.index(before)
    return [*others[:at], one, *others[at:]]


def changed_positions(order: Sequence[int], known: Mapping[int, int]) -> list[tuple[int, int]]:
    """The ones that have moved, each with its new position. Positions count from 1."""
    return [(one, position) for position, one in enumerate(order, 1) if known.get(one) != position]
