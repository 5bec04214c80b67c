"""What people keep for themselves: drafts, favourite rooms, muted rooms, saved messages. All are in their own logs."""

import json
from typing import Any, NamedTuple

from tests.torture.history import now
from tests.torture.keepsake_events import Granted, Keeping
from tests.torture.line import NoAnswer, Refusal
from tests.torture.member import Member

GONE = 0.35
# How far back people save messages.
RECENT = 15


class Wish(NamedTuple):
    what: str
    value: str
    verb: str
    fields: dict[str, Any]


async def keep(member: Member) -> None:
    """Put something there, or take it away. One request at a time about each."""
    world, rooms = member.account.world, sorted(member.rooms & member.device.follower.rooms.keys())
    room = member.account.random.choice(rooms) if rooms else ""
    wish = _wish(member, room) if room else None
    if wish is None or (room, wish.what) in member.keeping:
        return
    member.keeping.add((room, wish.what))
    member.under_way += 1
    about = {"person": member.id, "room": room, "what": wish.what, "value": wish.value}
    try:
        world.history.add(Keeping(at=now(), **about))
        answer = json.loads(await member.ask(wish.verb, {"room": room, **wish.fields}))
        world.history.add(Granted(at=now(), **about))
        member.own_head = max(member.own_head, answer["rev"])
        world.tally["keepsakes"] += 1
    except NoAnswer:
        world.tally["keepsakes without an answer"] += 1
    except Refusal as refusal:
        # They have left the room, the message is erased, or the server could not just now.
        world.tally[f"keepsakes refused: {refusal.code}"] += 1
    finally:
        member.keeping.discard((room, wish.what))
        member.under_way -= 1


def _wish(member: Member, room: str) -> Wish | None:
    random, world = member.account.random, member.account.world
    is_gone = random.random() < GONE
    match random.choice(("draft", "draft", "favourite", "mute", "save")):
        case "draft" if is_gone:
            return Wish("draft", "", "draft.delete", {})
        case "draft":
            world.tally["drafts begun"] += 1
            body = f"{member.handle} has not finished this: {world.tally['drafts begun']}"
            return Wish("draft", body, "draft.put", {"body": body})
        case "favourite" if is_gone:
            return Wish("favourite", "", "room.unfavourite", {})
        case "favourite":
            return Wish("favourite", "there", "room.favourite", {})
        case "mute" if is_gone:
            return Wish("mute", "", "room.unmute", {})
        case "mute":
            level = random.choice(("nothing", "mentions"))
            return Wish("mute", level, "room.mute", {"level": level})
    view = member.device.follower.rooms[room]
    first = max(view.first_seq, view.last - RECENT)
    if view.last < first:
        return None
    seq = random.randint(first, view.last)
    what = f"save {seq}"
    if is_gone:
        return Wish(what, "", "message.unsave", {"seq": seq})
    return Wish(what, "there", "message.save", {"seq": seq})
