"""What a language brings along."""

from dataclasses import dataclass

# What the rooms of every language are about, as it stands in their slugs; `Language.rooms` has their names.
SUBJECTS = ("general", "random", "support", "design", "sales", "events", "books", "releases")


@dataclass(frozen=True)
class Language:
    """What people are called and what they say.

    The words are chosen so that no sentence has to bend them: a thing has one gender in its language, and looks the
    same as the subject and as the object.
    """

    code: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    rooms: tuple[str, ...]
    things: tuple[str, ...]
    days: tuple[str, ...]
    lines: tuple[str, ...]
    # With {thing}, {day} and {n}, a number of two or more digits.
    sentences: tuple[str, ...]
    name: str = "{first} {last}"
    space: str = " "


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def lines(text: str) -> tuple[str, ...]:
    """One a line, however they are indented."""
    return tuple(line.strip() for line in text.strip().splitlines())
