"""What people do beside talking: they type, look who is there, look away, and stay away for longer than anybody may
still look present.
"""

import asyncio
from contextlib import suppress

from tests.torture.haste import PRESENT_SECONDS
from tests.torture.history import now
from tests.torture.line import NoAnswer, Refusal
from tests.torture.member import Member
from tests.torture.signs import Typing

# What the judge allows beyond the limit, for a machine that is busy.
SLACK_SECONDS = 4.0
AWAY_SECONDS = PRESENT_SECONDS + SLACK_SECONDS + 1.0
ELSEWHERE = 0.05
LOOKS_AWAY = 0.5


async def type_something(member: Member) -> None:
    """In one of the member's rooms; now and then in one that they are not in, which is refused."""
    world = member.account.world
    rooms = sorted(member.rooms)
    room = world.closed if not rooms or world.random.random() < ELSEWHERE else world.random.choice(rooms)
    world.history.add(Typing(at=now(), person=member.id, room=room))
    member.under_way += 1
    try:
        await member.ask("typing.set", {"room": room, "is_typing": world.random.random() < 0.8})
        world.history.add(Typing(at=now(), person=member.id, room=room, is_taken=True))
        world.tally["typing"] += 1
    except (NoAnswer, Refusal):
        world.tally["typing refused or in doubt"] += 1
    finally:
        member.under_way -= 1


async def look_around(member: Member) -> None:
    """Watch the people of a room anew, who may have come meanwhile."""
    rooms = sorted(member.device.follower.rooms)
    if rooms and member.is_live:
        await member.device.watch(member.account.world.random.choice(rooms))


async def look_away(member: Member) -> None:
    """Be away, or be back."""
    world, line = member.account.world, member.device.line
    if line is None or not member.is_live:
        return
    state = "away" if world.random.random() < LOOKS_AWAY else "online"
    with suppress(NoAnswer, Refusal):
        await line.ask("presence.set", {"state": state}, world.patience)


async def stay_away(member: Member) -> None:
    """Close all connections of a member at once, and open them again when nobody may take them to be present."""
    at_home = member.device.at_home
    at_home.clear()
    member.cut()
    member.under_way += 1
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(AWAY_SECONDS):
                await at_home.wait()  # when all is over, everybody comes home at once
    finally:
        at_home.set()
        member.under_way -= 1
