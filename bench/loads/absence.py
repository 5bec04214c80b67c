"""Changes things of many kinds in all rooms of a person who is away, or measures how that person comes back.

The first prints the away person's cursors; the second how long it takes until they have caught up.
"""

import asyncio
import json
import sys
import time
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

BODY = "Something that was said while one of them was away, as long as messages usually are."
MESSAGES = 10


class Device(WSListener):
    """A socket that queues the frames that it receives."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._ref = 0

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        data = frame.get_payload_as_bytes()
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(data)
        elif frame.msg_type == WSMsgType.TEXT:
            self._frames.put_nowait(json.loads(data))

    async def next(self, *kinds: str) -> dict[str, Any]:
        while (frame := await self._frames.get())["type"] not in kinds:
            pass
        return frame

    async def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        self._ref += 1
        self._transport.send(WSMsgType.TEXT, json.dumps({"type": verb, "ref": self._ref, **fields}).encode())
        answer = await self.next("ok", "error")
        if answer["type"] == "error":
            raise RuntimeError(str(answer))
        result: dict[str, Any] = answer["result"]
        return result

    def hello(self, **known: Any) -> None:
        self._transport.send(WSMsgType.TEXT, json.dumps({"type": "hello", **known}).encode())

    def close(self) -> None:
        self._transport.disconnect()


async def connected(member: dict[str, Any]) -> Device:
    _, device = await ws_connect(Device, member["url"], extra_headers=member["headers"])
    assert isinstance(device, Device)  # noqa: S101 - for the type checker
    return device


async def change(away: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """In each room the other person sends, edits, reacts, leaves and joins. The away person's second device reacts,
    marks the room read, changes its topic, and makes one more room: each kind of thing that a socket can change.
    """
    mine, theirs = await connected(away), await connected(other)
    for device in (mine, theirs):
        device.hello()
    welcome = await mine.next("welcome")
    await theirs.next("welcome")
    slugs = {room["id"]: room["slug"] for room in welcome["rooms"].values()}
    for room, slug in slugs.items():
        for number in range(MESSAGES):
            await theirs.ask("message.send", room=room, client_id=f"{room}-{number}", body=BODY)
        await theirs.ask("message.edit", room=room, seq=1, body=f"{BODY} And more.")
        for device in (theirs, mine):
            await device.ask("message.react", room=room, seq=2, emoji="👍")
        await mine.ask("read.mark", room=room, generation=0, seq=MESSAGES)
        await mine.ask("room.update", room=room, topic="What we spoke of")
        await theirs.ask("room.leave", room=room)
        await theirs.ask("room.join", slug=slug)
    await mine.ask("room.create", client_id="one-more", name="One more", kind="private")
    return {"epoch": welcome["epoch"], "cursors": welcome["heads"]}


async def come_back(away: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    began = time.perf_counter()
    device = await connected(away)
    device.hello(**known)
    heads = (await device.next("welcome"))["heads"]
    lacking = {log for log, cursor in known["cursors"].items() if cursor < heads[log]}
    logs, kinds = len(lacking), set[str]()
    while lacking:
        frame = await device.next("changes", "reset")
        kinds |= {thing["thing"] for thing in frame["things"]}
        if frame.get("to", frame.get("head")) >= heads[frame["log"]]:
            lacking.discard(frame["log"])
    took = time.perf_counter() - began
    device.close()
    return {"caught_up_ms": round(took * 1_000, 1), "logs": logs, "kinds": len(kinds)}


async def main() -> None:
    plan = json.load(sys.stdin)
    if "known" in plan:
        print(json.dumps(await come_back(plan["away"], plan["known"])))
    else:
        print(json.dumps(await change(plan["away"], plan["other"])))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
