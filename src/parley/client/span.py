"""A run of a room's messages without holes, and whether there is more on either side of it."""

from collections.abc import Sequence

from msgspec import Struct

from parley.protocol.messages import Message

# A room that is only listened to keeps this many messages; what falls out can be had again as a page.
KEPT = 2_000


class Span(Struct, frozen=True, kw_only=True):
    messages: tuple[Message, ...]
    has_before: bool
    has_after: bool


def upsert(span: Span, incoming: Sequence[Message]) -> Span:
    """Takes in changed messages: inside the span the higher `rev` wins; a new one belongs only after the newest."""
    messages = list(span.messages)
    has_after = span.has_after
    for message in sorted(incoming, key=lambda message: message.seq):
        place = message.seq - messages[0].seq if messages else 0
        if 0 <= place < len(messages):
            messages[place] = max(messages[place], message, key=lambda version: version.rev)
        elif place == len(messages) and not has_after:
            messages.append(message)
        elif place >= len(messages):
            has_after = True
    dropped = max(0, len(messages) - max(KEPT, len(span.messages)))
    return Span(messages=tuple(messages[dropped:]), has_before=span.has_before or dropped > 0, has_after=has_after)


def leaves_hole(span: Span, incoming: Sequence[Message], first: int) -> bool:
    """Whether something is missing between the newest message and those said after it, in a room that shows all from
    `first` on. One erased meanwhile stands later in the log: told in stretches, it comes after what was said after it.
    """
    place = max(first, _last(span) + 1 if span.messages else first)
    said = sorted({message.seq for message in incoming if message.seq >= place})
    return not span.has_after and said != list(range(place, place + len(said)))


def from_place(span: Span, first: int) -> Span:
    """The span without what is before this place, which is not kept any more."""
    if not span.messages or _first(span) > first or (_first(span) == first and not span.has_before):
        return span
    kept = tuple(message for message in span.messages if message.seq >= first)
    return Span(messages=kept, has_before=False, has_after=span.has_after)


def join(span: Span, page: Span) -> Span:
    """Joins a page to the span where they touch; a page that lies apart takes the span's place."""
    if not span.messages:
        return page
    if not page.messages:
        return Span(
            messages=span.messages,
            has_before=span.has_before and page.has_before,
            has_after=span.has_after and page.has_after,
        )
    if _first(page) > _last(span) + 1 or _last(page) < _first(span) - 1:
        return page
    rows = {message.seq: message for message in span.messages}
    for message in page.messages:
        known = rows.get(message.seq)
        if known is None or message.rev > known.rev:
            rows[message.seq] = message
    return Span(
        messages=tuple(rows[seq] for seq in sorted(rows)),
        has_before=_at_edge(_first(span) - _first(page), span.has_before, page.has_before),
        has_after=_at_edge(_last(page) - _last(span), span.has_after, page.has_after),
    )


def _at_edge(page_reaches_further_by: int, span: bool, page: bool) -> bool:
    """Whose word counts about what lies beyond: the one that reaches further, or both if they end alike."""
    if page_reaches_further_by > 0:
        return page
    return span if page_reaches_further_by < 0 else span and page


def _first(span: Span) -> int:
    return span.messages[0].seq


def _last(span: Span) -> int:
    return span.messages[-1].seq
