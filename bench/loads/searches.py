"""One member who searches, one question at a time over a socket."""

import asyncio
import json
import sys
import time
from itertools import cycle, islice

import uvloop
from picows import ws_connect

from bench.figures import latencies
from bench.loads.pages import WARM_UP, Asker


async def main() -> None:
    plan = json.load(sys.stdin)
    member = plan["member"]
    _, asker = await ws_connect(Asker, member["url"], extra_headers=member["headers"])
    assert isinstance(asker, Asker)  # noqa: S101 - for the type checker
    await asker.answer()
    taken = []
    for query in islice(cycle(plan["queries"]), WARM_UP + plan["times"]):
        began = time.perf_counter()
        await found(asker, query)
        taken.append(time.perf_counter() - began)
    print(json.dumps(latencies(taken[WARM_UP:])))


async def found(asker: Asker, query: str) -> int:
    answer = await asker.ask({"type": "search.messages", "ref": 1, "query": query})
    return len(json.loads(answer)["result"]["hits"])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
