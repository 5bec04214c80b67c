"""A load in a process of its own: reads a plan from its input and prints what came of it.

Closed loop: so many senders, each of which waits for its answer before it sends again. Open loop: so many messages a
second whatever the answers do, and each is timed from when it was due, not from when the load got around to it.
"""

import asyncio
import json
import sys
import time
from typing import Any

import psutil
import uvloop

from bench.figures import latencies
from bench.loads.sockets import Sender, Tally, listener, sender

AT_ONCE = 50
WARM_UP = 0.25
"""Of the time that is counted: caches and batches find their size."""
GRACE_SECONDS = 5.0
"""How long the last answers of an open loop may take."""


class Load:
    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._tally = Tally()
        self._senders: list[Sender] = []
        self._open = True

    async def connect(self) -> None:
        """The first of each room send, so that all rooms are sent to."""
        members = sorted(self._plan["members"], key=lambda member: member["place"])
        count = self._plan["senders"]
        for start in range(0, count, AT_ONCE):
            group = members[start : min(start + AT_ONCE, count)]
            self._senders += await asyncio.gather(
                *(sender(self._tally, each, self._answered, mixed=self._plan["mixed"]) for each in group)
            )
        for start in range(count, len(members), AT_ONCE):
            group = members[start : start + AT_ONCE]
            self._listeners = await asyncio.gather(*(listener(self._tally, each) for each in group))

    async def run(self) -> dict[str, Any]:
        seconds = self._plan["seconds"]
        pace = asyncio.create_task(self._pace(self._plan["rate"])) if self._plan["rate"] else None
        if pace is None:
            for one in self._senders:
                one.send(time.perf_counter())
        await asyncio.sleep(seconds * WARM_UP)
        self._tally.clear()
        usage = Usage(self._plan["server"])
        await asyncio.sleep(seconds)
        used = usage.since()
        self._open = False
        answered = len(self._tally.latencies)
        delivered, took = self._tally.delivered + self._tally.listened, used["seconds"]
        if pace is not None:
            await pace
            await self._late_answers()
        return {
            "messages_per_s": round(answered / took),
            "deliveries_per_s": round(delivered / took),
            **latencies(self._tally.latencies),
            "server_cpu": used["server"],
            "load_cpu": used["load"],
            "load_core": used["core"],
            "cpu_us_per_delivery": round(used["server"] * took / max(delivered, 1) * 1e6, 3),
            "bytes_per_delivery": round(self._tally.bytes / max(self._tally.listened, 1)),
        }

    def _answered(self, one: Sender) -> None:
        if self._open and not self._plan["rate"]:
            one.send(time.perf_counter())

    async def _pace(self, rate: float) -> None:
        """The loop's clock has milliseconds: what falls due in the same one goes out together."""
        began, sent = time.perf_counter(), 0
        while self._open:
            while (due := began + sent / rate) <= time.perf_counter():
                self._senders[sent % len(self._senders)].send(due)
                sent += 1
            await asyncio.sleep(0.001)

    async def _late_answers(self) -> None:
        deadline = time.perf_counter() + GRACE_SECONDS
        for one in self._senders:
            await one.all_answered(deadline - time.perf_counter())
            self._tally.latencies += one.unanswered(time.perf_counter())


class Usage:
    """The CPU that the server, this load and its core have used, as shares of a core."""

    def __init__(self, server: int) -> None:
        self._server, self._load = psutil.Process(server), psutil.Process()
        self._began = time.perf_counter()
        self._before = self._read()

    def since(self) -> dict[str, float]:
        seconds = time.perf_counter() - self._began
        server, load, core = (now - then for now, then in zip(self._read(), self._before, strict=True))
        shares = {"server": server, "load": load, "core": core}
        return {"seconds": seconds, **{name: round(spent / seconds, 3) for name, spent in shares.items()}}

    def _read(self) -> tuple[float, float, float]:
        server, load = (float(sum(process.cpu_times()[:2])) for process in (self._server, self._load))
        cores = psutil.cpu_times(percpu=True)
        core = cores[min(1, len(cores) - 1)]
        return server, load, sum(core) - core.idle - getattr(core, "iowait", 0.0)


async def main() -> None:
    load = Load(json.load(sys.stdin))
    await load.connect()
    print(json.dumps(await load.run()))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
