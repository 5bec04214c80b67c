"""The short run: each attack for a moment, on both stages. `make abuse` is the long one, and looks at times as well."""

import asyncio
from pathlib import Path

import pytest

from tests.abuse.attacks import ALL
from tests.abuse.campaign import Size, abuse
from tests.abuse.stage import Kind, open_stage

SHORT = Size(seconds=1.5, quiet=0.1, attackers=3, patience=60.0, memory_mb=256, times=None)
PEOPLE = 20
# On a busy machine nobody is as fast as the default limits allow.
SLOW = {
    "rate_read": "60/3",
    "rate_write": "30/1",
    "rate_send": "20/2",
    "rate_search": "10/0.5",
    "rate_handshake_address": "100/2",
}


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "cluster"])
def test_nobody_is_kept_from_talking_by_what_others_do(kind: Kind, tmp_path: Path) -> None:
    with open_stage(kind, tmp_path, PEOPLE, SLOW) as stage:
        outcomes = asyncio.run(abuse(stage, ALL, SHORT, lambda outcome: print(outcome.figures())))
    assert {outcome.attack.name: outcome.faults for outcome in outcomes if outcome.faults} == {}
