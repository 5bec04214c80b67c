"""Many connections cut at once, while a few others go on sending: how long until all are back and have caught up.

All come back at once, which is worse than what clients do: those wait a random while first.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

import uvloop
from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.figures import latencies, percentile
from bench.loads.sockets import Sender, Tally, sender

AT_ONCE = 50
BEFORE_SECONDS = 2.0
LONGEST_SECONDS = 60.0
RETRY_SECONDS = 0.25


class Resumer(WSListener):
    """A member's socket that knows how far it has come, and when that is as far as its welcome said."""

    def __init__(self, member: "Resuming") -> None:
        self._member = member
        self._head: int | None = None
        self.caught_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        transport.send(WSMsgType.TEXT, self._member.hello())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        if frame.msg_type != WSMsgType.TEXT:
            return
        told = json.loads(frame.get_payload_as_bytes())
        if told["type"] == "welcome":
            self._head = self._member.welcomed(told)
        elif told["type"] in ("changes", "reset"):
            self._member.apply(told)
        if self._head is not None and self._member.cursor >= self._head and not self.caught_up.done():
            self.caught_up.set_result(None)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.caught_up.done():
            self.caught_up.set_exception(ConnectionError("closed before it had caught up"))


class Resuming:
    """A member with a cursor, over all of its sockets."""

    def __init__(self, entrance: dict[str, Any]) -> None:
        self._entrance = entrance
        self._known: dict[str, Any] = {}
        self._log = f"room:{entrance['room']}"
        self.cursor = 0
        self.tries = 0
        self.transport: WSTransport | None = None

    async def connect(self) -> None:
        """Until it has caught up. Who is turned away tries again a little later."""
        while True:
            self.tries += 1
            try:
                _, made = await ws_connect(
                    lambda: Resumer(self), self._entrance["url"], extra_headers=self._entrance["headers"]
                )
                assert isinstance(made, Resumer)  # noqa: S101 - for the type checker
                await made.caught_up
            except (OSError, WSError, TimeoutError):
                await asyncio.sleep(random.uniform(0, RETRY_SECONDS))
            else:
                self.transport = made.transport
                return

    def cut(self) -> None:
        if self.transport is not None:
            self.transport.underlying_transport.abort()

    def hello(self) -> bytes:
        resumed = {}
        if self._known:
            resumed = {**self._known, "cursors": {**self._known["cursors"], self._log: self.cursor}}
        return json.dumps({"type": "hello", **resumed}).encode()

    def welcomed(self, told: dict[str, Any]) -> int:
        head = int(told["heads"][self._log])
        if not self._known:
            self.cursor = head
        self._known = {"epoch": told["epoch"], "cursors": told["heads"]}
        return head

    def apply(self, told: dict[str, Any]) -> None:
        if told["log"] == self._log:
            self.cursor = max(self.cursor, told.get("to", told.get("head", 0)))


async def main() -> None:
    plan = json.load(sys.stdin)
    members = [Resuming(member) for member in plan["members"]]
    for start in range(0, len(members), AT_ONCE):
        await asyncio.gather(*(member.connect() for member in members[start : start + AT_ONCE]))
    tally = Tally()
    senders = [await sender(tally, each, lambda _: None) for each in plan["senders"]]
    sending = asyncio.create_task(send(senders, plan["rate"]))
    await asyncio.sleep(BEFORE_SECONDS)
    before = latencies(tally.latencies)
    tally.clear()
    began = time.perf_counter()
    for member in members:
        member.cut()
        member.tries = 0
    back: list[float] = []
    await asyncio.wait_for(asyncio.gather(*(come_back(member, began, back) for member in members)), LONGEST_SECONDS)
    sending.cancel()
    waiting = [wait for one in senders for wait in one.unanswered(time.perf_counter())]
    back.sort()
    meanwhile = latencies(tally.latencies + waiting)
    print(
        json.dumps(
            {
                "all_back_s": round(back[-1], 2),
                "half_back_s": round(percentile(back, 0.5), 2),
                "tries_each": round(sum(member.tries for member in members) / len(members), 2),
                "sends_before_p99_ms": before["p99_ms"],
                "sends_p50_ms": meanwhile["p50_ms"],
                "sends_p99_ms": meanwhile["p99_ms"],
            }
        )
    )


async def come_back(member: Resuming, began: float, back: list[float]) -> None:
    await member.connect()
    back.append(time.perf_counter() - began)


async def send(senders: list[Sender], rate: float) -> None:
    """So many a second for as long as it lasts, each timed from when it was due."""
    began, sent = time.perf_counter(), 0
    while True:
        while (due := began + sent / rate) <= time.perf_counter():
            senders[sent % len(senders)].send(due)
            sent += 1
        await asyncio.sleep(0.001)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
