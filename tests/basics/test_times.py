from datetime import UTC, datetime

import pytest

from parley.basics.times import DAY, MINUTE, milliseconds, now_ms, rfc3339


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1, "1970-01-01T00:00:00.001Z"),
        (999, "1970-01-01T00:00:00.999Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
        (1_893_455_999_999, "2029-12-31T23:59:59.999Z"),
        (4_102_444_800_123, "2100-01-01T00:00:00.123Z"),
    ],
)
def test_a_time_is_written_with_its_milliseconds(ms: int, text: str) -> None:
    assert rfc3339(ms) == text


def test_every_millisecond_comes_back_as_it_was() -> None:
    for ms in range(1_790_000_000_000, 1_790_000_002_000):
        assert milliseconds(rfc3339(ms)) == ms


def test_the_clock_counts_milliseconds() -> None:
    before = datetime.now(UTC).timestamp() * 1000
    assert before - 1 <= now_ms() <= before + MINUTE


def test_a_day_is_a_day() -> None:
    assert (MINUTE, DAY) == (60_000, 86_400_000)
