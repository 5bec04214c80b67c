"""What people do in threads: they reply in one, in the room as well now and then, and read it."""

import json
from typing import Any

from tests.torture.events import Asked, Replied, Replying, ThreadRead
from tests.torture.history import now
from tests.torture.line import NoAnswer, Refusal
from tests.torture.member import Member, is_final

# Every so manieth message of a room gets a thread, so that many people reply in each, and at once.
APART = 25
SAID_TWICE = 0.2
PAGE = 200


async def reply(member: Member) -> None:
    """Reply in the newest thread of a room, and read it then. Retried, with the same `client_id`, until it is answered
    or refused for good.
    """
    if (place := _newest(member)) is None:
        return
    room, root = place
    world = member.account.world
    world.tally["replies begun"] += 1
    client_id, is_twice = f"{member.handle}-reply-{world.tally['replies begun']}", world.random.random() < SAID_TWICE
    send = {"person": member.id, "room": room, "client_id": client_id, "body": f"{client_id} says it aside"}
    member.under_way += 1
    try:
        seq = await _until_answered(member, root, send, is_twice=is_twice)
        world.history.add(Replied(at=now(), person=member.id, room=room, root=root, client_id=client_id, seq=seq))
        world.tally["replies"] += 1
        await _read(member, room, root)
    except Refusal as refusal:
        # They have left the room, or the message that the thread is about is erased.
        if refusal.code not in ("not_found", "gone", "forbidden"):
            raise
        world.tally[f"replies refused: {refusal.code}"] += 1
    finally:
        member.under_way -= 1


def _newest(member: Member) -> tuple[str, int] | None:
    """A room that they believe to be in, and the last message of it that has a thread or gets one."""
    rooms = sorted(member.rooms & member.device.follower.rooms.keys())
    if not rooms:
        return None
    room = member.account.random.choice(rooms)
    view = member.device.follower.rooms[room]
    root = view.last - view.last % APART
    return (room, root) if root >= max(view.first_seq, 1) else None


async def _until_answered(member: Member, root: int, send: dict[str, Any], *, is_twice: bool) -> int:
    history = member.account.world.history
    asked = {name: send[name] for name in ("room", "client_id", "body")} | {"thread": root, "also_in_room": is_twice}
    while True:
        history.add(Replying(at=now(), root=root, is_twice=is_twice, **send))
        if is_twice:
            history.add(Asked(at=now(), door="thread", **send))
        try:
            answer: dict[str, int] = json.loads(await member.ask("message.send", asked))
            return answer["seq"]
        except NoAnswer:
            pass
        except Refusal as refusal:
            if is_final(refusal):
                raise
        await member.think()


async def _read(member: Member, room: str, root: int) -> None:
    """Asked once, at any server: what was answered before has to be on the page."""
    asked_at = now()
    try:
        page = json.loads(await member.ask("message.list", {"room": room, "thread": root, "limit": PAGE}))
    except (NoAnswer, Refusal):
        return
    replies = [(reply["seq"], reply["client_id"], reply["body"]) for reply in page["messages"]]
    member.account.world.history.add(
        ThreadRead(at=now(), asked_at=asked_at, person=member.id, room=room, root=root, replies=replies)
    )
    member.account.world.tally["threads read"] += 1
