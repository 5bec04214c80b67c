"""The real server keeps to its own document, whether it is sent what the document allows or what it does not."""

import asyncio
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from parley.doors.http import openapi
from parley.process.app import Running
from parley.settings import Settings
from parley.verb import Verb
from parley.verbs import VERBS
from tests.cast import Person, Room

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ON_HTTP = [verb for verb in VERBS if "http" in verb.doors]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@cache
def the_document() -> Any:
    """Read once: that takes longer than asking the verbs."""
    return schemathesis.openapi.from_dict(openapi.document(VERBS, public_url="http://127.0.0.1"))


@pytest.mark.parametrize("verb", ON_HTTP, ids=lambda verb: verb.name)
async def test_a_verb_answers_as_its_document_says(server: Running, bob: Person, lobby: Room, verb: Verb) -> None:
    """A room that is drawn hardly ever exists, so the one in the path is real."""
    url, operation = f"http://127.0.0.1:{server.port}", the_document()[verb.path][verb.method]
    real = {"room": lobby.id, "slug": "lobby"}

    @hypothesis_settings(
        max_examples=12 if verb.rate != "sign_in" else 5,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE))
    def keeps_to_it(drawn: Any) -> None:
        if isinstance(drawn.path_parameters, dict):
            drawn.path_parameters |= {name: value for name, value in real.items() if name in drawn.path_parameters}
        answer = drawn.call(base_url=url, headers=bob.headers)
        drawn.validate_response(answer, checks=CHECKS)

    await asyncio.to_thread(keeps_to_it)
