"""One member who asks for the newest page of their room, again and again, one request at a time."""

import asyncio
import json
import sys
import time
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.figures import latencies
from bench.loads.sockets import HELLO

WARM_UP = 50


class Asker(WSListener):
    def __init__(self) -> None:
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.send(WSMsgType.TEXT, HELLO)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        data = frame.get_payload_as_bytes()
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(data)
        elif data.startswith((b'{"type":"welcome"', b'{"type":"ok"')):
            self._answer.set_result(data)
        elif data.startswith(b'{"type":"error"'):
            self._answer.set_exception(RuntimeError(data.decode()))

    async def answer(self) -> bytes:
        data = await self._answer
        self._answer = asyncio.get_running_loop().create_future()
        return data

    async def ask(self, question: dict[str, Any]) -> bytes:
        self._transport.send(WSMsgType.TEXT, json.dumps(question).encode())
        return await self.answer()


async def main() -> None:
    plan = json.load(sys.stdin)
    member = plan["member"]
    _, asker = await ws_connect(Asker, member["url"], extra_headers=member["headers"])
    assert isinstance(asker, Asker)  # noqa: S101 - for the type checker
    await asker.answer()
    taken = []
    for ref in range(1, WARM_UP + plan["times"] + 1):
        began = time.perf_counter()
        page = await asker.ask({"type": "message.list", "ref": ref, "room": member["room"]})
        taken.append(time.perf_counter() - began)
        if len(json.loads(page)["result"]["messages"]) < min(plan["expected"], 50):
            raise RuntimeError(f"the page is shorter than it should be: {page[:200]!r}")
    print(json.dumps(latencies(taken[WARM_UP:])))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
