"""In which order the units of a batch run: those of one kind together, and nobody ahead of what decides about them."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from parley.changes import Log, person_log, room_log
from parley.store.batch import arranged
from parley.store.units import Unit, WriteTransaction
from tests.cast import Person, Room, Socket

ADA, BOB, LOBBY, DEN = 1, 2, 10, 20
MANY = 1_000


async def sends(_: WriteTransaction, names: Sequence[str]) -> list[str]:
    return list(names)


async def marks(_: WriteTransaction, names: Sequence[str]) -> list[str]:
    return list(names)


async def joins(_: WriteTransaction, names: Sequence[str]) -> list[str]:
    return list(names)


def send(name: str, person: int, room: int = LOBBY) -> Unit[Any, Any]:
    return Unit(sends, name, (room_log(room),), together=True, depends_on=(person_log(person),))


def mark(name: str, person: int, room: int = LOBBY) -> Unit[Any, Any]:
    return Unit(marks, name, (person_log(person),), together=True, depends_on=(room_log(room),))


def join(name: str, person: int, room: int = LOBBY, *, changes: tuple[Log, ...] | None = None) -> Unit[Any, Any]:
    of_theirs = (person_log(person),)
    return Unit(joins, name, (room_log(room), *of_theirs), changes=of_theirs if changes is None else changes)


async def order(*units: Unit[Any, Any]) -> list[str]:
    return ["".join(unit.input for unit in group) for group in arranged(units)]


async def test_what_alternates_runs_together() -> None:
    assert await order(send("a", ADA), mark("1", ADA), send("b", BOB), mark("2", BOB), send("c", ADA)) == ["abc", "12"]


async def test_somebody_elses_coming_is_no_reason_to_wait() -> None:
    assert await order(send("a", ADA), join("+", BOB), send("b", ADA)) == ["ab", "+"]


async def test_whoever_comes_or_goes_is_looked_at_afterwards() -> None:
    assert await order(send("a", ADA), join("+", BOB), send("b", BOB), send("c", ADA)) == ["a", "+", "bc"]


async def test_a_change_to_a_room_is_for_all_who_speak_there_afterwards() -> None:
    change = join("=", ADA, changes=(room_log(LOBBY),))
    assert await order(send("a", BOB), change, send("b", BOB, DEN), send("c", BOB)) == ["ab", "=", "c"]


async def test_what_runs_alone_keeps_its_order() -> None:
    assert await order(join("1", ADA), join("2", BOB), join("3", ADA)) == ["1", "2", "3"]


class TestInOneBatch:
    """What one person asks, one right after the other over one socket, ends as if one had waited for the other."""

    async def test_a_send_and_then_a_leaving(self, lobby: Room, bob: Person) -> None:
        answers = await at_once(await bob.connect(), say(lobby, "one"), leave(lobby), say(lobby, "two"))
        assert answers == ["ok", "ok", "not_found"]

    async def test_a_unit_that_is_refused_leaves_the_numbers_of_others_alone(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        deeds = [say(lobby, "one"), leave(den), say(lobby, "two"), erase(lobby, 99), say(lobby, "three")]
        assert await at_once(await bob.connect(), *deeds) == ["ok", "not_found", "ok", "not_found", "ok"]
        page = await ada.call("message.list", room=lobby.id)
        assert [(message["seq"], message["body"]) for message in page["messages"]] == [
            (1, "one"),
            (2, "two"),
            (3, "three"),
        ]
        assert page["head"] == page["messages"][-1]["rev"]


async def test_a_thousand_joinings_among_a_thousand_sends_do_not_take_them_apart() -> None:
    units = [unit for n in range(MANY) for unit in (join("+", BOB + n), send("a", ADA))]
    groups = arranged(units)
    assert [len(group) for group in groups if group[0].together] == [MANY]
    assert len(groups) == MANY + 1


async def at_once(socket: Socket, *deeds: dict[str, Any]) -> list[str]:
    """Each deed's answer, all asked before the first is answered."""
    for ref, deed in enumerate(deeds):
        socket.write({"ref": ref, **deed})
    answers = [await socket.first(lambda frame, ref=ref: frame.get("ref") == ref) for ref in range(len(deeds))]
    return [str(answer.get("code", answer["type"])) for answer in answers]


def say(room: Room, body: str) -> dict[str, Any]:
    return {"type": "message.send", "room": room.id, "body": body, "client_id": uuid4().hex}


def erase(room: Room, seq: int) -> dict[str, Any]:
    return {"type": "message.erase", "room": room.id, "seq": seq}


def leave(room: Room) -> dict[str, Any]:
    return {"type": "room.leave", "room": room.id}
