"""A person's account: a session, an access token for each server, and HTTP connections to each."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from parley.verbs import BY_NAME
from tests.torture.history import History
from tests.torture.line import Door, NoAnswer, Refusal


@dataclass
class World:
    """What all members share."""

    ports: list[int]
    history: History
    random: Random
    slugs: dict[str, str] = field(default_factory=dict)
    """Room -> slug."""
    handles: list[str] = field(default_factory=list)
    """Of those who may be mentioned."""
    polls: list[tuple[str, int, bool]] = field(default_factory=list)
    """The room and the place of each poll, and whether one may choose several options."""
    closed: str = ""
    """A room that none of them is in."""
    tally: Counter[str] = field(default_factory=Counter)
    talking: asyncio.Event = field(default_factory=asyncio.Event)
    patience: float = 5.0
    """How long an answer may take before it is asked for elsewhere."""


class Account:
    """`ports` are the servers that this person uses; a fault may reduce them to one."""

    def __init__(self, world: World, *, id_: str, handle: str, access: str, refresh: str) -> None:
        self.id = id_
        self.handle = handle
        self.world = world
        self.ports = world.ports
        self.random = Random(world.random.random())
        self._refresh = refresh
        self._tokens = dict.fromkeys(world.ports, access)
        self._refreshing = asyncio.Lock()
        self._doors = {port: Door(port) for port in world.ports}

    def port(self) -> int:
        """Any of the servers."""
        return self.random.choice(self.ports)

    def token(self, port: int) -> str:
        return self._tokens[port]

    async def over_http(self, port: int, verb: str, fields: dict[str, Any], through: Door | None = None) -> bytes:
        known, body = BY_NAME[verb], dict(fields)
        path = known.path
        for name in [name for name in fields if f"{{{name}}}" in path]:
            path = path.replace(f"{{{name}}}", str(body.pop(name)))
        door, token, patience = through or self._doors[port], self._tokens[port], self.world.patience
        if known.method == "GET":
            return await door.ask("GET", f"{path}?{urlencode(body)}", token, patience)
        return await door.ask(known.method, path, token, patience, json.dumps(body).encode())

    async def renew(self, port: int) -> None:
        """Get a token from this server: with a clock that differs, it accepts only its own."""
        async with self._refreshing:
            try:
                fields = {"refresh_token": self._refresh}
                granted = json.loads(await self.over_http(port, "session.refresh", fields))
            except (NoAnswer, Refusal):
                return
            self._tokens[port], self._refresh = granted["access_token"], granted["refresh_token"]

    def cut(self) -> None:
        for door in self._doors.values():
            door.cut()
