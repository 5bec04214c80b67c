import pytest

from parley.doors.ws.inbox import Inbox
from parley.errors import Invalid, TooLarge


def inbox(limit: int = 10, rate: tuple[float, float] | None = None) -> Inbox:
    return Inbox(limit=limit, rate=rate)


class TestMessages:
    def test_a_frame_is_a_message(self) -> None:
        assert inbox().take(b"whole", is_first=True, is_last=True) == b"whole"

    def test_pieces_are_one_in_their_order(self) -> None:
        box = inbox()
        assert box.take(b"a", is_first=True, is_last=False) is None
        assert box.take(b"b", is_first=False, is_last=False) is None
        assert box.take(b"c", is_first=False, is_last=True) == b"abc"
        assert box.take(b"d", is_first=True, is_last=True) == b"d"

    def test_pieces_out_of_order_are_no_message(self) -> None:
        with pytest.raises(Invalid, match="out of order"):
            inbox().take(b"", is_first=False, is_last=True)
        box = inbox()
        box.take(b"", is_first=True, is_last=False)
        with pytest.raises(Invalid, match="out of order"):
            box.take(b"", is_first=True, is_last=True)

    def test_all_pieces_together_have_a_limit(self) -> None:
        box = inbox(limit=3)
        assert box.take(b"abc", is_first=True, is_last=False) is None
        with pytest.raises(TooLarge, match="3 bytes"):
            box.take(b"d", is_first=False, is_last=True)

    def test_one_that_does_not_end_is_seen_at_the_second_beat(self) -> None:
        box = inbox()
        assert not box.is_stalled()
        box.take(b"a", is_first=True, is_last=False)
        assert not box.is_stalled()
        box.take(b"b", is_first=False, is_last=False)
        assert box.is_stalled()

    def test_one_after_the_other_is_no_stall(self) -> None:
        box = inbox()
        for _ in range(5):
            box.take(b"a", is_first=True, is_last=False)
            assert not box.is_stalled()
            box.take(b"b", is_first=False, is_last=True)


class TestPace:
    def test_a_burst_passes_and_the_next_is_told_when(self) -> None:
        box = inbox(rate=(3, 2))
        assert [box.count(100.0) for _ in range(3)] == [None] * 3
        refusal = box.count(100.0)
        assert refusal is not None
        assert refusal.retry_after_ms == 500

    def test_whoever_waits_as_long_as_told_may_go_on(self) -> None:
        box = inbox(rate=(3, 2))
        told = [box.count(100.0) for _ in range(5)][-1]
        assert told is not None
        assert told.retry_after_ms == 1_000
        assert box.count(101.5) is None
        assert not box.is_flooded

    def test_whoever_goes_on_all_the_same_is_a_flood(self) -> None:
        box = inbox(rate=(3, 2))
        seen = []
        for _ in range(8):
            box.count(100.0)
            seen.append(box.is_flooded)
        assert seen == [False] * 7 + [True]

    def test_without_a_limit_there_is_none(self) -> None:
        box = inbox()
        assert {box.count(100.0) for _ in range(10_000)} == {None}
        assert not box.is_flooded
