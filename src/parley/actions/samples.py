"""Filling a server with people, rooms and talk that never were, for tests and loads.

What people do here goes through the actions that they would use. Only the accounts are made by a unit of their own,
because they share one password: to hash it for each of them would take hours.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

from parley.actions import messages, rooms
from parley.actions import sessions as session_actions
from parley.actions.context import Caller, Context
from parley.actions.names import clean_name
from parley.actions.server_name import name_of
from parley.basics.ids import new_token
from parley.changes import THE_SERVER, person_log, room_log
from parley.errors import Conflict, Forbidden
from parley.guard.common import refuse_weak
from parley.policies import Policy, be_in_room, signed_in
from parley.protocol.accounts import EndSession
from parley.protocol.messages import SendMessage, Sent
from parley.protocol.people import PersonRole
from parley.protocol.rooms import CreateRoom, Room
from parley.samples.crowd import Crowd, SamplePerson, SampleRoom, people_of, rooms_of, talk_of
from parley.speech.sentences import say
from parley.store import facts, groups, people, sessions
from parley.store import rooms as rooms_store
from parley.store.units import WriteTransaction, write_alone

PREFIX = "user-"
# A unit of so many rows holds up nobody else's for long.
TOGETHER = 100
ROOMS_AT_ONCE = 8
# Two full batches: one is made while the other commits. What waits is all that is in memory of a million messages.
MESSAGES_IN_FLIGHT = 2_000


@dataclass(frozen=True)
class Terms:
    """What the people share, and whether they may come to a server that is not theirs alone."""

    password: str = field(repr=False)
    session_ms: int
    force: bool


@dataclass(frozen=True)
class Settler:
    """Somebody with an account and a session. `rooms` are ids, in the order in which they were joined."""

    person: int
    handle: str
    role: PersonRole
    session: int
    expires_at: int
    rooms: list[str] = field(default_factory=list)


@dataclass
class Filled:
    """What has been written so far: for the progress line, and for the summary if it is interrupted."""

    people: list[Settler] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    stays: int = 0
    messages: int = 0


async def populate(
    ctx: Context, crowd: Crowd, terms: Terms, filled: Filled, keep: Callable[[Iterator[str]], None] | None
) -> None:
    """Add the crowd to the server. `keep` is given a line a bearer; without it the sessions end with the talk."""
    if ctx.services.settings.https and not terms.force:
        raise Forbidden(
            say(
                "{address} is an address that strangers may reach, and they could sign in with the one password "
                "that all of these people share. Populate a server of your own, or say --force.",
                address=ctx.services.settings.base_url,
            )
        )
    await _add_people(ctx, crowd, terms, filled)
    sample_rooms = list(rooms_of(crowd))
    await _add_rooms(ctx, sample_rooms, filled)
    await _let_in(ctx, sample_rooms, filled)
    if keep is not None:
        keep(_bearers(ctx, filled.people))
    try:
        await _talk(ctx, crowd, sample_rooms, filled)
    finally:
        if keep is None:
            await _sign_out(ctx, filled.people)


async def _add_people(ctx: Context, crowd: Crowd, terms: Terms, filled: Filled) -> None:
    """In one unit after another, so that their handles are in the order of the server's log."""
    server = await ctx.database.read(name_of, ctx.services.settings)
    refuse_weak(terms.password, server=server, handle=PREFIX)
    hashed = await ctx.services.passwords.hash(terms.password)
    first = await ctx.database.read(people.count) + 1
    newcomers = enumerate(people_of(crowd), first)

    async def work(tx: WriteTransaction) -> list[Settler]:
        if not (terms.force or filled.people) and await people.any_person(tx):
            raise Conflict(
                "There are people on this server already, and these would mix with them for good. Name a fresh one in "
                "PARLEY_DATA_DIR or PARLEY_DATABASE_URL, or say --force."
            )
        # The first person owns the server, which counts as set up from then on.
        await facts.drop(tx, facts.SETUP_TOKEN)
        return [await _add_person(ctx, tx, f"{PREFIX}{number}", one, hashed, terms) for number, one in chunk]

    while chunk := list(islice(newcomers, TOGETHER)):
        filled.people += await write_alone(ctx.writer, (THE_SERVER,), work)


async def _add_person(
    ctx: Context, tx: WriteTransaction, handle: str, sample: SamplePerson, hashed: str, terms: Terms
) -> Settler:
    if await people.by_handle(tx, handle) is not None or await groups.keeps(tx, handle):
        raise Conflict(say("The handle {handle} is taken: somebody chose it before.", handle=handle))
    role: PersonRole = "member" if await people.any_person(tx) else "owner"
    person = await people.add(
        tx, handle=handle, name=clean_name(sample.name), role=role, password_hash=hashed, client_id=new_token()
    )
    expires_at = tx.now + terms.session_ms
    session = await sessions.begin(tx, person=person, salt=ctx.services.tokens.new_salt(), expires_at=expires_at)
    return Settler(person, handle, role, session, expires_at)


async def _add_rooms(ctx: Context, sample_rooms: Sequence[SampleRoom], filled: Filled) -> None:
    for start in range(0, len(sample_rooms), TOGETHER):
        chunk = sample_rooms[start : start + TOGETHER]
        owners = [filled.people[sample.members[0]] for sample in chunk]
        made = [_add_room(_as(ctx, owner, signed_in), sample) for owner, sample in zip(owners, chunk, strict=True)]
        for owner, room in zip(owners, await asyncio.gather(*made), strict=True):
            owner.rooms.append(room.id)
            filled.rooms.append(room)
            filled.stays += 1


async def _add_room(owner: Context, sample: SampleRoom) -> Room:
    """Under its own slug, or the first free one like it."""
    slug, client_id = sample.slug, new_token()
    for number in count(2):
        command = CreateRoom(
            client_id=client_id,
            name=sample.name,
            kind="private" if slug is None else "public",
            slug=slug,
            topic=sample.topic,
        )
        try:
            return (await rooms.create(owner, command)).room
        except Conflict as refusal:
            if refusal.field != "slug":
                raise
            slug = f"{sample.slug}-{number}"
    raise AssertionError("counting never ends")


async def _let_in(ctx: Context, sample_rooms: Sequence[SampleRoom], filled: Filled) -> None:
    """By a unit of their own: into a private room nobody comes alone."""

    async def let_in(room: Room, newcomers: Sequence[Settler]) -> None:
        async def work(tx: WriteTransaction) -> None:
            for one in newcomers:
                await rooms_store.let_in(tx, room, one.person, "member")

        logs = (room_log(int(room.id)), *(person_log(one.person) for one in newcomers))
        await write_alone(ctx.writer, logs, work)
        filled.stays += len(newcomers)
        for one in newcomers:
            one.rooms.append(room.id)

    waiting = (
        let_in(room, [filled.people[place] for place in sample.members[start : start + TOGETHER]])
        for room, sample in zip(filled.rooms, sample_rooms, strict=True)
        for start in range(1, len(sample.members), TOGETHER)
    )
    await _all(waiting, at_once=ROOMS_AT_ONCE)


async def _talk(ctx: Context, crowd: Crowd, sample_rooms: Sequence[SampleRoom], filled: Filled) -> None:
    speakers = [_as(ctx, one, be_in_room) for one in filled.people]
    under_way: deque[asyncio.Future[Sent]] = deque()
    try:
        for said in talk_of(crowd, sample_rooms, [one.handle for one in filled.people]):
            command = SendMessage(room=filled.rooms[said.room].id, client_id=f"sample-{said.number}", body=said.body)
            under_way.append(messages.submit(speakers[said.sender], command))
            if len(under_way) == MESSAGES_IN_FLIGHT:
                if not under_way[0].done():
                    await asyncio.wait({under_way[0]})  # for it, not on it: it is not ours to cancel
                under_way.popleft().result()
                filled.messages += 1
    finally:
        # An interrupted run reports what was written, and the writer will finish these.
        answers = await asyncio.gather(*under_way, return_exceptions=True)
        filled.messages += sum(isinstance(answer, Sent) for answer in answers)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer


async def _sign_out(ctx: Context, settlers: Iterable[Settler]) -> None:
    await _all((session_actions.end(_as(ctx, one, signed_in), EndSession()) for one in settlers), at_once=TOGETHER)


def _bearers(ctx: Context, settlers: Iterable[Settler]) -> Iterator[str]:
    """An access token that lasts as long as its session, the person's id, and the ids of the rooms they are in."""
    tokens, now = ctx.services.tokens, ctx.now()
    for one in settlers:
        token = tokens.access(person=one.person, session=one.session, now=now, expires_at=one.expires_at)
        yield " ".join([token, str(one.person), *one.rooms])


def _as(ctx: Context, settler: Settler, may: Policy) -> Context:
    return Context(ctx.services, Caller(settler.person, settler.session, settler.role, settler.expires_at), may)


async def _all(work: Generator[Coroutine[Any, Any, Any], None, None], *, at_once: int) -> None:
    """Do all of it, taken in its order, so many at a time. The first refusal ends it, and so does being cancelled."""

    async def some() -> None:
        for one in work:
            await one

    running = [asyncio.create_task(some()) for _ in range(at_once)]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        work.close()
        # What is under way will be written all the same: waiting for it makes the count right.
        outcomes = await asyncio.gather(*running, return_exceptions=True)
    for outcome in outcomes:
        if outcome is not None:
            raise outcome
