"""What the tests of all that happens later begin with."""

from collections.abc import AsyncIterator

import pytest

from parley.actions.context import Services
from parley.process.services import operate
from parley.settings import Settings
from tests.conftest import Clock


@pytest.fixture
async def services(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
    """Without a server: nobody does a job but the test."""
    async with operate(settings, now=clock) as found:
        yield found
