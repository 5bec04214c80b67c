"""Structured logs on standard error: ours and every library's through one chain, without secrets in them.

log = structlog.get_logger("parley.accounts")
with structlog.contextvars.bound_contextvars(request_id=request_id):
    log.info("signed in", person=person)
"""

import logging
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, Protocol, TextIO

import structlog
from msgspec import Struct
from structlog.processors import JSONRenderer, StackInfoRenderer, format_exc_info
from structlog.stdlib import LoggerFactory, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor

MASK = "***"
_SECRET_NAME = re.compile(
    r"password|passwd|passphrase|token|secret|cookie|authori[sz]ation|credential|ticket|api_?key|database_url|smtp_url|dsn"
    r"|^body$",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"(?P<before>\b(?:bearer|basic)\s+|://[^\s/:@]*:)[^\s@,;'\"]+"  # a header's value, a URL's password
    r"|(?P<values>\[parameters: |Failing row contains ).+"  # what a database error says of the rows
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]+",  # a JSON web token
    re.IGNORECASE,
)
# With a newline or an escape sequence in a name, somebody could write lines of their own into the log.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LogSettings(Protocol):
    @property
    def log_format(self) -> Literal["console", "json"]: ...

    @property
    def log_level(self) -> Literal["debug", "info", "warning", "error"]: ...


def configure(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Once per process, before anything is logged."""
    output = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.contextvars.merge_contextvars],
            processors=[*_chain(), *_renderers(settings.log_format, colors=output.isatty())],
        )
    )
    _route_everything_to(handler, level)


def described(problem: BaseException) -> str:
    """As Python shows an exception. That of redis-py shows itself as `network:ConnectionError`, without a word of why,
    such as a certificate that is not trusted."""
    return BaseException.__repr__(problem)


def masked(value: Any, name: str = "") -> Any:
    """A copy without secrets, judged by their names and their looks. A struct is only named: it may hold anything."""
    if _SECRET_NAME.search(name) and value not in (None, "", True, False):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    if isinstance(value, Struct):
        return f"<{type(value).__name__}>"
    if value is None or isinstance(value, bool | int | float):
        return value
    return _SECRET_TEXT.sub(lambda found: (found["before"] or found["values"] or "") + MASK, str(value))


def _route_everything_to(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    root.handlers = [handler]
    # Database drivers write statements with their values at info and debug, message bodies among them: from
    # libraries only warnings are wanted, whatever our own level is.
    root.setLevel(max(level, logging.WARNING))
    logging.getLogger("parley").setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "picows"):
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True
        library.setLevel(logging.NOTSET)
    logging.captureWarnings(True)


def _chain() -> list[Processor]:
    return [
        add_log_level,
        add_logger_name,
        _add_time,
        StackInfoRenderer(),
        format_exc_info,
        ProcessorFormatter.remove_processors_meta,
        _mask,
    ]


def _renderers(log_format: Literal["console", "json"], *, colors: bool) -> list[Processor]:
    if log_format == "json":
        return [JSONRenderer()]
    console = structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
    return [_escape, console]


def _add_time(_: Any, __: str, event: EventDict) -> EventDict:
    event["timestamp"] = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return event


def _mask(_: Any, __: str, event: EventDict) -> EventDict:
    return {name: masked(value, name) for name, value in event.items()}


def _escape(_: Any, __: str, event: EventDict) -> EventDict:
    return {name: _escaped(value, name) for name, value in event.items()}


def _escaped(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    if name in ("exception", "stack"):
        # Of several lines by nature: indented, so that none of them can pass for an entry of its own.
        return "\n".join("    " + _escaped(line, "") for line in value.split("\n"))
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
