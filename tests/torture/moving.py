"""Members who leave a room and come back, perhaps through two processes."""

import asyncio

from tests.torture.history import now
from tests.torture.member import Member

# A server that is being killed welcomes nobody for a while.
WELCOME_WITHIN = 5.0


async def pass_by(member: Member, room: str, seconds: float) -> None:
    member.under_way += 1  # all is not quiet before they are back
    try:
        await member.leave(room)
        await asyncio.sleep(seconds)
        await member.join(room)
    finally:
        member.under_way -= 1


async def hop(member: Member, room: str, *, in_: int, out: int, restless: float, away: float) -> None:
    """Join at one process and leave at the other, where the member's device is and reconnects at once.

    The device keeps reconnecting while the join may still be on its way (`restless`), because a process knows least of
    a person while it welcomes them. Then it stays connected without being in the room (`away`), and the member rejoins.
    """
    device = member.device
    member.under_way += 1
    try:
        await member.leave(room)
        with device.kept_at(out):
            await device.reconnect(WELCOME_WITHIN)
            await member.enter(room, in_)
            until = now() + restless
            await member.leave(room, out)
            await device.reconnect(WELCOME_WITHIN)
            while now() < until:
                await device.reconnect(WELCOME_WITHIN)
            await asyncio.sleep(away)
        await member.join(room)
        member.account.world.tally["hops"] += 1
    finally:
        member.under_way -= 1
