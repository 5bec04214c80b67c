"""What people type into a search, taken apart. docs/search.md describes the language.

release "known issues" -draft from:@ada in:#lobby has:link after:2026-01-31
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from parley.language.words import is_pair, words_of
from parley.speech.sentences import say

MOST_TERMS = 32
# A word that is not in quotes also finds longer ones that begin with it. Shorter than this, they would be too many.
LEAST_BEGINNING = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A quote that nobody closes goes to the end: people see results while they are still typing.
_PIECE = re.compile(r'(?P<minus>-?)(?:(?P<operator>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^\s"]+))')
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


class Misread(ValueError):
    """What is wrong with a query, in a sentence for the person who typed it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Term:
    """Words that follow each other. The last may be the beginning of a longer one if nobody has quoted it. A single one
    may have slips: see `parley.language.slips`.
    """

    words: tuple[str, ...]
    is_begun: bool = False
    slips: int = 0


@dataclass
class Query:
    """Messages have all `terms` and none of `without`, were sent from `since` on and before `until`."""

    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    not_people: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    not_rooms: list[str] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    not_mentioned: list[str] = field(default_factory=list)
    has_link: bool | None = None
    is_poll: bool | None = None
    is_pinned: bool | None = None
    is_saved: bool | None = None
    in_thread: bool | None = None
    since: int | None = None
    until: int | None = None

    @property
    def asks_for_something(self) -> bool:
        dates = self.since is not None or self.until is not None
        named = self.people or self.rooms or self.mentioned
        marks = self.has_link or self.is_poll or self.is_pinned or self.is_saved or self.in_thread
        return bool(self.terms or named or dates or marks)


def parsed(text: str, *, offset_minutes: int = 0) -> Query:
    """Days begin where they do for somebody so many minutes ahead of UTC. Raises `Misread`."""
    query = Query()
    for piece in _PIECE.finditer(text):
        is_left_out, value = bool(piece["minus"]), piece["quoted"] if piece["plain"] is None else piece["plain"]
        operator = (piece["operator"] or "").lower()
        if operator in _OPERATORS:
            _OPERATORS[operator](query, value, is_left_out, offset_minutes)
        else:
            # A colon that belongs to no operator is one of the text: https://example.org, or 12:30.
            shown = value if not operator else f"{piece['operator']}:{value}"
            _add_term(query, shown, is_left_out=is_left_out, is_quoted=piece["plain"] is None)
    for operator in re.findall(r"(?:^|\s)-?([A-Za-z]+):(?=\s|$)", _outside_quotes(text)):
        if operator.lower() in _OPERATORS:
            raise Misread(_NEEDS[operator.lower()])
    if len(query.terms) + len(query.without) > MOST_TERMS:
        raise Misread(say("A search takes {count} words and phrases at most.", count=MOST_TERMS))
    if not query.asks_for_something:
        raise Misread("Say what to look for: at least one word, or a filter such as from:@ada.")
    return query


def _add_term(query: Query, value: str, *, is_left_out: bool, is_quoted: bool) -> None:
    words = tuple(word.text for word in words_of(value).words)
    if not words:
        return
    may_go_on = not is_quoted and len(words[-1]) >= LEAST_BEGINNING and not is_pair(words[-1])
    (query.without if is_left_out else query.terms).append(Term(words, may_go_on))


def _from(query: Query, value: str, is_left_out: bool, _: int) -> None:
    (query.not_people if is_left_out else query.people).append(_named(value, "@", "from"))


def _in(query: Query, value: str, is_left_out: bool, _: int) -> None:
    (query.not_rooms if is_left_out else query.rooms).append(_named(value, "#", "in"))


def _mentions(query: Query, value: str, is_left_out: bool, _: int) -> None:
    (query.not_mentioned if is_left_out else query.mentioned).append(_named(value, "@", "mentions"))


def _has(query: Query, value: str, is_left_out: bool, _: int) -> None:
    if value.lower() in {"link", "links"}:
        query.has_link = not is_left_out
    elif value.lower() in {"poll", "polls"}:
        query.is_poll = not is_left_out
    elif value.lower() in {"pin", "pins"}:
        query.is_pinned = not is_left_out
    else:
        raise Misread(_NEEDS["has"])


def _is(query: Query, value: str, is_left_out: bool, _: int) -> None:
    if value.lower() in {"thread", "threads"}:
        query.in_thread = not is_left_out
    elif value.lower() == "saved":
        query.is_saved = not is_left_out
    else:
        raise Misread(_NEEDS["is"])


def _before(query: Query, value: str, is_left_out: bool, offset: int) -> None:
    _limit(query, None, _span(value, "before", is_left_out, offset)[0])


def _after(query: Query, value: str, is_left_out: bool, offset: int) -> None:
    _limit(query, _span(value, "after", is_left_out, offset)[1], None)


def _during(query: Query, value: str, is_left_out: bool, offset: int) -> None:
    _limit(query, *_span(value, "during", is_left_out, offset))


_OPERATORS: dict[str, Callable[[Query, str, bool, int], None]] = {
    "from": _from,
    "in": _in,
    "mentions": _mentions,
    "has": _has,
    "is": _is,
    "before": _before,
    "after": _after,
    "during": _during,
}
_NEEDS = {
    "from": "from: needs a person's handle, such as from:@ada.",
    "in": "in: needs a room's address, such as in:#lobby.",
    "mentions": "mentions: needs a person's handle, such as mentions:@ada.",
    "has": "has: finds messages with links, polls and pinned messages: write has:link, has:poll or has:pin.",
    "is": "is: finds replies in threads, and messages that you saved: write is:thread or is:saved.",
    "before": "before: needs a day, month or year, such as before:2026-01-31.",
    "after": "after: needs a day, month or year, such as after:2026-01-31.",
    "during": "during: needs a day, month or year, such as during:2026-01.",
}


def _named(value: str, sign: str, operator: str) -> str:
    name = value.strip().removeprefix(sign).lower()
    if not name:
        raise Misread(_NEEDS[operator])
    return name


def _limit(query: Query, since: int | None, until: int | None) -> None:
    if since is not None:
        query.since = max(since, query.since or 0)
    if until is not None:
        query.until = until if query.until is None else min(until, query.until)


def _span(value: str, operator: str, is_left_out: bool, offset_minutes: int) -> tuple[int, int]:
    """The first millisecond of a day, month or year, and the first after it."""
    if is_left_out:
        raise Misread(
            say(
                "{operator}: cannot be left out with a minus. Use another of before:, after: and during:.",
                operator=operator,
            )
        )
    date = _DATE.fullmatch(value)
    try:
        if date is None:
            raise ValueError(value)
        year, month, day = int(date[1]), int(date[2] or 1), int(date[3] or 1)
        begin = datetime(year, month, day, tzinfo=UTC)
        if date[3]:
            end = begin + timedelta(days=1)
        elif date[2]:
            end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        else:
            end = datetime(year + 1, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Misread(_NEEDS[operator]) from None
    shift = timedelta(minutes=offset_minutes)
    return _ms(begin - _EPOCH - shift), _ms(end - _EPOCH - shift)


def _ms(since_1970: timedelta) -> int:
    return max(since_1970 // timedelta(milliseconds=1), 0)


def _outside_quotes(text: str) -> str:
    return "".join(_even(text.split('"')))


def _even(parts: list[str]) -> Iterator[str]:
    for place, part in enumerate(parts):
        yield part if place % 2 == 0 else "x"
