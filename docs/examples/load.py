"""Sends as everybody in a file of tokens, and prints what came of it.

    python docs/examples/load.py http://localhost:8000 tokens.txt PEOPLE RATE SECONDS

PEOPLE of them connect, and RATE messages a second are sent in all, evenly, whether or not those before are answered.
"""

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

PATIENCE = 30
# A client_id is a message for ever: another run has others.
RUN = uuid4().hex


class Member(WSListener):
    """Somebody's socket."""

    def __init__(self, room: str, figures: "Figures") -> None:
        self.room = room
        self.figures = figures
        self.welcomed = asyncio.get_running_loop().create_future()
        self.sent: dict[int, float] = {}

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.write({"type": "hello"})

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        said = json.loads(frame.get_payload_as_bytes())
        if said["type"] == "welcome":
            self.welcomed.set_result(None)
        elif said["type"] == "changes":
            self.figures.delivered += sum(thing["thing"] == "message" for thing in said.get("things", []))
        elif said["type"] == "ok":
            self.figures.answer(perf_counter() - self.sent.pop(said["ref"]))
        elif said["type"] == "error":
            self.figures.refuse()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.figures.lost += 1
        if not self.welcomed.done():
            self.welcomed.set_exception(ConnectionError("The server closed a socket before it said welcome."))

    def send(self, number: int) -> None:
        self.sent[number] = perf_counter()
        told = {"room": self.room, "client_id": f"{RUN}-{number}", "body": f"Message {number}"}
        self.write({"type": "message.send", "ref": number, **told})

    def write(self, frame: dict[str, object]) -> None:
        self.transport.send(WSMsgType.TEXT, json.dumps(frame).encode())


class Figures:
    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.answers: list[float] = []
        self.delivered = self.refused = self.lost = 0
        self.complete = asyncio.Event()

    def answer(self, seconds: float) -> None:
        self.answers.append(seconds)
        self._check()

    def refuse(self) -> None:
        self.refused += 1
        self._check()

    def print(self) -> None:
        ordered = sorted(self.answers) or [0.0]
        p50, p99 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
        print(f"{self.wanted} sent, {len(self.answers)} answered, {self.refused} refused, {self.lost} sockets lost")
        print(f"{self.delivered} delivered; answers took {p50:.1f} ms at the median, {p99:.1f} ms at p99")

    def _check(self) -> None:
        if len(self.answers) + self.refused == self.wanted:
            self.complete.set()


async def main(url: str, lines: list[str], rate: int, seconds: int) -> None:
    figures = Figures(rate * seconds)
    members = [await connected(url, line, figures) for line in lines]
    began = perf_counter()
    for number in range(figures.wanted):
        # By the clock and not by the answers: a slow server meets the same load as a fast one.
        await asyncio.sleep(began + number / rate - perf_counter())
        members[number % len(members)].send(number)
    with suppress(TimeoutError):
        await asyncio.wait_for(figures.complete.wait(), PATIENCE)
    figures.print()


async def connected(url: str, line: str, figures: Figures) -> Member:
    token, _, room, *_ = line.split(" ")
    headers = {"Authorization": f"Bearer {token}", "Sec-WebSocket-Protocol": "parley.v2"}
    address = url.replace("http", "ws", 1) + "/ws"
    member = Member(room, figures)
    await ws_connect(lambda: member, address, extra_headers=headers)
    await member.welcomed
    return member


if __name__ == "__main__":
    url, file, people, rate, seconds = sys.argv[1:]
    asyncio.run(main(url, Path(file).read_text().splitlines()[: int(people)], int(rate), int(seconds)))
