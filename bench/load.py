"""A load of its own process: sockets that send and receive, and what came of it as one line of JSON.

python -m bench.load PORT TOKENS_FILE --in-flight 200 --seconds 10
"""

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.figures import percentile

BODY = "The quick brown fox jumps over the lazy dog, and then does it again."


class Client(WSListener):
    """One member's socket. Deliveries are counted by the messages in the frames, not by the frames."""

    def __init__(self, load: "Load", room: str) -> None:
        self._load = load
        self.room = room
        self.ready = asyncio.get_running_loop().create_future()
        self.sent_at: dict[int, float] = {}

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        transport.send(WSMsgType.TEXT, b'{"type":"hello"}')

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
            return
        data = frame.get_payload_as_bytes()
        if data.startswith(b'{"type":"changes"'):
            self._load.delivered += data.count(b'"seq":')
        elif data.startswith(b'{"type":"ok"'):
            ref = int(data[19 : data.index(b",", 19)])
            self._load.answered(time.perf_counter() - self.sent_at.pop(ref))
        elif data.startswith(b'{"type":"welcome"'):
            self.ready.set_result(None)
        elif data.startswith(b'{"type":"error"'):
            raise RuntimeError(data.decode())

    def send(self, number: int) -> None:
        self.sent_at[number] = time.perf_counter()
        text = f'{{"type":"message.send","ref":{number},"room":"{self.room}","client_id":"n{number}","body":"{BODY}"}}'
        self.transport.send(WSMsgType.TEXT, text.encode())


class Load:
    """Closed loop: an answer lets the next message go, from the next client."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self.delivered = 0
        self.latencies: list[float] = []
        self._number = 0
        self._open = True

    async def connect(self, port: int, members: list[dict[str, Any]]) -> None:
        for start in range(0, len(members), 50):
            await asyncio.gather(*(self._one(port, member) for member in members[start : start + 50]))

    async def run(self, in_flight: int, seconds: float) -> dict[str, Any]:
        self._go(in_flight)
        await asyncio.sleep(seconds * 0.2)  # not counted: caches and batches find their size
        self.latencies.clear()
        self.delivered = 0
        began = time.perf_counter()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - began
        self._open = False
        ordered = sorted(self.latencies)
        return {
            "messages_per_s": round(len(ordered) / took),
            "deliveries_per_s": round(self.delivered / took),
            "answer_p50_ms": round(percentile(ordered, 0.5) * 1000, 2),
            "answer_p99_ms": round(percentile(ordered, 0.99) * 1000, 2),
        }

    def answered(self, latency: float) -> None:
        self.latencies.append(latency)
        if self._open:
            self._go(1)

    def _go(self, count: int) -> None:
        for _ in range(count):
            self._number += 1
            self.clients[(self._number * 7919) % len(self.clients)].send(self._number)

    async def _one(self, port: int, member: dict[str, Any]) -> None:
        _, client = await ws_connect(
            lambda: Client(self, member["rooms"][0]),
            f"ws://127.0.0.1:{port}/ws",
            extra_headers={"Authorization": f"Bearer {member['token']}"},
        )
        assert isinstance(client, Client)  # noqa: S101 - for the type checker
        await client.ready
        self.clients.append(client)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("tokens", type=Path)
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    load = Load()
    await load.connect(options.port, json.loads(options.tokens.read_text()))
    print(json.dumps(await load.run(options.in_flight, options.seconds)))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
