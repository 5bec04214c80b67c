"""The history that every test of the judge begins with."""

import pytest

from tests.torture.evening import Evening, an_evening


@pytest.fixture
def evening() -> Evening:
    return an_evening()
