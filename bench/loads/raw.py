"""Plain connections that read all they are sent, until the other side closes: what the C loop writes to."""

import asyncio
import json
import sys

import uvloop

BUFFER_BYTES = 256 * 1024


class Reader(asyncio.BufferedProtocol):
    buffer = memoryview(bytearray(BUFFER_BYTES))

    def __init__(self) -> None:
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self.buffer

    def buffer_updated(self, nbytes: int) -> None:
        pass  # it has been read, which is all there is to do

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set_result(None)


async def main() -> None:
    plan = json.load(sys.stdin)
    loop = asyncio.get_running_loop()
    readers = []
    for _ in range(plan["connections"]):
        _, reader = await loop.create_connection(Reader, "127.0.0.1", plan["port"])
        readers.append(reader)
    await asyncio.gather(*(reader.closed for reader in readers))
    print(json.dumps({}))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
