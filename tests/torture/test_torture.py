"""The short run: each fault a few times, on both stages. `make torture` is the long one."""

import secrets
from pathlib import Path

import pytest

from tests.torture.campaign import SHORT, each_once, torture
from tests.torture.report import summary, table
from tests.torture.stage import Kind

LASTING_SECONDS = 2.0


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "cluster"])
async def test_whatever_breaks_nothing_that_was_answered_is_lost(kind: Kind, tmp_path: Path) -> None:
    seed = secrets.token_hex(4)
    print(f"SEED={seed}")
    outcome = await torture(kind, seed, tmp_path, each_once, SHORT, LASTING_SECONDS)
    print("\n".join(table(summary(outcome), outcome, tmp_path)))
    assert outcome.violations == []
