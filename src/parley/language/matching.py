"""Whether a text has what a query looks for, where, and how well: the databases only say where it may be.

An index can be a moment behind its messages. So what people are shown was compared with the text itself.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parley.language.queries import Term
from parley.language.slips import is_near
from parley.language.words import Word, Words

# What is shown of a long message: up to so many characters, of which so many come before the first match.
EXCERPT = 280
LEAD = 60


class Span(NamedTuple):
    start: int
    end: int
    is_whole: bool = True


def matches(terms: Sequence[Term], without: Sequence[Term], words: Words) -> list[list[Span]] | None:
    """Where the text has each of the terms. None if it does not have one, or has one that is to be left out."""
    if any(any(_places(term, words)) for term in without):
        return None
    found = [list(_places(term, words)) for term in terms]
    return found if all(found) else None


def score(found: Sequence[Sequence[Span]]) -> int:
    """How well a text matches: whole words before beginnings, then terms that are near each other, then many."""
    whole = sum(8 for spans in found if any(span.is_whole for span in spans))
    often = sum(min(len(spans), 4) - 1 for spans in found)
    firsts = sorted(spans[0].start for spans in found)
    is_near = len(firsts) > 1 and firsts[-1] - firsts[0] <= EXCERPT // 4
    return whole + often + (6 if is_near else 0)


class Piece(NamedTuple):
    text: str
    is_match: bool


class Excerpt(NamedTuple):
    """A part of a text in pieces, and whether something of the text comes before and after it."""

    pieces: list[Piece]
    is_cut_before: bool
    is_cut_after: bool


def excerpt(text: str, found: Sequence[Sequence[Span]]) -> Excerpt:
    """The text around the first match."""
    spans = _joined([span for spans in found for span in spans])
    begin = _word_boundary(text, spans[0].start - LEAD) if spans and len(text) > EXCERPT else 0
    end = min(begin + EXCERPT, len(text))
    pieces, at = [], begin
    for span in spans:
        if span.start >= end:
            break
        pieces += [Piece(text[at : span.start], False), Piece(text[span.start : min(span.end, end)], True)]
        at = min(span.end, end)
    pieces.append(Piece(text[at:end], False))
    return Excerpt([piece for piece in pieces if piece.text], begin > 0, end < len(text))


def _places(term: Term, words: Words) -> Iterator[Span]:
    length, last = len(term.words), len(term.words) - 1
    for at in range(len(words.words) - last):
        here = words.words[at : at + length]
        if all(_is(term, place, word) for place, word in enumerate(here)):
            yield Span(here[0].start, here[-1].end, here[-1].text == term.words[-1])
    if length == 1:
        yield from (
            Span(part.start, part.end, part.text == term.words[0]) for part in words.parts if _is(term, 0, part)
        )


def _is(term: Term, place: int, word: Word) -> bool:
    wanted = term.words[place]
    if term.slips:
        return is_near(wanted, word.text, term.slips)
    begins = term.is_begun and place == len(term.words) - 1
    return word.text.startswith(wanted) if begins else word.text == wanted


def _joined(spans: list[Span]) -> list[Span]:
    """In order, and without overlapping: pairs of characters do."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _word_boundary(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at, at + LEAD // 2)
    return at if space < 0 else space + 1
