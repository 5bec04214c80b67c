"""What a refusal costs the server, compared with the cheapest answer that it has.

Counted in the processor time of the server's process, so what else the machine does hardly matters.
"""

import socket
from collections.abc import Mapping
from contextlib import closing
from typing import BinaryIO
from urllib.parse import urlsplit

from bench.figures import Figures, at_most, medians
from bench.processes import Started
from bench.rows.scene import Measured, Scene
from bench.servers import Crowd, crowded

REQUESTS = 6_000
AT_ONCE = 50
WARM_UP = 400
MOST_OTHERS = 0.1
ALIVE = "200 /livez"
# How much more than that a refusal may cost.
MOST = 1.0


def refusals(scene: Scene) -> Measured:
    """As somebody gets them who goes on and on: with the default limits, and thousands of requests on a connection."""
    runs = [refused(scene.size(REQUESTS)) for _ in range(scene.times)]
    taken = medians(runs)
    rows = [
        at_most(f"{name} / {ALIVE}", cost / taken[ALIVE], MOST, "x") for name, cost in taken.items() if name != ALIVE
    ]
    return Measured({"refusals, us of a core": taken}, rows)


def refused(count: int) -> Figures:
    with crowded(Crowd(groups=1, people_each=1), limits=("rate_search",)) as (server, members):
        port = urlsplit(members[0]["url"]).port
        assert port is not None  # noqa: S101 - for the type checker
        asked = requests(port, members[0]["headers"])
        for request in asked.values():
            _answers(port, request, count // 10 + WARM_UP, None)  # what is lazy is made, and the buckets are empty
        return {name: cost(server, port, name, request, count) for name, request in asked.items()}


def requests(port: int, headers: Mapping[str, str]) -> dict[str, bytes]:
    host, signed_in = f"Host: 127.0.0.1:{port}", f"Authorization: {headers['Authorization']}"
    forged = "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.nothing"
    body = ("Content-Type: application/json", "Content-Length: 9")
    heads = {
        ALIVE: ("GET /livez", host),
        "429, signed in": ("POST /api/search/messages", host, signed_in, "Content-Length: 0"),
        "401, no token": ("GET /api/me", host),
        "401, a forged token": ("GET /api/me", host, forged),
        "400, an unreadable body": ("POST /api/accounts", host, *body),
        "404, no such address": ("GET /api/nothing", host),
    }
    return {
        name: "\r\n".join((f"{first} HTTP/1.1", *lines)).encode()
        + b"\r\n\r\n"
        + (b'{"name":[' if body[0] in lines else b"")
        for name, (first, *lines) in heads.items()
    }


def cost(server: Started, port: int, name: str, request: bytes, count: int) -> float:
    """Microseconds of processor time for each."""
    before = sum(server.process.cpu_times()[:2])
    _answers(port, request, count, name.partition(",")[0].partition(" ")[0])
    return round((sum(server.process.cpu_times()[:2]) - before) / count * 1_000_000, 1)


def _answers(port: int, request: bytes, count: int, status: str | None) -> None:
    """Ask so often on one connection, and read every answer. Nearly all have this status: the bucket fills slowly."""
    with closing(socket.create_connection(("127.0.0.1", port))) as connection, connection.makefile("rb") as answers:
        others = 0
        for _ in range(0, count, AT_ONCE):
            connection.sendall(request * AT_ONCE)
            others += sum(_read(answers) != status for _ in range(AT_ONCE))
    if status is not None and others > count * MOST_OTHERS:
        raise RuntimeError(f"{others} of {count} were not answered {status}")


def _read(answers: BinaryIO) -> str:
    line, length = answers.readline(), 0
    while header := answers.readline().strip().lower():
        if header.startswith(b"content-length:"):
            length = int(header.partition(b":")[2])
    answers.read(length)
    return line.split()[1].decode()
