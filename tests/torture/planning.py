"""The part of the judge about scheduled messages: each is sent once or for a reason not at all, and nothing is left."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Kept, PlanRow, Room
from tests.torture.events import Event, Left
from tests.torture.plan_events import Dropped, Dropping, Planned, Planning
from tests.torture.violation import Violation

SENT_AS = "scheduled:"


@dataclass(slots=True)
class Plan:
    """A scheduled message: the texts that its author wanted it to have, in order, and which was answered last."""

    person: str
    began_at: float
    bodies: list[str] = field(default_factory=list)
    answered: int = -1
    is_due: bool = False
    is_dropping: bool = False
    is_dropped: bool = False


@dataclass(slots=True)
class Plans:
    """By room and `client_id`, which names its author."""

    asked: dict[str, dict[str, Plan]] = field(default_factory=dict)
    left_at: dict[tuple[str, str], float] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        """Only remembers: the table says what became of it."""
        match event:
            case Planning():
                plan = self.asked.setdefault(event.room, {}).setdefault(event.plan, Plan(event.person, event.at))
                plan.is_due = plan.is_due or event.is_due
                if event.body not in plan.bodies:
                    plan.bodies.append(event.body)
            case Planned():
                plan = self.asked[event.room][event.plan]
                plan.answered = plan.bodies.index(event.body)
            case Dropping():
                self.asked[event.room][event.plan].is_dropping = True
            case Dropped():
                self.asked[event.room][event.plan].is_dropped = True
            case Left():
                self.left_at[event.person, event.room] = event.at
            case _:
                pass
        yield from ()

    def has(self, room: str, person: str, body: str) -> bool:
        """Whether this person has scheduled this text for this room by now."""
        name = body.partition(" ")[0]
        plan = self.asked.get(room, {}).get(name)
        return plan is not None and plan.person == person and body in plan.bodies

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        said = {message.client_id: message for message in kept.messages if message.client_id.startswith(SENT_AS)}
        plans = self.asked.get(room, {})
        rows = {row.plan: row for row in kept.plans}
        for client_id in said.keys() - {SENT_AS + row.id for row in kept.plans}:
            yield Violation("ghost", f"{client_id} is in room {room}, and was never scheduled")
        for name in rows.keys() - plans.keys():
            yield Violation("ghost", f"{name} is scheduled for room {room}, and nobody asked for that")
        for name, plan in plans.items():
            row = rows.get(name)
            if row is not None:
                yield from self._became(room, plan, row, said.get(SENT_AS + row.id))
            elif plan.answered >= 0:
                yield Violation("loss", f"{name} was answered as scheduled for room {room}, and is not known")

    def _became(self, room: str, plan: Plan, row: PlanRow, message: Kept | None) -> Iterator[Violation]:
        what = f"{row.plan} of {plan.person}, scheduled for room {room},"
        if row.person != plan.person:
            yield Violation("ghost", f"{what} belongs to {row.person}")
        is_waiting = not row.is_over and not row.has_failed
        if is_waiting:
            yield Violation("job", f"{what} was neither sent nor cancelled, and has {row.jobs} jobs")
        elif row.jobs:
            yield Violation("job", f"{what} is over, and {row.jobs} jobs would send it")
        if message is not None:
            yield from _sent(what, plan, row, message)
        elif row.is_over and not plan.is_dropping:
            yield Violation("loss", f"{what} is over, was not cancelled, and is not there")
        if row.has_failed and self.left_at.get((plan.person, room), plan.began_at) <= plan.began_at:
            yield Violation("refused", f"{what} could not be sent, and its author never left")
        if plan.is_dropped and not row.is_over:
            yield Violation("undropped", f"{what} was answered as cancelled, and is still there")


def _sent(what: str, plan: Plan, row: PlanRow, message: Kept) -> Iterator[Violation]:
    if not row.is_over:
        yield Violation("job", f"{what} was sent and is not over")
    if not plan.is_due:
        was = "had been cancelled" if plan.is_dropped else "was meant for hours later"
        yield Violation("early", f"{what} {was} and is there at {message.seq}")
    if message.sender != plan.person:
        yield Violation("ghost", f"{what} was sent by {message.sender}")
    if not message.erased and message.body not in plan.bodies[max(plan.answered, 0) :]:
        yield Violation("stale", f"{what} says what it was not to say any more: {message.body}")
