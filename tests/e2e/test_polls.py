"""Polls between browsers: asking, voting, seeing each other's votes at once, and the end."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import FROM_END

pytestmark = pytest.mark.asyncio(loop_scope="session")


def option(person: Person, text: str, seq: int = 1) -> Locator:
    return person.message(seq).get_by_role(re.compile("radio|checkbox|listitem"), name=text)  # type: ignore[arg-type]
