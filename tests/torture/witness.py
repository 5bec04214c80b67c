"""Records what one connection of a person is told of others, and how it stands with the connection itself."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from parley.protocol.signals import WATCH_LIMIT
from tests.torture.account import Account
from tests.torture.frames import Arrival, End, Own, Part, Sign, Stretch
from tests.torture.history import now
from tests.torture.line import Line, NoAnswer, Refusal
from tests.torture.signs import Attending, Entered, Expelled, Parted, Signalled, Standing, Watched, Watching

# Somebody who is in no room at all, and whom nobody may watch.
NOBODY = "77"


class Witness:
    """Of one device. It also knows what the device shows of people at this moment."""

    def __init__(self, account: Account, device: str) -> None:
        self.device = device
        self.states: dict[tuple[str, str], str] = {}
        """By room and person."""
        self._asking = asyncio.Lock()
        self._account = account
        self._history = account.world.history

    @property
    def misses_somebody(self) -> bool:
        return "offline" in self.states.values()

    def stand(self, standing: Standing) -> None:
        """What has become of the connection."""
        self._history.add(Attending(at=now(), person=self._account.id, device=self.device, standing=standing))
        if standing == "ended":
            self.states.clear()

    def take(self, part: Part | None) -> None:
        match part:
            case Arrival():
                self.stand("live")
                for membership in part.memberships:
                    self._enter(membership.room)
            case Own():
                for membership in part.memberships:
                    if membership.until is None:
                        self._enter(membership.room)
            case Stretch():
                for about, until in part.parted:
                    parted = Parted(at=now(), device=self.device, room=part.room, about=about, until=until)
                    self._history.add(parted)
            case End():
                self._history.add(Expelled(at=now(), device=self.device, room=part.room))
                self._forget(part.room)
            case Sign():
                self._signalled(part)
            case _:
                pass

    async def watch(self, line: Line, room: str) -> None:
        """Watch everybody in this room, asking also for people who are not in it."""
        people = [*self._account.world.people, NOBODY][-WATCH_LIMIT:]
        fields, patience = {"room": room, "people": people}, self._account.world.patience
        async with self._asking:  # of two answers nobody knows which the server gave last
            self._history.add(Watching(at=now(), device=self.device, room=room))
            try:
                await line.ask("presence.watch", fields, patience, partial(self._watched, room))
            except Refusal:
                self._watched(room, b'{"people":[]}')
            except NoAnswer:
                pass

    def _watched(self, room: str, answer: bytes) -> None:
        told: list[dict[str, Any]] = json.loads(answer)["people"]
        states = {one["person"]: one["state"] for one in told}
        self._forget(room)
        self.states |= {(room, about): state for about, state in states.items()}
        watched = Watched(at=now(), person=self._account.id, device=self.device, room=room, states=states)
        self._history.add(watched)

    def _signalled(self, sign: Sign) -> None:
        if sign.kind == "presence":
            self.states[sign.room, sign.about] = sign.state
        self._history.add(Signalled(at=now(), person=self._account.id, device=self.device, **sign._asdict()))
        self._account.world.tally[f"signals: {sign.kind}"] += 1

    def _enter(self, room: str) -> None:
        self._history.add(Entered(at=now(), device=self.device, room=room))

    def _forget(self, room: str) -> None:
        self.states = {key: state for key, state in self.states.items() if key[0] != room}


@contextmanager
def beside(account: Account) -> Iterator[None]:
    """Inside the block there may be one more connection of this person."""
    account.world.tally["connections beside"] += 1
    witness = Witness(account, f"{account.handle} {account.world.tally['connections beside']}")
    witness.stand("uncertain")
    try:
        yield
    finally:
        witness.stand("ended")
