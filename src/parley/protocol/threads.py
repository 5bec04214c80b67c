"""Threads: replies that stand beside a room, under the message that they are about."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, LogName, Rev, Seq, Time
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.rooms import Room

# How many of the people who replied a summary names.
FACES_LIMIT = 3
Root = Annotated[Seq, Meta(description="The place in the room of the message that the thread is about: its root.")]


class Thread(Struct, frozen=True, kw_only=True, tag="thread", tag_field="thing", omit_defaults=True):
    """What a room's log says of the thread about the message at `seq`: how many replies there are, when the last one
    was said, and who were the first to reply.

    Replies are in `log`, which has places of its own and goes up to `head`. Every change in it is a change here, too:
    a client that shows the thread asks `sync.get` when `head` is above its cursor. With an `until` there is no reply
    any more.
    """

    seq: Root
    log: LogName
    head: Rev
    count: int
    last_at: Time
    first: list[Id]
    until: Rev | None = None
    rev: Rev


class Follow(Struct, frozen=True, kw_only=True, tag="follow", tag_field="thing", omit_defaults=True):
    """You follow the thread about the message at `seq`, and have read it up to its reply at `read`. It is in your own
    log, and there unless it has an `until`.
    """

    room: Id
    seq: Root
    log: LogName
    read: Seq
    since: Rev
    until: Rev | None = None
    rev: Rev


class GetThread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message, and the thread about it if there is one."""

    room: Id
    seq: Root


class ThreadDetails(Struct, frozen=True, kw_only=True):
    """The message, and what there is about it of these kinds."""

    root: Message
    thread: Thread | None
    follow: Follow | None
    people: dict[Id, Card]


class FollowThread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Follow a thread. People who reply in one, or said what it is about, follow it already. Repeating it changes
    nothing.
    """

    room: Id
    seq: Root


class UnfollowThread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Follow a thread no longer. If you do not follow it, nothing changes. Your next reply follows it again."""

    room: Id
    seq: Root


class MarkThread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """You have read a thread up to a reply. That only moves forward, and is kept of threads that you follow."""

    room: Id
    seq: Root
    read: Seq


class ListThreads(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the threads that you follow, in all rooms, the one with the last reply first. `before` is the `next` of
    the page before.
    """

    before: Annotated[str, Meta(pattern=r"^[0-9]{1,15}\.[1-9][0-9]{0,18}$(?!\n)")] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 30


class FollowedThread(Struct, frozen=True, kw_only=True):
    """A thread, the message that it is about, its last reply, and how many replies you have not read."""

    follow: Follow
    thread: Thread
    root: Message
    last: Message | None
    unread: int


class ThreadPage(Struct, frozen=True, kw_only=True):
    """`next` leads to the next page. `unread` is in how many of all threads that you follow there is something new, but
    for rooms that you muted wholly.
    """

    threads: list[FollowedThread]
    next: str | None
    unread: int
    rooms: dict[Id, Room]
    people: dict[Id, Card]
