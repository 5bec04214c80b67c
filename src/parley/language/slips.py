"""Words with a slip in them, for a search that finds nothing with the words as somebody typed them.

A slip is a letter that is wrong, missing or too many, or two that are swapped.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from parley.language.queries import Term

# Letters of a word that may have one slip, and two. A shorter one has too many that differ from it by one letter.
ONE, TWO = 5, 9
# As many letters as the indexes know beginnings by.
BEGINNING = 3


def forgiving(terms: Sequence[Term]) -> list[Term]:
    """The same terms, where long words that nobody has quoted may have slips."""
    return [replace(term, slips=_slips(term)) for term in terms]


@lru_cache(maxsize=256)
def beginnings(typed: str) -> tuple[str, ...]:
    """How the words begin that may be meant. Among the first letters, one may be too many or missing that stands twice,
    or two swapped: looking for any other letter would be looking through half of the index.
    """
    near = range(BEGINNING)
    swapped = (typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in near)
    dropped = (typed[:at] + typed[at + 1 :] for at in near)
    doubled = (typed[:at] + typed[at] + typed[at:] for at in near)
    return tuple(dict.fromkeys(one[:BEGINNING] for one in (typed, *swapped, *dropped, *doubled)))


@lru_cache(maxsize=4096)
def is_near(typed: str, word: str, slips: int) -> bool:
    """Whether a word, or the beginning of one, is at most so many slips away from what was typed."""
    if word[:BEGINNING] not in beginnings(typed):
        return False
    word = word[: len(typed) + slips]
    earlier: list[int] = []
    above = list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        here = [row]
        for column, other in enumerate(word, 1):
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 < column and letter == word[column - 2] and typed[row - 2] == other:
                least = min(least, earlier[column - 2] + 1)
            here.append(least)
        earlier, above = above, here
    return min(above) <= slips


def _slips(term: Term) -> int:
    (word, *others) = term.words
    if others or not term.is_begun or not word.isalpha():
        return 0
    return (len(word) >= ONE) + (len(word) >= TWO)
