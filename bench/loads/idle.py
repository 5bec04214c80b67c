"""Connections that do nothing: what each of them costs the server's memory."""

import asyncio
import json
import sys

import psutil
import uvloop

from bench.loads.sockets import Tally, listener

AT_ONCE = 50
FIRST = 100
"""Connected before counting, so that what the first connections make once is not counted as theirs."""
SETTLE_SECONDS = 2.0


async def main() -> None:
    plan = json.load(sys.stdin)
    server, tally, members = psutil.Process(plan["server"]), Tally(), plan["members"]
    first = min(FIRST, len(members) // 2)
    kept = [await listener(tally, member) for member in members[:first]]
    await asyncio.sleep(SETTLE_SECONDS)
    before = server.memory_info().rss
    for start in range(first, len(members), AT_ONCE):
        kept += await asyncio.gather(*(listener(tally, each) for each in members[start : start + AT_ONCE]))
    await asyncio.sleep(SETTLE_SECONDS)
    grown = server.memory_info().rss - before
    print(json.dumps({"connections": len(kept), "kib_each": round(grown / 1024 / (len(kept) - first), 2)}))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
