"""What people schedule: a message a moment ahead, or hours, which they then cancel or move to a moment ahead.

What is hours ahead is not due during a run, whatever a clock says that is an hour off.
"""

import asyncio
import json
import time

from parley.basics.times import rfc3339
from tests.torture.history import now
from tests.torture.line import Refusal
from tests.torture.member import Member
from tests.torture.plan_events import Dropped, Dropping, Planned, Planning

HOURS_SECONDS = 6 * 3_600.0
AT_ONCE = 0.4
CANCELLED = 0.5
# The nearest time that the server takes is later than now, and some time goes by until it has the request.
SOON_SECONDS = (1.0, 3.0)
THINKING_SECONDS = (0.1, 1.5)


async def plan(member: Member) -> None:
    """Retried until there is an answer: who repeats a request schedules nothing twice."""
    world, rooms = member.account.world, sorted(member.rooms)
    if not rooms:
        return
    world.tally["plans begun"] += 1
    name = f"{member.handle}-plan-{world.tally['plans begun']}"
    one = _Plan(member, member.account.random.choice(rooms), name)
    member.under_way += 1
    try:
        await one.carry_out()
    except Refusal as refusal:
        # They have left the room, a clock that is an hour ahead says that its time has passed, or it was sent already.
        if refusal.code not in ("not_found", "invalid", "gone"):
            raise
        world.tally[f"plans refused: {refusal.code}"] += 1
    finally:
        member.under_way -= 1


class _Plan:
    def __init__(self, member: Member, room: str, name: str) -> None:
        self._member = member
        self._random = member.account.random
        self._world = member.account.world
        self._room = room
        self._name = name
        self._id = ""

    async def carry_out(self) -> None:
        is_due = self._random.random() < AT_ONCE
        await self._create(is_due=is_due)
        await asyncio.sleep(self._random.uniform(*THINKING_SECONDS))
        if self._random.random() < CANCELLED:
            await self._cancel()
        else:
            await self._move()

    async def _create(self, *, is_due: bool) -> None:
        body = f"{self._name} was written before"
        self._asks(body, is_due=is_due)
        fields = {"room": self._room, "client_id": self._name, "body": body, "at": self._moment(is_due=is_due)}
        self._id = json.loads(await self._member.insist("scheduled.create", **fields))["id"]
        self._is_told(body)
        self._world.tally["plans"] += 1

    async def _move(self) -> None:
        """To a moment ahead, with another text. Where it is too late for that moment, to the next one."""
        body = f"{self._name} was written before, and better"
        while True:
            self._asks(body, is_due=True)
            try:
                await self._member.insist(
                    "scheduled.update", scheduled=self._id, body=body, at=self._moment(is_due=True)
                )
            except Refusal as refusal:
                if refusal.code != "invalid":
                    raise
                await self._member.think()
            else:
                break
        self._is_told(body)
        self._world.tally["plans changed"] += 1

    async def _cancel(self) -> None:
        about = {"person": self._member.id, "room": self._room, "plan": self._name}
        self._world.history.add(Dropping(at=now(), **about))
        await self._member.insist("scheduled.cancel", scheduled=self._id)
        self._world.history.add(Dropped(at=now(), **about))
        self._world.tally["plans cancelled"] += 1

    def _asks(self, body: str, *, is_due: bool) -> None:
        about = {"person": self._member.id, "room": self._room, "plan": self._name, "body": body}
        self._world.history.add(Planning(at=now(), is_due=is_due, **about))

    def _is_told(self, body: str) -> None:
        about = {"person": self._member.id, "room": self._room, "plan": self._name, "body": body}
        self._world.history.add(Planned(at=now(), id=self._id, **about))

    def _moment(self, *, is_due: bool) -> str:
        ahead = self._random.uniform(*SOON_SECONDS) if is_due else HOURS_SECONDS
        return rfc3339(int((time.time() + ahead) * 1000))
