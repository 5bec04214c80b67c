"""Asking and voting, as tests do it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import update

from parley.basics.times import rfc3339
from parley.changes import room_log
from parley.process.app import Running
from parley.store.poll_tables import polls
from parley.store.polls import CLOSE
from parley.store.units import WriteTransaction, write_alone
from tests.aging import make_due
from tests.cast import Frame, Person, Room, things

OPTIONS = ["Pizza", "Sushi", "Soup"]


def in_future(**span: float) -> str:
    return rfc3339(int((datetime.now(UTC) + timedelta(**span)).timestamp() * 1000))


async def ask(person: Person, room: Room, **terms: object) -> int:
    """A poll about lunch. Returns its place."""
    poll = {"client_id": uuid4().hex, "question": "Lunch?", "options": OPTIONS} | terms
    return int((await person.call("poll.create", room=room.id, **poll))["seq"])


async def vote(person: Person, room: Room, *options: int, seq: int = 1, **place: object) -> Frame:
    return await person.call("poll.vote", room=room.id, seq=seq, options=list(options), **place)


async def poll_in(person: Person, room: Room, seq: int = 1) -> Frame:
    told = await person.call("message.list", room=room.id)
    (poll,) = [poll for poll in things(told, "poll") if poll["seq"] == seq]
    return poll


async def counts(person: Person, room: Room, seq: int = 1) -> list[int]:
    found: list[int] = (await poll_in(person, room, seq))["counts"]
    return found


async def let_time_pass(server: Running, room: Room, at: int) -> None:
    """The polls of a room were to be closed at this moment, which is over."""

    async def work(tx: WriteTransaction) -> None:
        await tx.run(update(polls).where(polls.c.room == int(room.id)).values(closes_at=at))

    await write_alone(server.services.writer, (room_log(int(room.id)),), work)


async def close_in_time(server: Running) -> None:
    """The jobs that close polls are due, and are done."""
    await make_due(server, CLOSE.name)
    while await server.runner.look():
        pass
