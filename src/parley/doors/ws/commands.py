"""Decodes a client's frames: first the two reserved names, then the verb's own struct."""

from typing import Any

import msgspec
from msgspec import Struct

from parley.doors.refusal import DECODING, invalid, refuse_nul
from parley.errors import Invalid, NotFound
from parley.protocol.sync import Envelope, Hello
from parley.speech.sentences import say
from parley.verb import Verb
from parley.verbs import VERBS

_envelope = msgspec.json.Decoder(Envelope)


def _with_reserved_names(command: type[Struct]) -> type[Struct]:
    """The command with `type` and `ref`, as in a frame."""
    return msgspec.defstruct(
        f"{command.__name__}Frame",
        [("type", str), ("ref", int | None, None)],
        bases=(command,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


# Every verb that the socket accepts, with a decoder that also knows the reserved names.
COMMANDS: dict[str, tuple[Verb, "msgspec.json.Decoder[Any]"]] = {
    verb.name: (verb, msgspec.json.Decoder(_with_reserved_names(verb.command))) for verb in VERBS if "ws" in verb.doors
}
_hello = msgspec.json.Decoder(Hello)


def read_envelope(frame: bytes) -> Envelope:
    try:
        return _envelope.decode(frame)
    except DECODING as problem:
        raise invalid(problem) from problem


def read_hello(frame: bytes) -> Hello:
    hello: Hello = _decode(_hello, frame)
    return hello


def verb_of(envelope: Envelope) -> Verb | None:
    known = COMMANDS.get(envelope.type)
    return None if known is None else known[0]


def read_verb(envelope: Envelope) -> tuple[Verb, int]:
    """The verb, and the command's `ref`: it must have one, because every command gets an answer."""
    known = COMMANDS.get(envelope.type)
    if known is None:
        raise NotFound(say("This socket knows no verb {verb}.", verb=repr(envelope.type[:80])), field="type")
    if envelope.ref is None:
        raise Invalid("Every command needs a `ref`: its answer will carry it.", field="ref")
    return known[0], envelope.ref


def read_command(verb: Verb, frame: bytes) -> Struct:
    command: Struct = _decode(COMMANDS[verb.name][1], frame)
    return command


def _decode(decoder: "msgspec.json.Decoder[Any]", frame: bytes) -> Any:
    try:
        command = decoder.decode(frame)
    except DECODING as problem:
        raise invalid(problem, decoder.type) from problem
    if b"\\u0000" in frame:
        refuse_nul(command)
    return command
