"""Who may open a socket, by the numbers; `ws/test_entrance.py` asks at the door."""

from collections.abc import Callable

import pytest

from parley.doors.gate import Gate, Seat
from parley.errors import ParleyError, RateLimited, Unavailable
from parley.settings import LIMITS, Settings
from tests.conftest import with_changes

HERE, THERE = "203.0.113.1", "203.0.113.2"
OFF = with_changes(Settings(), **dict.fromkeys(LIMITS, "off"))


class Clock:
    ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate_with(clock: Clock) -> Callable[..., Gate]:
    return lambda **limits: Gate(with_changes(OFF, **limits), clock)


def refused(gate: Gate, address: str | None, *, is_stranger: bool = False) -> type[ParleyError] | None:
    """How a handshake from there is refused; each refusal says when to come back."""
    try:
        gate.check(address, is_stranger=is_stranger)
    except ParleyError as problem:
        return type(problem) if problem.retry_after_ms else None
    return None


def come_in(gate: Gate, address: str | None = HERE, *, is_stranger: bool = False) -> Seat:
    gate.check(address, is_stranger=is_stranger)
    return gate.enter(address, is_stranger=is_stranger, cut=never)


def never() -> None:
    raise AssertionError("nobody needs this place")


def test_all_together_have_a_pace(gate_with: Callable[..., Gate], clock: Clock) -> None:
    gate = gate_with(rate_handshake="2/1")
    assert [refused(gate, address) for address in (HERE, THERE, None)] == [None, None, Unavailable]
    clock.ms += 1_000
    assert [refused(gate, None), refused(gate, None)] == [None, Unavailable]


def test_an_address_has_a_pace_of_its_own_and_does_not_use_up_everybodys(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(rate_handshake="4/1", rate_handshake_address="2/1")
    assert [refused(gate, HERE) for _ in range(50)][2:] == [RateLimited] * 48
    assert [refused(gate, THERE), refused(gate, THERE)] == [None, None]
    assert refused(gate, None) is Unavailable


def test_by_default_there_is_room_for_others_beside_an_address_in_a_hurry(clock: Clock) -> None:
    gate = Gate(Settings(), clock)
    for _ in range(5):
        assert RateLimited in [refused(gate, HERE) for _ in range(500)]
        assert refused(gate, THERE) is None
        clock.ms += 1_000


def test_this_machine_and_proxies_share_no_pace(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(rate_handshake_address="1/1", sockets_address="1", sockets_stranger="1")
    for _ in range(100):
        come_in(gate, None, is_stranger=True)


def test_strangers_leave_room_for_those_who_are_signed_in(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_address="4", sockets_stranger="2")
    first, _ = come_in(gate, is_stranger=True), come_in(gate, is_stranger=True)
    assert refused(gate, HERE, is_stranger=True) is RateLimited
    assert refused(gate, THERE, is_stranger=True) is None
    come_in(gate)
    first.sign_in(1)  # it said hello with a ticket
    come_in(gate, is_stranger=True)
    assert refused(gate, HERE) is RateLimited


def test_who_has_not_been_welcomed_yet_is_a_queue_with_an_end(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_waiting="2")
    first, _ = come_in(gate), come_in(gate, None)
    assert refused(gate, THERE) is Unavailable
    first.welcome()
    assert refused(gate, THERE) is None


def test_a_crowd_of_strangers_keeps_out_nobody_who_is_signed_in(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_waiting="8", rate_handshake="12/1")
    crowd: list[Seat] = []
    for _ in range(4):
        gate.check(None, is_stranger=True)
        crowd.append(gate.enter(None, is_stranger=True, cut=lambda: crowd.pop(0).leave()))
    for _ in range(50):
        assert refused(gate, None, is_stranger=True) in (None, Unavailable)
    assert [refused(gate, None) for _ in range(4)] == [None] * 4
    for _ in range(4):
        come_in(gate)


def test_the_stranger_that_has_been_silent_longest_makes_room(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_waiting="4")
    cut: list[int] = []
    seats: list[Seat] = []

    def enter(number: int) -> None:
        def leave() -> None:
            cut.append(number)
            seats[number].leave()

        gate.check(None, is_stranger=True)
        seats.append(gate.enter(None, is_stranger=True, cut=leave))

    for number in range(3):
        enter(number)
    assert cut == [0]
    seats[1].say_hello()
    enter(3)
    assert cut == [0, 2]
    seats[3].say_hello()
    assert refused(gate, None, is_stranger=True) is Unavailable  # two are being welcomed
    seats[1].welcome()
    assert refused(gate, None, is_stranger=True) is None


def test_one_socket_too_many_of_a_person_is_told_so(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_person="2")
    first, second, third, bobs = (come_in(gate) for _ in range(4))
    first.sign_in(1)
    second.sign_in(1)
    with pytest.raises(RateLimited, match="You have 2 connections open already") as problem:
        third.sign_in(1)
    assert problem.value.retry_after_ms
    bobs.sign_in(2)
    first.leave()
    third.sign_in(1)


def test_when_everybody_has_left_nobody_is_counted(gate_with: Callable[..., Gate]) -> None:
    gate = gate_with(sockets_person="9")
    seats = [come_in(gate, address, is_stranger=stranger) for address in (HERE, None) for stranger in (True, False)]
    for person, seat in enumerate(seats):
        if person % 2:
            seat.sign_in(person)
            seat.welcome()
    assert len(gate.counts) > 0
    for seat in seats * 2:  # leaving again changes nothing
        seat.leave()
    assert len(gate.counts) == 0
    for counter in (gate.counts.people, gate.counts.addresses, gate.counts.strangers):
        assert not counter  # no key is left behind


def test_the_defaults_let_two_thousand_back_within_ten_seconds(clock: Clock) -> None:
    """From everywhere, each coming back when told to."""
    gate = Gate(Settings(), clock)
    outside, waits = 2_000, 0
    while outside:
        while outside and refused(gate, f"192.0.2.{outside % 250}") is None:
            gate.enter(None, is_stranger=False, cut=never).welcome()
            outside -= 1
        clock.ms += 1_000
        waits += 1
    assert waits <= 5
