"""People who leave while others talk, and sessions that end while their sockets listen."""

import asyncio
import json

from tests.cast import PASSWORD
from tests.torture.faults.fault import CLUSTER, Fault, Scene
from tests.torture.history import now
from tests.torture.line import Door, Line, NoAnswer, Refusal, open_line
from tests.torture.moving import pass_by

NOT_SIGNED_IN = 4401
# Generous: what is demanded is 2 and 10 s, and the report says what it was.
SHUT_WITHIN = 20.0


async def leave(scene: Scene) -> int:
    """From the busiest rooms, several at once, and back again."""
    leaving = [member for member in scene.fleet.members if member.rooms]
    chosen = scene.random.sample(leaving, min(8, len(leaving)))
    before = scene.fleet.world.tally["leaves"]
    await asyncio.gather(*(pass_by(one, scene.random.choice(sorted(one.rooms)), 0.2) for one in chosen))
    return scene.fleet.world.tally["leaves"] - before


async def end_sessions(scene: Scene) -> int:
    """Sessions of their own, with a socket at each process."""
    ended = 0
    for _ in range(3):
        ended += await end_one(scene)
    return ended


async def end_sessions_without_redis(scene: Scene) -> int:
    for doorbell in scene.stage.doorbells:
        doorbell.is_down = True
        doorbell.cut()
    try:
        return await end_one(scene)
    finally:
        for doorbell in scene.stage.doorbells:
            doorbell.is_down = False


async def end_one(scene: Scene) -> int:
    member, ports = scene.random.choice(scene.fleet.members), scene.stage.ports
    lines: list[Line] = []
    fields = {"handle": member.handle, "password": PASSWORD, "deliver": "token"}
    door = Door(scene.random.choice(ports))
    try:
        granted = json.loads(await door.ask("POST", "/api/sessions", None, SHUT_WITHIN, json.dumps(fields).encode()))
        for port in ports:
            line, welcomed = await listening(port, granted["access_token"])
            lines.append(line)
            async with asyncio.timeout(SHUT_WITHIN):
                await welcomed.wait()
        began = now()
        await door.ask("POST", "/api/sessions/end", granted["access_token"], SHUT_WITHIN, b"{}")
    except (NoAnswer, Refusal, TimeoutError):
        for line in lines:
            line.cut()
        return 0  # a process has died meanwhile
    finally:
        door.cut()
    shut = await scene.fleet.until(lambda: not any(line.is_open for line in lines), SHUT_WITHIN)
    if not shut:
        scene.violate("session", f"a session of {member.handle} ended, and its socket lives after {SHUT_WITHIN} s")
    scene.shut_after.append(now() - began)
    for line in lines:
        line.cut()
    return int(all(line.code == NOT_SIGNED_IN for line in lines))


async def listening(port: int, token: str) -> tuple[Line, asyncio.Event]:
    """A socket that has said hello, and whether it was welcomed."""
    welcomed = asyncio.Event()
    line = await open_line(port, token, lambda frame: welcomed.set(), SHUT_WITHIN)
    line.write(b'{"type":"hello"}')
    return line, welcomed


FAULTS = (
    Fault("F14", "leaving while others talk", leave),
    Fault("F15a", "session ended", end_sessions),
    Fault("F15b", "session ended, Redis away", end_sessions_without_redis, CLUSTER),
)
