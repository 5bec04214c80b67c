"""Messages: what people came for, and how they are changed."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, LogName, Rev, Seq, Things, Time
from parley.protocol.notices import Notice
from parley.protocol.people import Card, Handle

BODY_LIMIT = 8000
QUOTE_LIMIT = 200
Root = Annotated[
    Seq, Meta(description="The thread about the message at this place of the room, instead of the room itself.")
]
Wide = Literal["room", "here"]
Body = Annotated[str, Meta(min_length=1, max_length=BODY_LIMIT, description="The text, in Markdown.")]


class Forwarded(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Says that a message ends with a copy of another one, which `sender` sent `at` that time, somewhere else.

    The last `lines` lines of the body are the copy, each after "> "; an empty line is before them if the message has a
    text of its own. `erased` says that the copy was taken away: its author, or somebody who may, deleted the original.
    """

    sender: Id
    at: Time
    lines: Annotated[int, Meta(ge=1)]
    erased: bool = False


class GroupMention(Struct, frozen=True, kw_only=True, gc=False):
    """A group that a message mentions, and the people whom it mentions thereby: those of its members who were in the
    room. `people` is empty if they are more than a message may call; then none of them is notified.
    """

    group: Id
    people: list[Id]


class Message(Struct, frozen=True, kw_only=True, tag="message", tag_field="thing", gc=False, omit_defaults=True):
    """A message. (room, seq) is its identity for ever; `rev` says which version of it this is.

    `edited_at` is when its sender last changed the text. `reply_to` is the place of the message that it answers. An
    erased message keeps its place: its `body` is empty, it answers nothing, and nothing is about it any more.

    A reply in a thread is in the thread's log, and (room, thread, seq) is its identity: `thread` is the place in the
    room of the message that the thread is about. `from_thread` says of a room's message that it was said in the thread
    of the message that it answers, too; from then on they are two messages.

    `mentions` has the members of the room that the text mentions: their ids, by their handles as they were written.
    `groups` has the groups that it mentions in the same way, if any of their members were in the room.
    `wide` says that the text calls everybody in the room, or those who are online. `poll` says that there is a
    poll about it. `forwarded` says that it ends with a copy of a message from somewhere else. `notice` says that nobody
    wrote it: it tells what `sender` did, and `body` is for programs that do not know notices.
    """

    room: Id
    seq: Seq
    rev: Rev
    sender: Id
    client_id: str
    body: str
    created_at: Time
    edited_at: Time | None = None
    reply_to: Seq | None = None
    erased: bool = False
    thread: Seq | None = None
    from_thread: bool = False
    mentions: dict[Handle, Id] = {}
    groups: dict[Handle, GroupMention] = {}
    wide: Wide | None = None
    poll: bool = False
    forwarded: Forwarded | None = None
    notice: Notice | None = None


class Quote(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What a reply shows of the message that it answers, as of its `rev`: the first 200 characters of the body.

    It comes with the reply, because the message can be far outside of what a client has loaded. Later changes of the
    message change the quote too.
    """

    seq: Seq
    rev: Rev
    sender: Id
    body: str
    erased: bool = False


class Version(Struct, frozen=True, kw_only=True):
    """The text of a message from `at` on, with the `rev` that the message had then."""

    rev: Rev
    body: str
    at: Time


class SendMessage(Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Say something in a room. Sending the same `client_id` again returns the first message's place.

    `reply_to` is the place of the message that this one answers, which you must be able to see. With a `thread`, it is
    said in the thread about that message; the first reply opens the thread, and `reply_to` is another reply in it.
    `also_in_room` says it in the room as well, as an answer to that message: either both are said, or neither is.
    """

    room: Id
    client_id: ClientId
    body: Body
    reply_to: Seq | None = None
    thread: Root | None = None
    also_in_room: bool = False


class Sent(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The message is on disk, at this place: in its room's log, or in the thread's `log`."""

    room: Id
    seq: Seq
    rev: Rev
    client_id: str
    log: LogName | None = None


class ListMessages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of a room or a thread: the newest, or before, after or around a place. Name at most one of these.

    `at` is a place too: that of the first message sent at this time or later, or else of the newest.
    """

    room: Id
    before: Seq | None = None
    after: Seq | None = None
    around: Seq | None = None
    at: Time | None = None
    thread: Root | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class MessagePage(Struct, frozen=True, kw_only=True):
    """Messages in order of `seq`, as of `head`: for a log not opened before, that is the first cursor.

    `things` are about these messages, and as complete as they are. So are `own`, from the caller's own log. `quotes`
    has the messages outside of the page that messages in it answer, without those that the caller may not see.
    """

    log: LogName
    head: Rev
    messages: list[Message]
    things: Things
    own: Things
    has_before: bool
    has_after: bool
    people: dict[Id, Card]
    quotes: list[Quote] = []


class EditMessage(Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """Change the text of your own message, for as long as the room allows. The old text stays in its history."""

    room: Id
    seq: Seq
    body: Body
    thread: Root | None = None


class Edited(Struct, frozen=True, kw_only=True, gc=False):
    """The message has this text as of this `rev`. Saving the same text again changes nothing."""

    room: Id
    seq: Seq
    rev: Rev


class GetHistory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The versions of a message: the newest page, or the page before a `rev`."""

    room: Id
    seq: Seq
    before: Rev | None = None
    thread: Root | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


class MessageHistory(Struct, frozen=True, kw_only=True):
    """Versions of a message, oldest first; the newest is its present text. An erased message has none."""

    versions: list[Version]
    has_before: bool


class EraseMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take away what a message says, one's own or as a room's owner. Its place stays. Erasing twice is erasing once.

    The person who erased it can undo that with `message.restore` for ten seconds. The thread about a message goes with
    it, and comes back with it.
    """

    room: Id
    seq: Seq
    thread: Root | None = None


class Erased(Struct, frozen=True, kw_only=True):
    """What the message said is gone, as of this `rev`. `undo_ms` is for how long you can still restore it."""

    room: Id
    seq: Seq
    rev: Rev
    undo_ms: int


class RestoreMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Undo an erasure of yours, within ten seconds: text, history and reactions are back. Doing so twice is doing so
    once.
    """

    room: Id
    seq: Seq
    thread: Root | None = None


class Restored(Struct, frozen=True, kw_only=True):
    """The message says again what it said, as of this `rev`."""

    room: Id
    seq: Seq
    rev: Rev
