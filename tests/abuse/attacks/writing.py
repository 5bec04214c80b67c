"""What one person writes within the limits, chosen to cost as much as it can."""

import json
import time
from itertools import count, cycle
from typing import Any

from tests.abuse.attacker import Attacker
from tests.abuse.attacks.attack import Attack

AT_ONCE = 30
# Code that never ends, at every length, with a mention so that the server looks for code at all.
UNCLOSED = "@ada " + " ".join("`" * length for length in range(1, 125))
QUOTED = "@ada\n```\n```\n>" + " " * 7_900 + "x"


async def code_spans(attacker: Attacker) -> None:
    bodies = cycle((UNCLOSED, QUOTED))
    path = f"/api/rooms/{attacker.room}/messages"
    await _post(attacker, path, lambda name: {"client_id": name, "body": next(bodies)})


async def rooms(attacker: Attacker) -> None:
    """A room after the other: each makes the attacker's next welcome longer."""
    await _post(attacker, "/api/rooms", lambda name: {"client_id": name, "name": "Mine", "kind": "private"})


async def typing(attacker: Attacker) -> None:
    async with attacker.entered() as wire:
        if wire is None:
            return
        for ref in count():
            wire.send(json.dumps({"type": "typing.set", "ref": ref, "room": attacker.room}).encode())
            attacker.made["frames"] += 1
            if not await attacker.listen(wire) or not attacker.going:
                return


async def _post(attacker: Attacker, path: str, command: Any) -> None:
    async with attacker.wire() as wire:
        while attacker.going:
            for _ in range(AT_ONCE):
                body = json.dumps(command(f"a{attacker.number}-{time.monotonic_ns()}")).encode()
                await wire.push(attacker.request("POST", path, attacker.signed_in, attacker.network(), body=body))
            for _ in range(AT_ONCE):
                if not await attacker.hear(wire):
                    return


ATTACKS = (
    Attack("code-spans", "messages full of code that never ends", code_spans, frozenset({"http 429"})),
    Attack("rooms", "rooms without end", rooms, frozenset({"http 429", "http 409"})),
    Attack("typing", "typing without a pause", typing, frozenset({"error rate_limited", "close 4429"})),
)
