"""Frames: how state reaches a client, live or after an absence. Applied by upsert, the higher `rev` winning."""

from typing import Annotated, Any

from msgspec import Meta, Raw, Struct, field

from parley.protocol.accounts import Token
from parley.protocol.base import Id, LogName, Rev, Seq, Things
from parley.protocol.messages import Quote
from parley.protocol.people import Card, Language, Me
from parley.protocol.rooms import Room
from parley.protocol.server import ServerInfo
from parley.protocol.signals import Signal

# The logs that one `hello` can name. Whoever follows more asks for the others as they are opened.
CURSOR_LIMIT = 500
Epoch = Annotated[str, Meta(max_length=128)]
Cursors = Annotated[dict[LogName, Rev], Meta(max_length=CURSOR_LIMIT)]
Ref = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Complete = Annotated[
    list[str], Meta(description="The kinds of which `things` has all there is: any other thing of them is gone.")
]


class GetSync(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `hello` would answer: the welcome, then for each log with a cursor its changes, a reset or `gone`."""

    epoch: Epoch | None = None
    cursors: Cursors = {}


class Frames(Struct, frozen=True, kw_only=True):
    """Frames to be applied in this order."""

    frames: list["Welcome | Changes | Reset | Gone"]


class Envelope(Struct, frozen=True, kw_only=True, gc=False):
    """The two reserved names of every frame from a client, read before the rest so that an error can echo `ref`."""

    type: str
    ref: Ref | None = None


class Hello(
    Struct, frozen=True, kw_only=True, tag="hello", tag_field="type", forbid_unknown_fields=True, omit_defaults=True
):
    """The first frame, within ten seconds. `ticket` signs in a page of another origin.

    `language` is the one in which the socket's refusals are written, instead of what `Accept-Language` said when it
    opened. They are in English if the server does not speak it.
    """

    epoch: Epoch | None = None
    cursors: Cursors = {}
    ticket: Token | None = None
    language: Language | None = None


class Welcome(Struct, frozen=True, kw_only=True, tag="welcome", tag_field="type", omit_defaults=True):
    """Who you are, the rooms you are in, how far each has come and you have read it, from one snapshot.

    `things` are those of your own log, of mentions those that you have not read, and `rooms` the rows of the rooms you
    are in: a room that is not among them is not yours any more. `heads` has the logs of these rooms, your own and,
    unless you are a guest, the server's. `people` has the cards of those in direct conversations, and of people you
    blocked. Another `epoch` than the client's own means that all its cursors and things are void.
    """

    epoch: Epoch
    you: Me
    log: LogName
    things: Things
    complete: Complete
    rooms: dict[Id, Room]
    heads: dict[LogName, Rev]
    last_seqs: dict[LogName, Seq]
    settings: ServerInfo
    people: dict[Id, Card] = {}


class Changes(Struct, frozen=True, kw_only=True, tag="changes", tag_field="type", omit_defaults=True):
    """What changed in one log after `from` up to `to`.

    If `from` is not above the cursor: upsert, and the cursor becomes the larger of itself and `to`. If it is,
    something is missing: wait 20 ms for what was overtaken, then ask `sync.get`. Things come in order of `rev`: a
    message that was erased may stand in a later frame than what was said after it, which `sync.get` has whole.
    `people` and `rooms` have what the things name, from other logs. `quotes` has the messages that the frame's messages
    answer, without those that are in it and those that you may not see.
    """

    log: LogName
    from_: Rev = field(name="from")
    to: Rev
    things: Things = []
    people: dict[Id, Card] = {}
    rooms: dict[Id, Room] = {}
    quotes: list[Quote] = []


class Reset(Struct, frozen=True, kw_only=True, tag="reset", tag_field="type", omit_defaults=True):
    """Too much changed to replay: drop the log's things and begin again from its newest page, at cursor `head`.

    `own` has the things of your own log that are about the messages of that page.
    """

    log: LogName
    head: Rev
    things: Things
    own: Things = []
    complete: Complete
    has_before: bool
    people: dict[Id, Card] = {}
    rooms: dict[Id, Room] = {}
    quotes: list[Quote] = []


class Gone(Struct, frozen=True, kw_only=True, tag="gone", tag_field="type"):
    """You do not follow this log any more, as of this place in it. Drop it."""

    log: LogName
    at: Rev


class Ok(Struct, frozen=True, kw_only=True, tag="ok", tag_field="type", gc=False):
    """A command's answer: its result, typed per verb in the documents."""

    ref: Ref
    result: Raw


class Refused(Struct, frozen=True, kw_only=True, tag="error", tag_field="type", omit_defaults=True):
    """A command's refusal, or without `ref` the reason why the socket is about to close."""

    ref: Ref | None = None
    code: str
    message: str
    retryable: bool
    retry_after_ms: int | None = None
    field: str | None = None
    # With which signing in goes on, where the first step was right and a second factor is required.
    step: str | None = None


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type"):
    """Every 25 seconds, with the heads that changed since the last one, so that a lost last message shows."""

    heads: dict[LogName, Rev] = {}


class ClientBeat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type", forbid_unknown_fields=True):
    """Still here."""


class Drain(Struct, frozen=True, kw_only=True, tag="drain", tag_field="type"):
    """The server is about to stop: come back after this long. The times are spread, so keep to yours."""

    reconnect_after_ms: int


ServerFrame = Welcome | Changes | Reset | Gone | Ok | Refused | Beat | Drain | Signal
JsonObject = dict[str, Any]
