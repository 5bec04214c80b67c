"""A follower and a kind of job that exist in the torture alone, and fail at every tenth thing.

The follower greets: it notes each change of a stay in a room, and adds a job that greets the person once. Both write
into tables of their own, whose rows nothing keeps from being there twice.
"""

from functools import partial

from msgspec import Struct
from sqlalchemy import text

from parley.changes import ROOM, Log
from parley.later.jobs import Duty, Turn
from parley.protocol.rooms import Stay
from parley.store import followers, jobs
from parley.store.database import Transaction
from parley.store.followers import Effect, Follower, Told
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction

NAME = "greeter"
TABLES = (
    "CREATE TABLE torture_noted (log BIGINT NOT NULL, person BIGINT NOT NULL, rev BIGINT NOT NULL)",
    "CREATE TABLE torture_greeted (key VARCHAR(100) NOT NULL)",
)
# Of the changes at every tenth place, each second one fails for ever, and the others at first.
EVERY = 10
TRIES_AT_FIRST = 2
_NOTE = text("INSERT INTO torture_noted (log, person, rev) VALUES (:log, :person, :rev)")
_GREET = text("INSERT INTO torture_greeted (key) VALUES (:key)")


class Clumsy(Exception):
    """What the greeter raises on purpose."""


class Greeting(Struct, frozen=True, kw_only=True):
    """Whom to greet, and for which change of their stay in which room."""

    room: int
    person: int
    rev: int


GREET = JobKind("torture.greet", Greeting)


def never_succeeds(rev: int) -> bool:
    return rev % (2 * EVERY) == 0


def fails_at_first(rev: int) -> bool:
    return rev % EVERY == 0


async def derive(tx: Transaction, told: Told) -> Effect:
    stays = [change.thing for change in told.changes if isinstance(change.thing, Stay)]
    for stay in stays:
        if never_succeeds(stay.rev):
            raise Clumsy(f"cannot read {stay.rev}")
    cursor = await followers.cursor_of(tx, GREETER, told.log)
    return partial(note, log=told.log, stays=stays, tries=cursor.tries)


async def note(tx: WriteTransaction, log: Log, stays: list[Stay], tries: int) -> None:
    for stay in stays:
        greeting = Greeting(room=log.id, person=int(stay.person), rev=stay.rev)
        await tx.run(_NOTE.bindparams(log=greeting.room, person=greeting.person, rev=greeting.rev))
        await jobs.add(tx, GREET, greeting, key=key_of(log.id, greeting.person, greeting.rev), due_at=tx.now)
        if fails_at_first(stay.rev) and tries < TRIES_AT_FIRST:
            raise Clumsy(f"cannot write {stay.rev}")


async def forget(tx: WriteTransaction, log: Log) -> None:
    await tx.run(text("DELETE FROM torture_noted WHERE log = :log").bindparams(log=log.id))


async def greet(turn: Turn, greeting: Greeting) -> None:
    async def effect(tx: WriteTransaction) -> None:
        await tx.run(_GREET.bindparams(key=turn.key))
        if greeting.rev % EVERY == EVERY - 1 and turn.job.tries <= TRIES_AT_FIRST:
            raise Clumsy(f"cannot greet {turn.key}")

    await turn.complete(effect)


def key_of(room: int | str, person: int | str, rev: int) -> str:
    return f"{room}:{person}:{rev}"


GREETER = Follower(name=NAME, logs=ROOM, derive=derive, forget=forget)
GREETINGS = Duty(GREET, greet)
