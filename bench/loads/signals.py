"""Connections that type and watch each other, and say nothing: what that costs the server."""

import asyncio
import json
import sys
from typing import Any

import psutil
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.loads.sockets import HELLO

AT_ONCE = 50
TYPING_SECONDS = 3.0
"""How often a typist says so. One in each room types all the time."""
MOVE_SECONDS = 60.0
"""How often each person is away for a moment."""
SETTLE_SECONDS = 3.0


class Present(WSListener):
    """A member who watches the others of their room."""

    def __init__(self) -> None:
        self.signals = 0
        self.person = ""
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.send(WSMsgType.TEXT, HELLO)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
            return
        data = frame.get_payload_as_bytes()
        if data.startswith(b'{"type":"signal"'):
            self.signals += 1
        elif data.startswith(b'{"type":"welcome"'):
            self.person = json.loads(data)["you"]["id"]
            self.ready.set_result(None)
        elif data.startswith(b'{"type":"error"'):
            raise RuntimeError(data.decode())

    def say(self, verb: str, **fields: Any) -> None:
        self._transport.send(WSMsgType.TEXT, json.dumps({"type": verb, "ref": 1, **fields}).encode())


async def main() -> None:
    plan = json.load(sys.stdin)
    server, members = psutil.Process(plan["server"]), plan["members"]
    present: list[tuple[str, Present]] = []
    for start in range(0, len(members), AT_ONCE):
        chunk = members[start : start + AT_ONCE]
        made = await asyncio.gather(*(connected(member) for member in chunk))
        present += [(member["room"], one) for member, one in zip(chunk, made, strict=True)]
    rooms: dict[str, list[Present]] = {}
    for room, one in present:
        rooms.setdefault(room, []).append(one)
    for room, people in rooms.items():
        for one in people:
            one.say("presence.watch", room=room, people=[other.person for other in people])
    working = [
        asyncio.ensure_future(typing(room, people[0], n / len(rooms))) for n, (room, people) in enumerate(rooms.items())
    ]
    working.append(asyncio.ensure_future(moving([one for _, one in present])))
    await asyncio.sleep(SETTLE_SECONDS)
    before, heard = cpu_seconds(server), sum(one.signals for _, one in present)
    await asyncio.sleep(plan["seconds"])
    used, heard = cpu_seconds(server) - before, sum(one.signals for _, one in present) - heard
    for task in working:
        task.cancel()
    figures = {
        "connections": len(present),
        "server_cpu": round(100 * used / plan["seconds"], 2),
        "signals_per_s": round(heard / plan["seconds"], 1),
    }
    print(json.dumps(figures))


async def connected(member: dict[str, Any]) -> Present:
    _, made = await ws_connect(Present, member["url"], extra_headers=member["headers"])
    assert isinstance(made, Present)  # noqa: S101 - for the type checker
    await made.ready
    return made


async def typing(room: str, one: Present, begins: float) -> None:
    await asyncio.sleep(begins * TYPING_SECONDS)
    while True:
        one.say("typing.set", room=room)
        await asyncio.sleep(TYPING_SECONDS)


async def moving(people: list[Present]) -> None:
    """In turn, each is away and back."""
    while True:
        for one in people:
            one.say("presence.set", state="away")
            await asyncio.sleep(MOVE_SECONDS / len(people))
            one.say("presence.set", state="online")


def cpu_seconds(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
