"""Fills the index of what messages say, which follows from the logs of rooms and threads."""

import re
from dataclasses import replace

from parley.basics.ids import number
from parley.basics.times import milliseconds
from parley.changes import ROOM, THREAD, Log
from parley.language.words import texts_of
from parley.protocol.messages import Message
from parley.protocol.rooms import Room
from parley.store import search
from parley.store.database import Transaction
from parley.store.followers import Follower, Told
from parley.store.search import Entry, News
from parley.store.units import WriteTransaction

_LINK = re.compile(r"https?://[^\s<>]", re.IGNORECASE)


async def derive(tx: Transaction, told: Told) -> News:
    """What is said and edited comes in, what is erased goes out, and what the room has dropped with its floor."""
    log = told.log.id
    said = [thing for thing in told.things if isinstance(thing, Message)]
    floors = [thing.first_seq for thing in told.things if isinstance(thing, Room)]
    return News(
        room=log,
        entries=[_entry(log, message) for message in said if not message.erased and message.notice is None],
        erased=[message.seq for message in said if message.erased],
        floor=max(floors, default=0),
    )


async def forget(tx: WriteTransaction, log: Log) -> None:
    """Nothing: deriving anew replaces each message's words, and until then the old ones are found. What has no message
    any more goes with the room's floor, which every derivation from the beginning comes across.
    """


def _entry(log: int, message: Message) -> Entry:
    words, parts = texts_of(message.body)
    marks = search.marks_of(
        room=number(message.room),
        sender=number(message.sender),
        mentioned=map(number, message.mentions.values()),
        has_link=_LINK.search(message.body) is not None,
        in_thread=message.thread is not None,
        is_poll=message.poll,
    )
    return Entry(
        room=log,
        seq=message.seq,
        rev=message.rev,
        at=milliseconds(message.created_at),
        words=words,
        parts=parts,
        marks=marks,
    )


# Short stretches: a message takes about 0.1 ms, half of it in the writer's transaction, and others' messages wait for
# that; on PostgreSQL the loop waits, too. A small share: sends may cost 15 % more with the index, also while a server
# takes all the messages that it can.
SEARCH = Follower(
    name="search",
    logs=ROOM,
    derive=derive,
    keep=search.keep,
    forget=forget,
    kinds=(Message, Room),
    stretch=20,
    rest_seconds=0.3,
    share=0.15,
)
# Indexes the replies in threads, in the same index.
SEARCH_THREADS = replace(SEARCH, name="search_threads", logs=THREAD)
