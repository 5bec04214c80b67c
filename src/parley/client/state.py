"""What a client knows, as one immutable value. `apply` makes the next one from it and a frame.

It is kept a log at a time and a kind of thing at a time; what programs read, rooms, memberships, positions, is picked
from that.
"""

from datetime import UTC, datetime

from msgspec import Struct

from parley.changes import THE_SERVER, log_name
from parley.client.rows import Things, all_of, first_kept, one_of
from parley.client.talks import LogState, Rooms, ThreadState, is_thread_log, room_log, room_of
from parley.protocol.blocks import Block
from parley.protocol.drafts import Draft
from parley.protocol.favourites import Favourite
from parley.protocol.held import Held
from parley.protocol.mentions import Mention
from parley.protocol.mutes import Mute
from parley.protocol.people import Card, Me
from parley.protocol.polls import Vote
from parley.protocol.reactions import Reaction
from parley.protocol.reads import ReadPosition
from parley.protocol.reminders import Reminder
from parley.protocol.rooms import Membership
from parley.protocol.saves import Save
from parley.protocol.scheduled import Scheduled
from parley.protocol.sections import Section, SectionRoom
from parley.protocol.server import ServerInfo
from parley.protocol.threads import Follow

SERVER = log_name(THE_SERVER)


class State(Struct, frozen=True, kw_only=True):
    """Everything: who one is, the logs that one follows, and the people named in them."""

    epoch: str | None = None
    me: Me | None = None
    settings: ServerInfo | None = None
    # The name of one's own log.
    own: str = ""
    logs: dict[str, LogState] = {}
    people: dict[str, Card] = {}

    @property
    def rooms(self) -> Rooms:
        return Rooms(self.logs)

    @property
    def memberships(self) -> dict[str, Membership]:
        """By room, ended ones included."""
        return {own.room: own for own in all_of(self.own_things, Membership)}

    @property
    def open_memberships(self) -> list[Membership]:
        return sorted((own for own in self.memberships.values() if own.until is None), key=lambda own: own.room)

    @property
    def reads(self) -> dict[str, ReadPosition]:
        """By room."""
        return {position.room: position for position in all_of(self.own_things, ReadPosition)}

    def reacted(self, room: str, seq: int) -> set[str]:
        """The emoji with which this person reacted to a message that the client has loaded."""
        mine = all_of(self.own_things, Reaction)
        return {own.emoji for own in mine if (own.room, own.seq, own.until) == (room, seq, None)}

    def voted(self, room: str, seq: int) -> list[int]:
        """The options that this person chose in a poll that the client has loaded. Of one in a thread, `room` is the id
        of the thread's log.
        """
        own = one_of(self.own_things, Vote, room, seq)
        return own.options if own is not None and own.until is None else []

    def saved(self, room: str, seq: int) -> bool:
        """Whether this person saved a message that the client has loaded. `saved_list` has all that they saved."""
        own = one_of(self.own_things, Save, room, seq)
        return own is not None and own.until is None

    @property
    def scheduled(self) -> list[Scheduled]:
        """The messages that this person scheduled and that were not sent yet, the next one first."""
        mine = [own for own in all_of(self.own_things, Scheduled) if own.until is None]
        return sorted(mine, key=lambda own: (own.at, int(own.id)))

    @property
    def reminders(self) -> list[Reminder]:
        """This person's reminders, the earliest first."""
        mine = [own for own in all_of(self.own_things, Reminder) if own.until is None]
        return sorted(mine, key=lambda own: (own.at, int(own.id)))

    @property
    def held(self) -> list[Held]:
        """What this person wrote and a moderator has to let through first, or has dropped; the oldest first."""
        mine = [own for own in all_of(self.own_things, Held) if own.until is None]
        return sorted(mine, key=lambda own: int(own.id))

    def blocked(self, person: str) -> bool:
        """Whether this person blocked that one: what they say should be folded, and that they type not be shown."""
        own = one_of(self.own_things, Block, person)
        return own is not None and own.until is None

    @property
    def drafts(self) -> list[Draft]:
        """What this person has begun to write, on whichever device, the last changed first."""
        return sorted((own for own in all_of(self.own_things, Draft) if own.until is None), key=lambda own: -own.rev)

    def draft(self, room: str, thread: int = 0) -> Draft | None:
        """What they have begun to write in a room, or in the thread about a message of it."""
        own = one_of(self.own_things, Draft, room, thread)
        return own if own is not None and own.until is None else None

    @property
    def favourites(self) -> list[str]:
        """The rooms that this person wants at the top, in their order."""
        found = [own for own in all_of(self.own_things, Favourite) if own.until is None]
        return [own.room for own in sorted(found, key=lambda own: (own.position, own.room))]

    @property
    def sections(self) -> list[Section]:
        """The sections into which this person sorts their list of rooms, in their order."""
        found = [own for own in all_of(self.own_things, Section) if own.until is None]
        return sorted(found, key=lambda own: (own.position, own.id))

    def rooms_in_section(self, section: str) -> list[str]:
        """The rooms in one of them, in this person's order."""
        found = [own for own in all_of(self.own_things, SectionRoom) if (own.section, own.until) == (section, None)]
        return [own.room for own in sorted(found, key=lambda own: (own.position, own.room))]

    def mute(self, room: str, *, now: datetime | None = None) -> Mute | None:
        """How this person muted a room, if that holds now, or at another time."""
        own = one_of(self.own_things, Mute, room)
        if own is None or own.until is not None:
            return None
        is_over = own.ends_at is not None and datetime.fromisoformat(own.ends_at) <= (now or datetime.now(UTC))
        return None if is_over else own

    def thread(self, log: str) -> ThreadState | None:
        """A thread that is open, by its log."""
        return ThreadState(self.logs[log]) if is_thread_log(log) and log in self.logs else None

    def mentions(self, room: str | None = None) -> list[Mention]:
        """The messages that mention this person and are unread, in one room or in all that one is in."""
        mine = {own.room for own in self.open_memberships if room in (None, own.room)}
        found = (one for one in all_of(self.own_things, Mention) if one.until is None and one.room in mine)
        return sorted((one for one in found if self._is_unread(one)), key=lambda one: one.since)

    def _is_unread(self, mention: Mention) -> bool:
        log, own = room_log(mention.room), one_of(self.own_things, Membership, mention.room)
        if own is None or (mention.thread or mention.seq) < max(own.first_seq, first_kept(self.logs[log].things)):
            return False
        if mention.thread is not None:
            follow = one_of(self.own_things, Follow, mention.room, mention.thread)
            return follow is None or (follow.until is None and mention.seq > follow.read)
        position = one_of(self.own_things, ReadPosition, mention.room)
        return position is not None and mention.seq > position.seq

    def follows(self, room: str, seq: int) -> Follow | None:
        """How far this person has read the thread about a loaded message, if they follow it. `thread_list` has all."""
        own = one_of(self.own_things, Follow, room, seq)
        return own if own is not None and own.until is None else None

    @property
    def own_things(self) -> Things:
        return self.logs.get(self.own, LogState()).things

    @property
    def cursors(self) -> dict[str, int]:
        """Of every log that has one: one's own and the server's first, which `hello` must not leave out."""
        known = {name: log.cursor for name, log in self.logs.items() if log.cursor is not None}
        return dict(sorted(known.items(), key=lambda each: each[0] not in (self.own, SERVER)))

    def membership_in(self, log: str) -> Membership | None:
        """One's membership in the room whose log this is."""
        room = room_of(log)
        return None if room is None else one_of(self.own_things, Membership, room)

    def unread(self, room: str) -> int:
        """How many messages of a room one is in have not been read yet, on whichever device."""
        known, position = self.logs.get(room_log(room)), one_of(self.own_things, ReadPosition, room)
        if known is None or position is None:
            return 0
        return max(0, known.last_seq - max(position.seq, first_kept(known.things) - 1))


NOTHING_KNOWN = State()
