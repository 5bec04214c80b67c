"""What the directory shows of rooms, which follows from their logs: members, the last message, messages in a week."""

from typing import Any

from parley.changes import ROOM, Log
from parley.later.search import SEARCH, SEARCH_THREADS
from parley.protocol.rooms import Stay
from parley.store import directory
from parley.store.database import Transaction
from parley.store.directory import Counted
from parley.store.followers import Follower, Told
from parley.store.units import WriteTransaction


async def derive(tx: Transaction, told: Told) -> tuple[int, Counted]:
    room = told.log.id
    counted = await directory.with_said(tx, room, await directory.counted(tx, room))
    if told.things:
        counted = counted._replace(members=await directory.members(tx, room))
    return room, counted


async def forget(tx: WriteTransaction, log: Log) -> None:
    await directory.forget(tx, log.id)


# Counting a room takes several statements, however little people said there. When each of them was built anew, a server
# with a hundred busy rooms sent 13 % less for it (two cores, SQLite, 2026-11-30). With a small share, a busy server
# counts later, and few rooms at once keep nobody waiting.
DIRECTORY = Follower(
    name="directory", logs=ROOM, derive=derive, keep=directory.keep, forget=forget, kinds=(Stay,), stretch=10, share=0.1
)
FOLLOWERS: tuple[Follower[Any], ...] = (DIRECTORY, SEARCH, SEARCH_THREADS)
