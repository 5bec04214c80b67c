"""The short run: each fault a few times, on both stages. `make torture` is the long one."""

import gc
import secrets
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.campaign import SHORT, each_once, torture
from tests.torture.report import summary, table
from tests.torture.stage import Kind

LASTING_SECONDS = 2.0


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_for_others() -> Iterator[None]:
    """Connections that are given up while they are made are closed by the garbage collector, which warns of each: here,
    and not in whichever test comes afterwards.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.long
@pytest.mark.parametrize("kind", ["sqlite", "cluster"])
async def test_whatever_breaks_nothing_that_was_answered_is_lost(kind: Kind, tmp_path: Path) -> None:
    seed = secrets.token_hex(4)
    print(f"SEED={seed}")
    outcome = await torture(kind, seed, tmp_path, each_once, SHORT, LASTING_SECONDS)
    print("\n".join(table(summary(outcome), outcome, tmp_path)))
    assert outcome.violations == []
