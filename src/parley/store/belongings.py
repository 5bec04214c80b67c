"""What the server keeps about a person, for the copy that they take along. A test compares this and
`parley.store.left_out` with all tables there are.
"""

import msgspec
from sqlalchemy import and_, case, func, not_, null, or_, select, text

from parley.protocol.polls import OPTIONS_LIMIT
from parley.store.arrangements import ARRANGEMENTS
from parley.store.beside import IS_REFUSAL, audit, bans, invitation_rooms, invitations
from parley.store.emoji_tables import custom_emoji
from parley.store.group_tables import group_members, people_groups
from parley.store.later_tables import reminders, scheduled
from parley.store.listing import ME, Listing, Told, about_messages, key_of
from parley.store.mention_tables import mentions
from parley.store.own import blocks, drafts, saves
from parley.store.poll_tables import votes
from parley.store.report_tables import complaints, held, reports
from parley.store.schema import people, pins, reactions, rooms, sessions, stays
from parley.store.thread_tables import follows


def _with_people(room: Told) -> Told:
    """The people of a direct conversation. What others named it, and what it says, is theirs."""
    return room | {"people": (room["people"] or "").split()}


def _with_options(vote: Told) -> Told:
    chosen = vote.pop("chosen")
    return vote | {"options": [option for option in range(OPTIONS_LIMIT) if chosen >> option & 1]}


def _with_details(act: Told) -> Told:
    return act | {"details": msgspec.json.decode(act["details"] or "{}")}


# A private room that somebody has left may be called something else since, which is no business of theirs. The same
# goes for a public room of a guest, who sees only rooms that they are in.
_open = stays.alias()
_is_member = (
    select(_open.c.room).where(_open.c.room == rooms.c.id, _open.c.person == ME, _open.c.until.is_(None)).exists()
)
_is_guest = select(people.c.id).where(people.c.id == ME, people.c.role == "guest").exists()
_sees = and_(rooms.c.deleted_at.is_(None), or_(_is_member, and_(rooms.c.kind == "public", ~_is_guest)))
# Nobody is signed in yet who signs in. Who was refused may have been anybody.
_signed_in = and_(
    audit.c.actor.is_(None), audit.c.person == ME, not_(audit.c.action.startswith("cli.")), text(f"NOT {IS_REFUSAL}")
)
_by_me = func.coalesce(or_(audit.c.actor == ME, _signed_in), False)
# That somebody reported a message of theirs is between that person and the moderators.
_of_me = and_(audit.c.person == ME, not_(audit.c.action.startswith("report.")))

LISTS: tuple[Listing, ...] = (
    Listing(
        "rooms",
        "Rooms and conversations that you are in or were in, once for each time. The name of a room that you do not "
        "see any more is left out.",
        stays.c.person,
        (stays.c.room, stays.c.since),
        select(
            rooms.c.id.label("room"),
            rooms.c.kind,
            case((_sees, rooms.c.name), else_=null()).label("name"),
            stays.c.role,
            stays.c.until.is_(None).label("is_in_it"),
            (rooms.c.created_by == ME).label("was_made_by_you"),
            rooms.c.direct.label("people"),
            stays.c.first_seq,
            stays.c.read_seq,
            stays.c.seen_seq,
            stays.c.seen_at,
        )
        .join(rooms, rooms.c.id == stays.c.room)
        .where(stays.c.person == ME),
        _with_people,
    ),
    Listing(
        "reactions",
        "Reactions of yours.",
        reactions.c.person,
        (reactions.c.room, reactions.c.seq, reactions.c.emoji),
        about_messages(reactions, reactions.c.emoji).where(reactions.c.person == ME),
    ),
    Listing(
        "votes",
        "What you chose in polls, by the numbers of the options from 0.",
        votes.c.person,
        key_of(votes),
        about_messages(votes, votes.c.chosen).where(votes.c.person == ME),
        _with_options,
    ),
    Listing(
        "pins",
        "Messages that you pinned.",
        pins.c.pinned_by,
        key_of(pins),
        about_messages(pins, pins.c.at).where(pins.c.pinned_by == ME),
    ),
    Listing(
        "saves",
        "Messages that you saved.",
        saves.c.person,
        key_of(saves),
        about_messages(saves, saves.c.at).where(saves.c.person == ME),
    ),
    Listing(
        "mentions",
        "Where messages mention you. What they say is their senders'.",
        mentions.c.person,
        key_of(mentions),
        about_messages(mentions).where(mentions.c.person == ME),
    ),
    Listing(
        "threads",
        "Threads that you follow, and how far you have read them.",
        follows.c.person,
        key_of(follows),
        select(follows.c.room, follows.c.seq.label("thread"), follows.c.read.label("read_seq")).where(
            follows.c.person == ME, follows.c.until.is_(None)
        ),
    ),
    Listing(
        "drafts",
        "What you have begun to write.",
        drafts.c.person,
        (drafts.c.room, drafts.c.thread),
        select(
            drafts.c.room,
            func.nullif(drafts.c.thread, 0).label("thread"),
            drafts.c.reply_to,
            drafts.c.body,
            drafts.c.at,
        ).where(drafts.c.person == ME, drafts.c.until.is_(None)),
    ),
    Listing(
        "scheduled",
        "Messages that are to be sent later.",
        scheduled.c.person,
        (scheduled.c.id,),
        select(
            scheduled.c.id,
            scheduled.c.room,
            scheduled.c.root.label("thread"),
            scheduled.c.reply_to,
            scheduled.c.body,
            scheduled.c.at,
            scheduled.c.failed,
        ).where(scheduled.c.person == ME, scheduled.c.until.is_(None)),
    ),
    Listing(
        "held",
        "Messages that wait for a moderator, and those that one has not let through.",
        held.c.person,
        (held.c.id,),
        select(
            held.c.id,
            held.c.room,
            func.nullif(held.c.root, 0).label("thread"),
            held.c.reply_to,
            held.c.body,
            held.c.at,
            held.c.reason,
            held.c.dropped.label("was_dropped"),
        ).where(held.c.person == ME, held.c.until.is_(None)),
    ),
    Listing(
        "reminders",
        "What you wanted to be reminded of.",
        reminders.c.person,
        (reminders.c.id,),
        select(
            reminders.c.id,
            reminders.c.room,
            reminders.c.root.label("thread"),
            reminders.c.seq,
            reminders.c.text,
            reminders.c.at,
            reminders.c.due.label("is_due"),
        ).where(reminders.c.person == ME, reminders.c.until.is_(None)),
    ),
    *ARRANGEMENTS,
    Listing(
        "blocks",
        "People that you blocked.",
        blocks.c.owner,
        (blocks.c.person,),
        select(blocks.c.person.label("person"), blocks.c.at).where(blocks.c.owner == ME, blocks.c.until.is_(None)),
    ),
    Listing(
        "groups",
        "Groups of people that you are in.",
        group_members.c.person,
        (group_members.c.of_group,),
        select(people_groups.c.handle, people_groups.c.name, group_members.c.added_at)
        .join(people_groups, people_groups.c.id == group_members.c.of_group)
        .where(group_members.c.person == ME),
    ),
    Listing(
        "reports",
        "Reports that you made of messages, until a moderator closes them.",
        complaints.c.person,
        (complaints.c.report,),
        select(
            reports.c.room,
            func.nullif(reports.c.root, 0).label("thread"),
            reports.c.seq,
            complaints.c.reason,
            complaints.c.note,
            complaints.c.at,
        )
        .join(reports, reports.c.id == complaints.c.report)
        .where(complaints.c.person == ME),
    ),
    Listing(
        "bans",
        "Rooms that you cannot come into.",
        bans.c.person,
        (bans.c.room,),
        select(bans.c.room, bans.c.at).where(bans.c.person == ME),
    ),
    Listing(
        "bans_by_you",
        "People that you banned from rooms.",
        bans.c.banned_by,
        (bans.c.room, bans.c.person),
        select(bans.c.room, bans.c.person.label("person"), bans.c.at, bans.c.reason).where(bans.c.banned_by == ME),
    ),
    Listing(
        "invitations",
        "Invitations that you made. Their links cannot be shown again.",
        invitations.c.made_by,
        (invitations.c.id,),
        select(
            invitations.c.id,
            invitations.c.role,
            invitations.c.made_at,
            invitations.c.uses,
            invitations.c.uses_left,
            invitations.c.expires_at,
            invitations.c.revoked_at,
            invitations.c.last_used_at,
        ).where(invitations.c.made_by == ME),
    ),
    Listing(
        "invitation_rooms",
        "The rooms that these invitations lead into.",
        invitations.c.made_by,
        (invitation_rooms.c.invitation, invitation_rooms.c.room),
        select(invitation_rooms.c.invitation, invitation_rooms.c.room)
        .join(invitations, invitations.c.id == invitation_rooms.c.invitation)
        .where(invitations.c.made_by == ME),
    ),
    Listing(
        "emoji",
        "Emoji that you added to the server, by name. Their pictures are the server's.",
        custom_emoji.c.added_by,
        (custom_emoji.c.name,),
        select(custom_emoji.c.name, custom_emoji.c.added_at).where(custom_emoji.c.added_by == ME),
    ),
    Listing(
        "sessions",
        "Where you are or were signed in.",
        sessions.c.person,
        (sessions.c.id,),
        select(
            sessions.c.id,
            sessions.c.device,
            sessions.c.address,
            sessions.c.created_at,
            sessions.c.used_at,
            sessions.c.expires_at,
            sessions.c.ended_at,
        ).where(sessions.c.person == ME),
    ),
    Listing(
        "audit",
        "What the audit record has of you: what you did and what was done to your account. Of acts of others it has no "
        "address and no details.",
        audit.c.actor,
        (audit.c.id,),
        select(
            audit.c.id,
            audit.c.at,
            audit.c.action,
            _by_me.label("is_by_you"),
            case((_by_me, audit.c.person), else_=ME).label("person"),
            audit.c.room,
            case((_by_me, audit.c.address), else_=null()).label("address"),
            case((_by_me, audit.c.details), else_=null()).label("details"),
        ).where(or_(audit.c.actor == ME, _of_me)),
        _with_details,
    ),
)
