"""Connections that say what nobody should. Each is a fault of its own; only its own connection may suffer."""

import asyncio
import json
from contextlib import suppress
from random import Random
from typing import Any

from picows import WSMsgType

from tests.torture.faults.fault import Fault, Scene
from tests.torture.line import NoAnswer, open_line

PATIENCE = 2.0
DEEP = 100_000


def frames(random: Random) -> list[tuple[WSMsgType, bytes]]:
    """Shapes of nonsense; what they are filled with is drawn anew each time."""
    text, noise = WSMsgType.TEXT, random.randbytes(random.randint(1, 2_000))
    wrong: Any = random.choice([None, True, -1, 1.5, [], {}, "x" * 100, 2**70])
    return [
        (WSMsgType.BINARY, noise),
        (text, noise),
        (text, b"\xff\xfe" + noise),
        (text, b"[" * DEEP),
        (text, b'{"type":' * (DEEP // 10)),
        (text, b'{"type":"message.send","ref":1,"body":"\\ud800"}'),
        (text, b'{"type":"hello","cursors":' + b"[" * 1_000 + b"]" * 1_000 + b"}"),
        (text, json.dumps({"type": wrong, "ref": wrong}).encode()),
        (text, json.dumps({"type": "hello", "cursors": wrong, "epoch": wrong}).encode()),
        (text, json.dumps({"type": "message.send", "ref": 1, "room": wrong, "client_id": wrong}).encode()),
        (text, b"x" * 70_000),
        (WSMsgType.CONTINUATION, noise),
        (WSMsgType.CLOSE, noise[:1]),
    ]


async def shout(scene: Scene) -> int:
    """Over sockets, signed in and not, before a hello and after; and as bytes that are no HTTP at all."""
    before = {node.number: node.starts for node in scene.stage.nodes}
    said = 0
    for port in scene.stage.ports:
        token = scene.random.choice(scene.fleet.members).account.token(port)
        for kind, data in frames(scene.random):
            for greeting in (None, b'{"type":"hello"}'):
                said += await over_a_socket(port, token, greeting, kind, data)
        for noise in (scene.random.randbytes(3_000), b"GET " + b"/" * 100_000, b"POST /api/sync HTTP/1.1\r\n" * 500):
            said += await raw(port, noise)
    for node in scene.stage.nodes:
        if node.starts == before[node.number] and node.code is not None and not node.is_borrowed:
            scene.violate("hostile", f"node {node.number} ended with {node.code} of what somebody said")
    return said


async def over_a_socket(port: int, token: str, greeting: bytes | None, kind: WSMsgType, data: bytes) -> int:
    """1 if it was said."""
    try:
        line = await open_line(port, token, lambda frame: None, PATIENCE)
    except NoAnswer:
        return 0
    if greeting is not None:
        line.write(greeting)
    line.write(data, kind)
    line.hang_up()
    return 1


async def raw(port: int, data: bytes) -> int:
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(data)
                await reader.read(65_536)
                return 1
            finally:
                writer.transport.abort()
    return 0


FAULTS = (Fault("F21", "nonsense from hostile connections", shout),)
