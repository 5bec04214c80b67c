"""A process keeps the cursor rule, whatever the bus does to packets."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from parley.changes import room_log
from parley.realtime.audience import EARLY_LIMIT, Audience
from parley.realtime.frames import Packet


def packet(from_: int, to: int) -> Packet:
    return Packet(log=room_log(7), from_=from_, to=to, payload=Raw(b"{}"))


def standing_at(head: int) -> Audience[object]:
    audience: Audience[object] = Audience()
    assert based_on(audience, head) == []
    return audience


def based_on(audience: Audience[object], head: int) -> list[tuple[int, int]]:
    return [(ready.from_, ready.to) for ready in audience.based_on(head, 1)]


def told(audience: Audience[object], *packets: Packet) -> list[tuple[int, int]]:
    return [(ready.from_, ready.to) for one in packets for ready in audience.hear(one)]


def test_packets_in_order_are_told_as_they_come() -> None:
    audience = standing_at(3)
    assert told(audience, packet(3, 4), packet(4, 6), packet(6, 7)) == [(3, 4), (4, 6), (6, 7)]
    assert (audience.cursor, audience.has_hole) == (7, False)


def test_what_was_told_is_not_told_again() -> None:
    audience = standing_at(3)
    assert told(audience, packet(3, 6), packet(3, 6), packet(4, 5)) == [(3, 6)]


def test_a_packet_that_overtook_another_waits_for_it() -> None:
    audience = standing_at(3)
    assert told(audience, packet(3, 4), packet(6, 7), packet(5, 6)) == [(3, 4)]
    assert audience.has_hole
    assert told(audience, packet(4, 5)) == [(4, 5), (5, 6), (6, 7)]
    assert not audience.has_hole


def test_the_table_closes_a_hole_that_nothing_else_does() -> None:
    audience = standing_at(3)
    told(audience, packet(3, 4), packet(6, 7))
    assert told(audience, packet(4, 9)) == [(4, 9)]  # one stretch read from the table, numbers overwritten and all
    assert (audience.cursor, audience.has_hole) == (9, False)


class TestBase:
    def test_a_snapshot_says_where_the_log_stands(self) -> None:
        audience = standing_at(5)
        assert told(audience, packet(4, 5), packet(5, 6)) == [(5, 6)]

    def test_nothing_is_told_before_it_and_what_it_knows_never(self) -> None:
        audience: Audience[object] = Audience()
        assert told(audience, packet(4, 5), packet(5, 6)) == []
        assert not audience.has_hole
        assert based_on(audience, 5) == [(5, 6)]

    def test_a_snapshot_behind_what_was_heard_first_shows_a_hole(self) -> None:
        """The socket was attached, the bus brought 8 to 9, and its snapshot had been taken at 5."""
        audience: Audience[object] = Audience()
        assert told(audience, packet(8, 9)) == []
        assert based_on(audience, 5) == []
        assert (audience.cursor, audience.has_hole) == (5, True)

    def test_a_snapshot_within_what_was_heard_shows_none(self) -> None:
        audience: Audience[object] = Audience()
        told(audience, packet(4, 9))
        assert based_on(audience, 6) == [(4, 9)]
        assert (audience.cursor, audience.has_hole) == (9, False)

    def test_what_is_heard_before_it_is_bounded(self) -> None:
        audience: Audience[object] = Audience()
        told(audience, *(packet(n, n + 1) for n in range(EARLY_LIMIT + 10)))
        assert based_on(audience, 0) == []
        assert audience.has_hole

    def test_a_later_snapshot_moves_no_cursor(self) -> None:
        audience = standing_at(5)
        told(audience, packet(5, 6))
        assert based_on(audience, 4) == []
        assert audience.cursor == 6


@given(st.permutations([packet(n, n + 1) for n in range(12)]), st.data())
def test_any_order_and_any_repetition_tell_everything_once_and_in_order(
    order: list[Packet], data: st.DataObject
) -> None:
    audience = standing_at(0)
    arrivals = [one for packet in order for one in [packet] * data.draw(st.integers(1, 3))]
    assert told(audience, *arrivals) == [(n, n + 1) for n in range(12)]
    assert not audience.has_hole
