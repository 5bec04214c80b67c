"""What people order for later, and a server that does what is due."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import bindparam, func, or_, select

from parley.basics.times import rfc3339
from parley.process.app import Running
from parley.store.beside import jobs
from tests.cast import PATIENCE, Frame, Person, Room
from tests.conftest import Clock

# So far ahead that a slow machine has not come there before the clock is moved.
SOON_MS = 60_000


def at(clock: Clock, ms: int = SOON_MS) -> str:
    return rfc3339(clock() + ms)


async def schedule(person: Person, room: Room, when: str, body: str = "later", **fields: int) -> Frame:
    return await person.call("scheduled.create", room=room.id, client_id=uuid4().hex, body=body, at=when, **fields)


async def pending(person: Person) -> list[tuple[str, str | None]]:
    """The texts of what was not sent yet, and why not if it failed."""
    found = (await person.call("scheduled.list"))["scheduled"]
    return [(each["body"], each.get("failed")) for each in found]


async def remind(person: Person, when: str, **fields: object) -> Frame:
    return await person.call("reminder.create", client_id=uuid4().hex, at=when, **fields)


async def reminded(person: Person) -> list[tuple[str, bool, str | None]]:
    """The texts of reminders, whether each is due, and the message."""
    found = (await person.call("reminder.list"))["reminders"]
    return [
        (
            each["reminder"].get("text", ""),
            each["reminder"].get("due", False),
            None if each["message"] is None else each["message"]["body"],
        )
        for each in found
    ]


async def texts(person: Person, room: Room, **fields: int) -> list[str]:
    return [message["body"] for message in (await person.call("message.list", room=room.id, **fields))["messages"]]


async def pass_time(server: Running, clock: Clock, ms: int = SOON_MS) -> None:
    """Time passes, and all that is due by then is done."""
    clock.advance(ms=ms)
    which = jobs.c.kind.in_(("scheduled.send", "reminder.ring"))
    # What another look has leased is due at the end of its lease.
    left = select(func.count()).select_from(jobs).where(which, or_(jobs.c.fence > 0, jobs.c.due_at <= bindparam("now")))
    async with asyncio.timeout(PATIENCE):
        while True:
            await server.runner.look()
            row = await server.services.database.read(lambda tx: tx.one(left, {"now": clock()}))
            if row is not None and row[0] == 0:
                return
            await asyncio.sleep(0.005)


def after(years: int) -> str:
    return (datetime.now(UTC) + timedelta(days=366 * years)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
