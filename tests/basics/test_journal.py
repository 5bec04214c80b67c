import asyncio
import io
import json
import logging
import re
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from structlog.contextvars import bound_contextvars

from parley.basics.journal import configure
from parley.protocol.accounts import CreateSession
from parley.protocol.messages import SendMessage
from parley.settings import Settings

CANARY = "canary-5f2e81"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
log = structlog.get_logger("parley.tests")
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def json_lines(stream: io.StringIO) -> Lines:
    configure(Settings(log_format="json", log_level="debug"), stream)
    return lambda: [msgspec.json.decode(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def console(stream: io.StringIO) -> io.StringIO:
    configure(Settings(log_format="console", log_level="debug"), stream)
    return stream


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("parley")
    before, chain = (root.handlers, root.level, ours.level), structlog.get_config()
    with warnings.catch_warnings():
        # `logging` may take warnings for captured since an earlier test, after which pytest has released them.
        logging.captureWarnings(False)
        yield
        logging.captureWarnings(False)
    root.handlers, root.level, ours.level = before
    structlog.configure(**chain)


def test_a_line_says_when_where_what_and_in_which_request(json_lines: Lines) -> None:
    with bound_contextvars(request_id="r-1"):
        log.info("signed in", person="17")
    [line] = json_lines()
    assert re.fullmatch(TIME, line.pop("timestamp"))
    assert line == {
        "event": "signed in",
        "level": "info",
        "logger": "parley.tests",
        "person": "17",
        "request_id": "r-1",
    }


async def test_requests_at_the_same_time_keep_their_ids(json_lines: Lines) -> None:
    async def request(number: int) -> None:
        with bound_contextvars(request_id=number):
            await asyncio.sleep(0)
            log.info("answered", number=number)

    await asyncio.gather(*(request(number) for number in range(5)))
    log.info("outside")
    *inside, outside = json_lines()
    assert [line["request_id"] for line in inside] == [line["number"] for line in inside]
    assert "request_id" not in outside


@pytest.mark.parametrize("name", ["uvicorn.error", "uvicorn.access", "picows", "asyncio", "anything.else"])
def test_libraries_speak_through_the_same_chain(json_lines: Lines, name: str) -> None:
    logging.getLogger(name).warning("lost %s", "a socket")
    [line] = json_lines()
    assert (line["event"], line["level"], line["logger"]) == ("lost a socket", "warning", name)
    assert re.fullmatch(TIME, line["timestamp"])


def test_warnings_are_logged(json_lines: Lines) -> None:
    warnings.simplefilter("always")
    warnings.warn("old ways", UserWarning, stacklevel=1)
    [line] = json_lines()
    assert "old ways" in line["event"]


def test_the_level_is_kept(stream: io.StringIO) -> None:
    configure(Settings(log_level="warning"), stream)
    quiet = structlog.get_logger("parley.tests.quiet")
    quiet.info("too little")
    logging.getLogger("parley.plain").info("too little")
    quiet.warning("enough")
    assert "too little" not in stream.getvalue()
    assert "enough" in stream.getvalue()


@pytest.mark.parametrize("name", ["sqlalchemy.engine", "asyncpg"])
def test_drivers_do_not_write_the_values_of_statements(json_lines: Lines, name: str) -> None:
    logging.getLogger(name).info("[generated in 0.1s] ('%s',)", CANARY)
    logging.getLogger(name).debug("executing %s", CANARY)
    assert json_lines() == []


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_canary_secrets_do_not_come_out(stream: io.StringIO, log_format: str) -> None:
    configure(msgspec.structs.replace(Settings(), log_format=log_format, log_level="debug"), stream)
    log_canaries()
    written = stream.getvalue()
    assert CANARY not in written
    assert written.count("kept-for-the-reader") == 3
    assert "db.example.org" in written
    assert "no such table" in written


def log_canaries() -> None:
    log.info("by name", password=CANARY, refresh_token=CANARY, PARLEY_SECRET=CANARY, body=CANARY)
    log.info("in headers", headers={"Cookie": CANARY, "Authorization": CANARY, "accept": "kept-for-the-reader"})
    log.info("deeper", request=[{"user": {"api_key": CANARY, "name": "kept-for-the-reader"}}])
    log.info("a command", command=CreateSession(handle="ada", password=CANARY), who="kept-for-the-reader")
    log.info("a message", command=SendMessage(room="1", client_id="c", body=CANARY))
    header = f"Authorization: Bearer {CANARY}"
    log.warning(header)
    log.warning("unreachable", where=f"postgresql://parley:{CANARY}@db.example.org/parley")
    logging.getLogger("uvicorn.error").error("cannot reach %s", f"postgresql://p:{CANARY}@db.example.org/p")
    logging.getLogger("anything").error("refused eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.%s", CANARY)
    with bound_contextvars(session_token=CANARY):
        try:
            raise sqlite3.OperationalError(f"no such table; asked with bearer {CANARY}")
        except sqlite3.OperationalError:
            log.exception("failed")
    with create_engine("sqlite://").connect() as connection:
        try:
            connection.execute(text("SELECT :body FROM nowhere"), {"body": CANARY})
        except OperationalError:
            log.exception("failed")
    log.error("asyncpg", error=f"new row violates check\nDETAIL:  Failing row contains (1, 2, {CANARY}).")


@pytest.mark.parametrize("name", ["ada\r\nERROR forged", "ada\x1b[2Jcleared", "ada\u2028forged", "ada\x85forged"])
def test_nobody_writes_lines_of_their_own(console: io.StringIO, name: str) -> None:
    log.info("renamed", name=name)
    log.info(name)
    logging.getLogger("uvicorn.error").warning("from %s", name)
    written = console.getvalue()
    assert len(written.splitlines()) == 3
    assert "\x1b" not in written


def test_a_traceback_is_indented_and_names_the_mistake(console: io.StringIO) -> None:
    try:
        raise ValueError("first\n2026-01-01T00:00:00.000Z [error] forged")
    except ValueError:
        log.exception("failed")
    first, *rest = console.getvalue().splitlines()
    assert re.match(TIME + r" \[error +\] failed", first)
    assert any("ValueError: first" in line for line in rest)
    assert all(line.startswith("    ") for line in rest)


def test_json_is_one_line_an_entry_even_for_a_traceback(json_lines: Lines, stream: io.StringIO) -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        log.exception("failed", odd=object, nothing=None)
    [line] = json_lines()
    assert "ValueError: first\nsecond" in line["exception"]
    assert json.loads(stream.getvalue())["nothing"] is None


def test_standard_error_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings())
    log.info("hello")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "hello" in captured.err
    assert sys.stderr is not None
