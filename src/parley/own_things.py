"""The kinds of things in people's own logs. `parley.things` has the table of all kinds."""

from msgspec import Struct

from parley.changes import PERSON, ROOM, THREAD, Effect, End, Enter, Leave, log_name
from parley.kinds import Thing
from parley.protocol.blocks import Block
from parley.protocol.drafts import Draft
from parley.protocol.favourites import Favourite
from parley.protocol.held import Held
from parley.protocol.mentions import Mention
from parley.protocol.mutes import Mute
from parley.protocol.polls import OPTIONS_LIMIT, Vote
from parley.protocol.reactions import Reaction
from parley.protocol.reads import ReadPosition
from parley.protocol.reminders import Reminder
from parley.protocol.rooms import Membership
from parley.protocol.saves import Save
from parley.protocol.scheduled import Scheduled
from parley.protocol.sections import Section, SectionRoom
from parley.protocol.threads import Follow


class SessionState(Struct, frozen=True, kw_only=True, tag="session", tag_field="thing"):
    """A session of the person whose log this is in began or ended. It never travels."""

    session: int
    has_ended: bool
    rev: int


def _membership_effect(own: Membership, person: int) -> Effect:
    room = int(own.room)
    if own.until is not None:
        return Leave(person=person, room=room, since=own.since, at=own.until)
    return Enter(person=person, room=room, since=own.since, first_seq=own.first_seq)


MEMBERSHIP = Thing(
    wire=Membership,
    log=PERSON,
    key=("room", "since"),
    shown_by=("room",),
    table="stays",
    log_column="person",
    columns={"rev": "mine_rev"},
    ended="until",
    rooms=("room",),
    effect=_membership_effect,
)
READ = Thing(
    wire=ReadPosition,
    log=PERSON,
    key=("room",),
    table="stays",
    log_column="person",
    columns={"generation": "read_generation", "seq": "read_seq", "rev": "read_rev"},
    ended="until",
)
REACTION = Thing(
    wire=Reaction,
    log=PERSON,
    key=("room", "seq", "emoji"),
    table="reactions",
    log_column="person",
    ended="until",
    about=("room", "seq"),
)
VOTE = Thing(
    wire=Vote,
    log=PERSON,
    key=("room", "seq"),
    table="votes",
    log_column="person",
    columns={"options": lambda row: [option for option in range(OPTIONS_LIMIT) if row.chosen >> option & 1]},
    ended="until",
    about=("room", "seq"),
)
SAVE = Thing(
    wire=Save, log=PERSON, key=("room", "seq"), table="saves", log_column="person", ended="until", about=("room", "seq")
)
FOLLOW = Thing(
    wire=Follow,
    log=PERSON,
    key=("room", "seq"),
    table="follows",
    log_column="person",
    columns={"log": lambda row: log_name((THREAD, row.thread))},
    ended="until",
    about=("room", "seq"),
)
BLOCK = Thing(
    wire=Block, log=PERSON, key=("person",), table="blocks", log_column="owner", ended="until", people=("person",)
)
SESSION = Thing(
    wire=SessionState,
    log=PERSON,
    key=("session",),
    table="sessions",
    log_column="person",
    columns={"session": "id", "has_ended": lambda row: row.ended_at is not None},
    travels=False,
    effect=lambda session, _: End(session=session.session) if session.has_ended else None,
)
MENTION = Thing(
    wire=Mention,
    log=PERSON,
    key=("log", "seq"),
    table="mentions",
    log_column="person",
    columns={
        "room": "in_room",
        "log": lambda row: log_name((ROOM if row.root is None else THREAD, row.room)),
        "thread": "root",
    },
    ended="until",
)
DRAFT = Thing(wire=Draft, log=PERSON, key=("room", "thread"), table="drafts", log_column="person", ended="until")
FAVOURITE = Thing(wire=Favourite, log=PERSON, key=("room",), table="favourites", log_column="person", ended="until")
SECTION = Thing(wire=Section, log=PERSON, key=("id",), table="sections", log_column="person", ended="until")
SECTION_ROOM = Thing(
    wire=SectionRoom, log=PERSON, key=("room",), table="section_rooms", log_column="person", ended="until"
)
MUTE = Thing(wire=Mute, log=PERSON, key=("room",), table="mutes", log_column="person", ended="until")
SCHEDULED = Thing(
    wire=Scheduled,
    log=PERSON,
    key=("id",),
    table="scheduled",
    log_column="person",
    columns={"thread": "root"},
    ended="until",
)
REMINDER = Thing(
    wire=Reminder,
    log=PERSON,
    key=("id",),
    table="reminders",
    log_column="person",
    columns={
        "room": lambda row: None if row.room is None else str(row.room),
        "thread": "root",
        "due": lambda row: bool(row.due),
    },
    ended="until",
)
HELD = Thing(
    wire=Held,
    log=PERSON,
    key=("id",),
    table="held",
    log_column="person",
    columns={
        "thread": lambda row: row.root or None,
        "also_in_room": lambda row: bool(row.also_in_room),
        "dropped": lambda row: bool(row.dropped),
    },
    ended="until",
)

OWN_THINGS: tuple[Thing, ...] = (
    *(MEMBERSHIP, READ, REACTION, VOTE, SAVE, FOLLOW, BLOCK, SESSION),
    *(MENTION, DRAFT, FAVOURITE, SECTION, SECTION_ROOM, MUTE, SCHEDULED, REMINDER, HELD),
)
