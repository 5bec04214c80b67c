"""Verbs that share a server in a test that asks the same of each."""

from collections.abc import Sequence
from typing import Any

import pytest

from parley.verb import Verb

TOGETHER = 10


def in_groups(verbs: Sequence[Verb]) -> list[Any]:
    """Parameters for tests that ask many things of each verb, and change nothing by it."""
    groups = [verbs[first : first + TOGETHER] for first in range(0, len(verbs), TOGETHER)]
    return [pytest.param(group, id=f"{group[0].name} to {group[-1].name}") for group in groups]
