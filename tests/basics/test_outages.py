"""What the log says of failures that last, and of what others cause again and again."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from structlog.testing import CapturingLogger, capture_logs

from parley.basics.outages import Bounded, Outage

PATIENCE = 120.0
Lines = list[Any]


@pytest.fixture
def lines() -> Iterator[Lines]:
    with capture_logs() as logged:
        yield logged


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - a log announces nothing
            await asyncio.sleep(0.005)


async def test_a_failure_that_lasts_is_logged_once(lines: Lines) -> None:
    outage = Outage("redis_unavailable")
    for _ in range(50):
        outage.failed("refused")
    assert lines == [{"event": "redis_unavailable", "error": "refused", "log_level": "warning"}]
    outage.close()


async def test_it_is_repeated_with_how_often_it_failed(lines: Lines) -> None:
    outage = Outage("redis_unavailable", repeat=0)
    for _ in range(3):
        outage.failed("refused")
    assert [line.get("failures") for line in lines] == [None, 2, 3]
    outage.close()


async def test_the_log_says_when_it_is_over_and_when_it_begins_again(lines: Lines) -> None:
    outage = Outage("redis_unavailable", quiet=0.05)
    outage.failed("refused")
    outage.failed("refused")
    await until(lambda: len(lines) == 2)
    assert (lines[1]["event"], lines[1]["of"], lines[1]["failures"]) == ("outage_over", "redis_unavailable", 2)
    outage.failed("refused again")
    assert (lines[2]["event"], lines[2]["error"]) == ("redis_unavailable", "refused again")
    await until(lambda: len(lines) == 4)
    assert lines[3]["failures"] == 1


async def test_lines_that_others_cause_are_bounded_and_those_left_out_are_counted() -> None:
    logger = CapturingLogger()
    log = Bounded(logger, lines=2, window=0.05)
    for n in range(5):
        log.info("refused", n=n)
    assert [call.kwargs["n"] for call in logger.calls] == [0, 1]
    loop = asyncio.get_running_loop()
    until_next = loop.time() + 0.06
    await until(lambda: loop.time() > until_next)
    log.info("refused", n=5)
    assert [(call.args, call.kwargs) for call in logger.calls[2:]] == [
        (("lines_left_out",), {"lines": 3}),
        (("refused",), {"n": 5}),
    ]
