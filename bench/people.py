"""Fills an empty server for a measurement, through the same writer as everything else."""

import asyncio
from dataclasses import dataclass

from parley.app import operate
from parley.context import Services
from parley.protocol.rooms import CreateRoom
from parley.settings import Settings
from parley.store import migrate, people, rooms, sessions
from parley.store.units import THE_SERVER, WriteTransaction, write_alone
from parley.times import DAY


@dataclass(frozen=True)
class Member:
    """Somebody with a token, and the rooms they are in."""

    token: str
    rooms: tuple[str, ...]


async def fill(settings: Settings, *, room_count: int, members_each: int) -> list[Member]:
    """Rooms of their own people: member n of room r is in no other room."""
    async with operate(settings) as services:
        made = [_room(services, number, members_each) for number in range(room_count)]
        return [member for members in await asyncio.gather(*made) for member in members]


def prepared(settings: Settings) -> Settings:
    migrate.upgrade(settings)
    return settings


async def _room(services: Services, number: int, members_each: int) -> list[Member]:
    async def add_person(tx: WriteTransaction, handle: str) -> int:
        return await people.add(tx, handle=handle, name=handle, role="member", password_hash="", client_id=handle)

    async def work(tx: WriteTransaction) -> list[tuple[int, int, str]]:
        ids = [await add_person(tx, f"p{number}-{n}") for n in range(members_each)]
        command = CreateRoom(client_id=f"r{number}", name=f"Room {number}", slug=f"room-{number}")
        room = await rooms.add(tx, command, person=ids[0], request_hash=b"")
        found = []
        for person in ids:
            await rooms.let_in(tx, room, person, "member")
            session = await sessions.begin(tx, person=person, salt=b"", expires_at=tx.now + DAY)
            found.append((person, session, room.id))
        return found

    now = services.now()
    tokens = services.tokens
    return [
        Member(tokens.access(person=person, session=session, now=now, expires_at=now + DAY), (room,))
        for person, session, room in await write_alone(services.writer, (THE_SERVER,), work)
    ]
