"""Notices: messages that say what happened in a room, in place of something that somebody wrote."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id

# How many people a notice names. One about more has the first of them and their number.
PEOPLE_LIMIT = 10
NoticeKind = Literal[
    "added", "joined", "left", "removed", "banned", "renamed", "topic", "archived", "unarchived", "became_room"
]
RoomNotices = Annotated[
    bool,
    Meta(description="Whether the room's timeline tells of joining, leaving, renaming and the like, by notices."),
]


class Notice(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Says that a message is a notice: its `sender` did this.

    `people` are those that somebody added, removed or banned: ten at most, of `count`. `text` is the room's new name or
    its new topic. A notice cannot be edited, answered, forwarded, pinned, saved, reported or reacted to, and no search
    finds it. The room's owner and moderators delete notices as they delete messages.
    """

    kind: NoticeKind
    people: list[Id] = []
    count: int = 0
    text: str = ""
