"""A run of a log's messages without holes, what is about them, and whether there is more on either side."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from parley.client.rows import Things, renewed, upserted
from parley.protocol.messages import QUOTE_LIMIT, Message, Quote
from parley.things import kind_of

# A room that is only listened to keeps this many messages; what falls out can be had again as a page.
KEPT = 2_000


class Span(Struct, frozen=True, kw_only=True):
    messages: tuple[Message, ...] = ()
    has_before: bool = False
    has_after: bool = False
    # What is outside of the span and answered in it, by place.
    quotes: Mapping[int, Quote] = {}
    # By message: things of any kind with a place, which come, stay and go with their message.
    about: Mapping[int, Things] = {}


def said_in(things: Iterable[Struct]) -> list[Message]:
    return [thing for thing in things if isinstance(thing, Message)]


def quote_of(message: Message) -> Quote:
    return Quote(
        seq=message.seq,
        rev=message.rev,
        sender=message.sender,
        body=message.body[:QUOTE_LIMIT],
        erased=message.erased,
    )


def upsert(span: Span, incoming: Sequence[Struct], quotes: Sequence[Quote] = ()) -> Span:
    """Takes in what changed: inside the span the higher `rev` wins; a new message belongs only after the newest."""
    messages = list(span.messages)
    has_after = span.has_after
    for message in sorted(said_in(incoming), key=lambda message: message.seq):
        place = message.seq - messages[0].seq if messages else 0
        if 0 <= place < len(messages):
            messages[place] = max(messages[place], message, key=lambda version: version.rev)
        elif place == len(messages) and not has_after:
            messages.append(message)
        elif place >= len(messages):
            has_after = True
    dropped = max(0, len(messages) - max(KEPT, len(span.messages)))
    kept = tuple(messages[dropped:])
    return Span(
        messages=kept,
        has_before=span.has_before or dropped > 0,
        has_after=has_after,
        quotes=_quotes(kept, span.quotes, (*said_in(incoming), *messages[:dropped]), quotes),
        about=_about(kept, _upserted(span.about, incoming)),
    )


def leaves_hole(span: Span, incoming: Iterable[Struct], first: int) -> bool:
    """Whether something is missing between the newest message and those said after it, in a room that shows all from
    `first` on. One erased meanwhile stands later in the log: told in stretches, it comes after what was said after it.
    """
    place = max(first, _last(span) + 1 if span.messages else first)
    said = sorted({message.seq for message in said_in(incoming) if message.seq >= place})
    return not span.has_after and said != list(range(place, place + len(said)))


def from_place(span: Span, first: int) -> Span:
    """The span without what is before this place, which is not kept any more."""
    if any(seq < first for seq in span.quotes):
        span = structs.replace(span, quotes={seq: quote for seq, quote in span.quotes.items() if seq >= first})
    if not span.messages or _first(span) > first or (_first(span) == first and not span.has_before):
        return span
    kept = tuple(message for message in span.messages if message.seq >= first)
    return Span(messages=kept, has_after=span.has_after, quotes=span.quotes, about=_about(kept, span.about))


def join(span: Span, page: Span, head: int) -> Span:
    """Joins a page that was read at `head` to the span where they touch; one that lies apart takes the span's place."""
    if not span.messages:
        return page
    if not page.messages:
        # Two pages can be under way. An empty one that was read earlier knows nothing of what was said since.
        is_older = span.messages[0].rev > head
        return Span(
            messages=span.messages,
            has_before=span.has_before and (page.has_before or is_older),
            has_after=span.has_after and page.has_after,
            quotes=span.quotes,
            about=span.about,
        )
    if _first(page) > _last(span) + 1 or _last(page) < _first(span) - 1:
        return page
    rows = {message.seq: message for message in span.messages}
    about = dict(span.about)
    for message in page.messages:
        seq, known = message.seq, rows.get(message.seq)
        if known is None or message.rev > known.rev:
            rows[seq] = message
        told = page.about.get(seq, {})
        about[seq] = renewed(about.get(seq, {}), (row for kind in told.values() for row in kind.values()), head)
    messages = tuple(rows[seq] for seq in sorted(rows))
    return Span(
        messages=messages,
        has_before=_at_edge(_first(span) - _first(page), span.has_before, page.has_before),
        has_after=_at_edge(_last(page) - _last(span), span.has_after, page.has_after),
        quotes=_quotes(messages, span.quotes, (), tuple(page.quotes.values())),
        about=_about(messages, about),
    )


def _quotes(
    messages: Sequence[Message], known: Mapping[int, Quote], said: Iterable[Message], told: Iterable[Quote]
) -> Mapping[int, Quote]:
    """The quotes of what these messages answer outside of them, each in its newest state."""
    wanted = {message.reply_to for message in messages if message.reply_to is not None}
    if not wanted:
        return {}
    first, last = messages[0].seq, messages[-1].seq
    found: dict[int, Quote] = {}
    for quote in (*known.values(), *told, *(quote_of(message) for message in said if message.seq in wanted)):
        is_wanted = quote.seq in wanted and not first <= quote.seq <= last
        if is_wanted and (quote.seq not in found or quote.rev > found[quote.seq].rev):
            found[quote.seq] = quote
    return found


def _upserted(known: Mapping[int, Things], incoming: Iterable[Struct]) -> Mapping[int, Things]:
    by_place: dict[int, list[Struct]] = {}
    for thing in incoming:
        place = kind_of(thing).place_of(thing)
        if place is not None and not isinstance(thing, Message):
            by_place.setdefault(place, []).append(thing)
    return {**known, **{place: upserted(known.get(place, {}), things) for place, things in by_place.items()}}


def _about(messages: Sequence[Message], known: Mapping[int, Things]) -> Mapping[int, Things]:
    """Keep the things about these messages. An erased message loses its own."""
    if not known or not messages:
        return {}
    first, last = messages[0].seq, messages[-1].seq
    within = {place: things for place, things in known.items() if first <= place <= last and things}
    return {place: things for place, things in within.items() if not messages[place - first].erased}


def _at_edge(page_reaches_further_by: int, span: bool, page: bool) -> bool:
    """Whose word counts about what lies beyond: the one that reaches further, or both if they end alike."""
    if page_reaches_further_by > 0:
        return page
    return span if page_reaches_further_by < 0 else span and page


def _first(span: Span) -> int:
    return span.messages[0].seq


def _last(span: Span) -> int:
    return span.messages[-1].seq
