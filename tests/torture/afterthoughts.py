"""What people do with messages that are there already: edit them, erase and restore them, react, take a reaction
back.
"""

import asyncio
import json

from tests.torture.events import Edited, Editing, Reacted, Reacting, Restored, Restoring
from tests.torture.history import now
from tests.torture.line import NoAnswer, Refusal
from tests.torture.member import Member

EMOJI = ("👍", "🎉", "👀")
# How far back people react, and how often they take it back.
RECENT = 15
TAKEN_BACK = 0.3
# How long people take to see that they erased the wrong message, on average.
THINKING_SECONDS = 2.0


async def edit(member: Member) -> None:
    """Edit one of the member's last messages. Retried until there is an answer: a repeated edit changes nothing."""
    world = member.account.world
    if not member.said_lately:
        return
    said = world.random.choice(member.said_lately)
    world.tally["edits begun"] += 1
    room, seq, body = said.room, said.seq, f"{said.client_id}, put better: {world.tally['edits begun']}"
    member.under_way += 1
    try:
        world.history.add(Editing(at=now(), person=member.id, room=room, seq=seq, body=body))
        rev = json.loads(await member.insist("message.edit", room=room, seq=seq, body=body))["rev"]
        world.history.add(Edited(at=now(), person=member.id, room=room, seq=seq, body=body, rev=rev))
        world.tally["edits"] += 1
    except Refusal as refusal:
        # They have left the room, or it was erased.
        if refusal.code not in ("not_found", "gone"):
            raise
        world.tally[f"edits refused: {refusal.code}"] += 1
    finally:
        member.under_way -= 1


async def undo(member: Member) -> None:
    """Erase one of the member's last messages and restore it a moment later, sometimes too late. Both are retried until
    there is an answer: of the second one, a repetition changes nothing.
    """
    world = member.account.world
    if not member.said_lately:
        return
    said = world.random.choice(member.said_lately)
    room, seq = said.room, said.seq
    member.under_way += 1
    try:
        await member.erase(room, seq)
        await asyncio.sleep(world.random.expovariate(1 / THINKING_SECONDS))
        world.history.add(Restoring(at=now(), person=member.id, room=room, seq=seq))
        rev = json.loads(await member.insist("message.restore", room=room, seq=seq))["rev"]
        world.history.add(Restored(at=now(), person=member.id, room=room, seq=seq, rev=rev))
        world.tally["restorings"] += 1
    except Refusal as refusal:
        # It is too late, the owner erased it first, or they have left the room.
        if refusal.code not in ("gone", "forbidden", "not_found"):
            raise
        world.tally[f"restorings refused: {refusal.code}"] += 1
    finally:
        member.under_way -= 1


async def react(member: Member) -> None:
    """React to a recent message, or take that back. The request is sent once and never retried: of two that are under
    way at once, nobody knows which the server handles last.
    """
    world, random = member.account.world, member.account.random
    rooms = sorted(member.rooms & member.device.follower.rooms.keys())
    room = random.choice(rooms) if rooms else ""
    view = member.device.follower.rooms.get(room)
    if view is None or view.last < view.first_seq:
        return
    seq, emoji = random.randint(max(view.first_seq, view.last - RECENT), view.last), random.choice(EMOJI)
    if (room, seq, emoji) in member.reacting:
        return
    is_there = random.random() >= TAKEN_BACK
    member.reacting.add((room, seq, emoji))
    member.under_way += 1
    try:
        world.history.add(Reacting(at=now(), person=member.id, room=room, seq=seq, emoji=emoji, is_there=is_there))
        verb = "message.react" if is_there else "message.unreact"
        await member.ask(verb, {"room": room, "seq": seq, "emoji": emoji})
        world.history.add(Reacted(at=now(), person=member.id, room=room, seq=seq, emoji=emoji, is_there=is_there))
        world.tally["reactions"] += 1
    except (NoAnswer, Refusal):
        world.tally["reactions in doubt"] += 1
    finally:
        member.under_way -= 1
        member.reacting.discard((room, seq, emoji))
