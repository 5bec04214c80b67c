"""What servers say in their logs of presence being frozen is tested: it excuses people who look present for longer."""

from datetime import UTC, datetime
from typing import Any

from tests.torture.haste import FREEZE_SECONDS
from tests.torture.stage import freezes


def line(at: float, event: str, **values: Any) -> dict[str, Any]:
    return {"timestamp": datetime.fromtimestamp(at, UTC).isoformat(), "event": event, **values}


def test_each_lasts_from_its_first_failure_to_its_last() -> None:
    log = [
        line(100, "presence_frozen", error="away"),
        line(130, "outage_over", of="leases_unavailable", lasted_s=1.0),
        line(160, "presence_frozen", error="away", failures=9, for_s=60),
        line(180, "outage_over", of="presence_frozen", lasted_s=70.0),
        line(200, "presence_frozen", error="away"),
        line(220, "outage_over", of="presence_frozen", lasted_s=2.5),
    ]
    assert list(freezes(log)) == [(100, 170), (200, 202.5)]


def test_of_one_that_a_kill_cut_short_the_end_is_not_known() -> None:
    log = [line(100, "presence_frozen", error="away"), line(300, "presence_frozen", error="away")]
    assert list(freezes(log)) == [(100, 100 + FREEZE_SECONDS), (300, 300 + FREEZE_SECONDS)]


def test_in_peace_there_is_none() -> None:
    assert list(freezes([line(100, "slow_request")])) == []
