"""Turns problems into the answers that callers get, and says what is wrong with an input."""

import errno
import re
from functools import cache

import msgspec
import structlog
from msgspec import Struct, structs

from parley.basics.values import rule
from parley.errors import Internal, Invalid, ParleyError, Unavailable
from parley.protocol.sync import Refused
from parley.speech.sentences import Sentence, say, translated

log = structlog.get_logger("parley.doors")

WHERE = re.compile(r"(.+?) - at `(?:key` in `)?\$\.?(.*)`", re.DOTALL)  # at `$.cursors`, or at `key` in `$.cursors`
CROWDED_MS = 1_000
DECODING = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def invalid(problem: BaseException, command: type[Struct] | None = None) -> Invalid:
    """What is wrong with the input, in values: the field's path is at the end of msgspec's message."""
    if isinstance(problem, RecursionError):
        return Invalid("The JSON is nested too deeply.")
    found = WHERE.fullmatch(str(problem))
    text, field = (found[1], found[2] or None) if found else (str(problem), None)
    if "field `" in text:  # missing or unknown, inside of what the path names
        name = text.rpartition("field `")[2].rstrip("`")
        field = f"{field}.{name}" if field else name
        return (
            _missing(field)
            if "missing" in text
            else Invalid(say("{field} is not known here.", field=field), field=field)
        )
    if field is None:
        return _not_an_object(text)
    must_be = None if command is None else _rules(command).get(field)
    if must_be is None:
        return Invalid(say("{field} is not well-formed.", field=field), field=field)
    return Invalid(say("{field} must be {rule}.", field=field, rule=must_be), field=field)


def _missing(field: str) -> Invalid:
    return Invalid(say("{field} is missing.", field=field), field=field)


def _not_an_object(text: str) -> Invalid:
    """The decoder's own words about JSON stay English: they say which byte is wrong, to people who write programs."""
    if text.startswith("Expected `object`"):
        return Invalid("The request must be an object of fields.")
    return Invalid(say("The JSON is not well-formed: {problem}.", problem=text.removeprefix("JSON is malformed: ")))


@cache
def _rules(command: type[Struct]) -> dict[str, Sentence | None]:
    """What each field takes. Of fields inside of others nothing is said but that they are wrong."""
    return {field.encode_name: rule(field.type) for field in structs.fields(command)}


def passing(problem: BaseException) -> BaseException:
    """Unavailable if the process has no file descriptors left, which is over when somebody leaves; else the problem."""
    if isinstance(problem, OSError) and problem.errno in (errno.EMFILE, errno.ENFILE):
        return Unavailable(
            "The server has too many connections open. Try again in a moment.", retry_after_ms=CROWDED_MS
        )
    return problem


def refusal(problem: BaseException, language: str, ref: int | None = None) -> Refused:
    """The answer to send for a problem, in its reader's language. An unexpected one is logged here, and its details
    are not sent.
    """
    problem = passing(problem)
    if not isinstance(problem, ParleyError):
        log.error("unexpected_error", error=repr(problem), exc_info=problem)
        problem = Internal("The server made a mistake. Its log says more.")
    return Refused(
        ref=ref,
        code=problem.code,
        message=translated(problem.message, language),
        retryable=problem.retryable,
        retry_after_ms=problem.retry_after_ms,
        field=problem.field,
        step=problem.step,
    )


def retry_after(milliseconds: int) -> str:
    """For the header: whole seconds, rounded up."""
    return str(-(-milliseconds // 1000))


def refuse_nul(command: Struct) -> None:
    """U+0000 in a text: PostgreSQL cannot keep it, and nobody means it."""
    for field, value in structs.asdict(command).items():
        if isinstance(value, str) and "\x00" in value:
            raise Invalid(say("The character U+0000 cannot be kept, in {field}.", field=field), field=field)
