"""Searching messages: the index says where to look, and the messages themselves what is found."""

import re
from dataclasses import replace
from typing import NamedTuple

from parley.actions.context import Context
from parley.basics.ids import number
from parley.errors import Invalid, NotFound
from parley.language import matching
from parley.language.matching import Span
from parley.language.queries import Misread, Query, parsed
from parley.language.slips import forgiving
from parley.language.words import words_of
from parley.policies import NO_ROOM
from parley.protocol.messages import Message
from parley.protocol.search import ExcerptPart, SearchHit, SearchMessages, SearchPage
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import people, rooms, search
from parley.store.database import Transaction
from parley.store.search_index import END, Chosen, Wanted
from parley.store.standing import NONE

# The best are looked for among so many: comparing a message with a query takes 0.1 ms.
BEST_OF = 200
# Slugs, handles and ids are made of these.
NAME = re.compile(r"[a-z0-9._-]{1,60}")
# Words that are nearly the same are looked for among so many a round: the index says only how they begin.
NEAR_AMONG = 100
# Where pages of words that are nearly the same go on.
NEARLY = "~"
# How often the index is asked for more when what it says turns out not to match.
ROUNDS = 5


class Found(NamedTuple):
    number: int
    message: Message
    spans: list[list[Span]]


async def messages(ctx: Context, command: SearchMessages) -> SearchPage:
    try:
        query = parsed(command.query, offset_minutes=command.offset_minutes)
    except Misread as problem:
        raise Invalid(problem.sentence, field="query") from None

    async def page(tx: Transaction, who: Standing) -> SearchPage:
        wanted = await _wanted(tx, who, query, command.room)
        found, after, nearly = await _page(tx, who.person, wanted, command)
        senders = [number(one.message.sender) for one in found]
        cards = await people.cards(tx, senders)
        return SearchPage(hits=[_shown(one) for one in found], next=after, people=cards, nearly=nearly)

    return await ctx.read(page)


async def _page(
    tx: Transaction, person: int, wanted: Wanted, command: SearchMessages
) -> tuple[list[Found], str | None, bool]:
    """With the words as somebody typed them. Only if these find nothing, words that are nearly the same count, too."""
    look = {"newest": _newest, "best": _best}[command.order]
    if not (command.after or "").startswith(NEARLY):
        found, after = await look(tx, person, wanted, command)
        if found or after or command.after is not None:
            return found, after, False
    nearly = replace(wanted, terms=forgiving(wanted.terms))
    if nearly == wanted:
        return [], None, False
    found, after = await look(tx, person, nearly, command)
    return found, f"{NEARLY}{after}" if after else None, bool(found)


async def _newest(
    tx: Transaction, person: int, wanted: Wanted, command: SearchMessages
) -> tuple[list[Found], str | None]:
    before = _place(command.after, END)[0]
    found, before = await _matching(tx, person, wanted, before=before, most=command.limit)
    return found, str(before) if before else None


async def _best(
    tx: Transaction, person: int, wanted: Wanted, command: SearchMessages
) -> tuple[list[Found], str | None]:
    """Later pages look at the messages that the first has looked at, and go on after its last hit."""
    before, score, last = _place(command.after, END)
    found, _ = await _matching(tx, person, wanted, before=before, most=BEST_OF)
    if command.after is None and found:
        before = found[0].number + 1
    by_score = sorted(((matching.score(one.spans), one.number, one) for one in found), reverse=True)
    if command.after is not None:
        by_score = [one for one in by_score if one[:2] < (score, last)]
    shown = by_score[: command.limit]
    more = len(by_score) > command.limit
    return [one for *_, one in shown], f"{before}.{shown[-1][0]}.{shown[-1][1]}" if more else None


async def _matching(tx: Transaction, person: int, wanted: Wanted, *, before: int, most: int) -> tuple[list[Found], int]:
    """So many messages that match, and the number before which there may be more; 0 if there are none."""
    found: list[Found] = []
    at_once = 1 + (NEAR_AMONG if any(term.slips for term in wanted.terms) else most)
    for _ in range(ROUNDS):
        hits = await search.found(tx, person, wanted, before=before, most=at_once)
        for hit in hits:
            if len(found) == most:
                return found, found[-1].number
            spans = matching.matches(wanted.terms, wanted.without, words_of(hit.message.body))
            if spans is not None:
                found.append(Found(hit.number, hit.message, spans))
        if len(hits) < at_once:
            return found, 0
        before = hits[-1].number
    return found, before


async def _wanted(tx: Transaction, who: Standing, query: Query, room: str | None) -> Wanted:
    mine = await search.rooms_of(tx, who.person)
    chosen = [await _room_named(tx, name, mine) for name in query.rooms]
    if room is not None:
        only = _own_room(room, mine)
        chosen = [only] if not chosen or only in chosen else [NONE]
    senders = [await _person_named(tx, handle, who) for handle in query.people]
    in_rooms = chosen or (mine if len(mine) <= search.MOST_ROOMS else [])
    any_of = [[search.room_mark(one) for one in in_rooms], [search.sender_mark(one) for one in senders]]
    mentioned = [await _person_named(tx, handle, who) for handle in query.mentioned]
    any_of += [[search.mention_mark(one) for one in mentioned]]
    any_of += [[search.LINK_MARK]] if query.has_link else []
    any_of += [[search.POLL_MARK]] if query.is_poll else []
    any_of += [[search.THREAD_MARK]] if query.in_thread else []
    any_of = [marks for marks in any_of if marks]
    if not any_of and not query.terms:
        any_of = [[search.EVERY_MARK]]
    left_out = [search.room_mark(await _room_named(tx, name, mine)) for name in query.not_rooms]
    left_out += [search.sender_mark(await _person_named(tx, handle, who)) for handle in query.not_people]
    left_out += [search.mention_mark(await _person_named(tx, handle, who)) for handle in query.not_mentioned]
    left_out += [search.LINK_MARK] if query.has_link is False else []
    left_out += [search.POLL_MARK] if query.is_poll is False else []
    left_out += [search.THREAD_MARK] if query.in_thread is False else []
    return Wanted(
        terms=query.terms,
        without=query.without,
        any_of=any_of,
        no_marks=left_out,
        sets=_sets(query),
        since=search.first_number(query.since or 0),
        before=END if query.until is None else search.first_number(query.until),
    )


def _sets(query: Query) -> list[Chosen]:
    chosen = (("saved", query.is_saved), ("pinned", query.is_pinned))
    return [Chosen(name, is_in) for name, is_in in chosen if is_in is not None]


def _own_room(room: str, mine: list[int]) -> int:
    if number(room) not in mine:
        raise NotFound(NO_ROOM, field="room")
    return number(room)


async def _room_named(tx: Transaction, name: str, mine: list[int]) -> int:
    """By its slug, also one that it had before, or by its id. Others' rooms are as if there were none."""
    if NAME.fullmatch(name) is None:
        room = NONE
    elif name.isdigit():
        room = number(name)
    else:
        row = await rooms.by_slug(tx, name)
        room = NONE if row is None else int(row.id)
    if room not in mine:
        raise Invalid(say("You are in no room #{name}.", name=name), field="query")
    return room


async def _person_named(tx: Transaction, handle: str, who: Standing) -> int:
    """Nobody's number if there is nobody: the answer is the same as for somebody who has said nothing here."""
    if handle == "me":
        return who.person
    row = await people.by_handle(tx, handle) if NAME.fullmatch(handle) else None
    return NONE if row is None else int(row.id)


def _place(after: str | None, end: int) -> tuple[int, int, int]:
    numbers = [min(int(part), end) for part in (after or str(end)).removeprefix(NEARLY).split(".")]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (numbers[0], 0, 0)


def _shown(one: Found) -> SearchHit:
    shown = matching.excerpt(one.message.body, one.spans)
    return SearchHit(
        message=one.message,
        parts=[ExcerptPart(text=piece.text, match=piece.is_match) for piece in shown.pieces],
        cut_before=shown.is_cut_before,
        cut_after=shown.is_cut_after,
    )
