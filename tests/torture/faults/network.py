"""Connections that break at the worst moment, stay away for long, or are not read."""

import asyncio
import json
from collections.abc import Callable
from functools import partial

from tests.proxy import Proxy
from tests.torture.events import Asked
from tests.torture.faults.fault import Fault, Scene
from tests.torture.history import now
from tests.torture.line import Door, NoAnswer, Refusal, open_line
from tests.torture.member import Member

REPLAYED = 500
# So many more than that: what was on its way to the sleeper cannot make it too few.
BEYOND = 100
ANSWER_WITHIN = 5.0
# Of the largest messages as many as make a page of a megabyte, and then so many pages.
SMALL_BUFFER = 4_096
LARGEST = "x" * 7_900
FLOOD = 120
PAGES = 20
# Far from those that the line itself counts, which waits for answers of its own.
NOBODYS_REFS = 1_000_000
SLOW_WITHIN = 30.0
BACK_WITHIN = 60.0


async def lose_answers(scene: Scene) -> int:
    """The message is kept, the answer never arrives, and the same is sent again, elsewhere."""
    lost = 0
    for n in range(6):
        member, room = somebody(scene)
        client_id = f"{member.handle}-f6-{now()}"
        lost += await send_and_lose(scene, member, room, client_id, "ws" if n % 2 else "http")
        await member.send(room, client_id, client_id)
    return lost


async def send_and_lose(scene: Scene, member: Member, room: str, client_id: str, door: str) -> int:
    """1 if the connection was cut by the answer to what was sent over it."""
    port = scene.random.choice(scene.stage.ports)
    fields = {"room": room, "client_id": client_id, "body": client_id}
    welcomed = asyncio.Event()
    async with Proxy(port) as proxy:
        through, line = Door(proxy.port), None
        try:
            ask = partial(member.account.over_http, port, through=through)
            if door == "ws":
                line = await open_line(
                    proxy.port, member.account.token(port), lambda frame: welcomed.set(), ANSWER_WITHIN
                )
                line.write(b'{"type":"hello"}')
                async with asyncio.timeout(ANSWER_WITHIN):
                    await welcomed.wait()
                ask = partial(line.ask, patience=ANSWER_WITHIN)
            proxy.cut_at(f'"client_id":"{client_id}"'.encode())
            scene.fleet.world.history.add(Asked(at=now(), person=member.id, door=door, **fields))
            await ask("message.send", fields)
        except (NoAnswer, TimeoutError):
            return int(proxy.has_cut)
        except Refusal:
            return 0
        finally:
            through.cut()
            if line is not None:
                line.cut()
    return 0


async def repeat_at_once(scene: Scene) -> int:
    """Twenty times the same message, at the same time, wherever."""
    member, room = somebody(scene)
    client_id = f"{member.handle}-f7-{now()}"
    await asyncio.gather(*(member.send(room, client_id, client_id) for _ in range(20)))
    return 1


async def stay_away(scene: Scene) -> int:
    """Somebody is offline for more changes than are replayed, and then begins again from the newest page."""
    sleeper, room = somebody(scene)
    there = others(scene, sleeper, room, 6)
    if not there:
        return 0
    resets = sleeper.device.follower.resets
    sleeper.device.at_home.clear()
    sleeper.cut()
    begun = heard(scene, room)

    def is_enough() -> bool:
        return heard(scene, room) > begun + REPLAYED + BEYOND

    # At most twice as many as are replayed: of what people say who leave meanwhile, some is refused.
    await asyncio.gather(*(babble(one, room, 2 * REPLAYED // len(there), is_enough=is_enough) for one in there))
    sleeper.device.at_home.set()
    await scene.fleet.until(lambda: sleeper.is_live)
    await scene.fleet.until(lambda: sleeper.device.follower.resets > resets, 20.0)
    scene.count("resets", sleeper.device.follower.resets - resets)
    return int(sleeper.device.follower.resets > resets)


async def cut_all(scene: Scene) -> int:
    cut = scene.fleet.cut_all()
    began = now()
    await scene.fleet.until(lambda: all(member.is_live for member in scene.fleet.members), BACK_WITHIN)
    scene.back_after.append(now() - began)
    return cut


async def stop_reading(scene: Scene) -> int:
    """Somebody's computer goes to sleep in a room where much is said: they are cut off, and nobody waits for them."""
    sleeper, room = somebody(scene)
    sleeper.device.receive_buffer = SMALL_BUFFER
    await sleeper.device.reconnect(BACK_WITHIN)
    sleeper.device.receive_buffer = 0
    line = sleeper.device.line
    assert line is not None
    line.stop_reading()
    await asyncio.gather(*(babble(one, room, FLOOD // 6, LARGEST) for one in others(scene, sleeper, room, 6)))
    # What they ask for, and do not read, is more than the buffers on the way hold.
    for ref in range(NOBODYS_REFS, NOBODYS_REFS + PAGES):
        line.write(json.dumps({"type": "message.list", "ref": ref, "room": room, "limit": 200}).encode())
    await asyncio.sleep(scene.seconds)
    line.resume_reading()
    let_go = await scene.fleet.until(lambda: not line.is_open, SLOW_WITHIN)
    scene.count("slow readers told 4408", int(line.code == 4408))
    line.cut()
    return int(let_go)


async def babble(
    member: Member, room: str, times: int, filling: str = "", *, is_enough: Callable[[], bool] = lambda: False
) -> None:
    for n in range(times):
        if is_enough():
            return
        client_id = f"{member.handle}-b-{now()}-{n}"
        await member.send(room, client_id, f"{client_id} {filling}")


def somebody(scene: Scene) -> tuple[Member, str]:
    """In a room."""
    member = scene.random.choice([member for member in scene.fleet.members if member.rooms])
    return member, scene.random.choice(sorted(member.rooms))


def heard(scene: Scene, room: str) -> int:
    """How many changes of a room anybody knows, whoever made them."""
    views = [member.device.follower.rooms.get(room) for member in scene.fleet.members]
    return max((view.cursor or 0 for view in views if view is not None), default=0)


def others(scene: Scene, but: Member, room: str, count: int) -> list[Member]:
    there = [member for member in scene.fleet.members if member is not but and room in member.rooms]
    return there[:count]


FAULTS = (
    Fault("F6", "answer lost after the commit", lose_answers),
    Fault("F7", "20 times at once under one name", repeat_at_once),
    Fault("F8", "offline for more than is replayed", stay_away),
    Fault("F9", "everybody cut at once", cut_all),
    Fault("F10", "reader that stops reading", stop_reading),
)
