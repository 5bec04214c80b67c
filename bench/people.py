"""Fills an empty server for a measurement, through the same writer as everything else."""

import asyncio
from dataclasses import dataclass

from parley.actions.context import Services
from parley.basics.ids import request_hash
from parley.basics.times import DAY
from parley.changes import THE_SERVER, room_log
from parley.process.services import operate
from parley.protocol.rooms import CreateRoom
from parley.settings import Settings
from parley.store import people, rooms, sessions
from parley.store.schema import messages
from parley.store.units import WriteTransaction, write_alone

BODY = "Message {} of a room in which much has been said already, as long as people's messages usually are."
MESSAGES_A_UNIT = 20_000


@dataclass(frozen=True)
class Member:
    """Somebody with a token, the rooms they are in, and which of their rooms' people they are."""

    person: int
    token: str
    rooms: tuple[str, ...]
    place: int


async def fill(settings: Settings, *, groups: int, people_each: int, rooms_each: int = 1) -> list[Member]:
    """Groups of people who are in the same rooms, and in no others."""
    async with operate(settings) as services:
        made = [_group(services, number, people_each, rooms_each) for number in range(groups)]
        return [member for members in await asyncio.gather(*made) for member in members]


async def talk(settings: Settings, member: Member, count: int) -> None:
    """So many messages of this member's in their first room."""
    room = int(member.rooms[0])
    log = room_log(room)

    async def work(tx: WriteTransaction) -> None:
        stay = await rooms.open_stay(tx, room, member.person)
        assert stay is not None  # noqa: S101 - for the type checker
        rows = []
        for _ in range(min(MESSAGES_A_UNIT, count)):
            seq, rev = tx.seq(log), tx.rev(log)
            body = BODY.format(seq)
            named = (member.person, stay.since, f"n{seq}", request_hash(body))
            given = (room, seq, rev, *named, body, tx.now, *(None,) * 4, room)
            rows.append((*given, *(None,) * (len(messages.columns) - len(given))))
        await tx.insert(messages, rows)

    async with operate(settings) as services:
        for _ in range(0, count, MESSAGES_A_UNIT):
            await write_alone(services.writer, (log,), work)


async def _group(services: Services, number: int, people_each: int, rooms_each: int) -> list[Member]:
    async def add_person(tx: WriteTransaction, handle: str) -> int:
        return await people.add(tx, handle=handle, name=handle, role="member", password_hash="", client_id=handle)

    async def add_room(tx: WriteTransaction, name: str, ids: list[int]) -> str:
        command = CreateRoom(client_id=name, name=name, slug=name)
        room = await rooms.add(tx, command, person=ids[0], request_hash=b"")
        for person in ids:
            await rooms.let_in(tx, room, person, "owner" if person == ids[0] else "member")
        return room.id

    async def work(tx: WriteTransaction) -> list[tuple[int, int, tuple[str, ...]]]:
        ids = [await add_person(tx, f"p{number}-{n}") for n in range(people_each)]
        theirs = tuple([await add_room(tx, f"room-{number}-{n}", ids) for n in range(rooms_each)])
        return [
            (person, await sessions.begin(tx, person=person, salt=b"", expires_at=tx.now + DAY), theirs)
            for person in ids
        ]

    now = services.now()
    tokens = services.tokens
    return [
        Member(person, tokens.access(person=person, session=session, now=now, expires_at=now + DAY), theirs, place)
        for place, (person, session, theirs) in enumerate(await write_alone(services.writer, (THE_SERVER,), work))
    ]
