"""All sentences that the sources say to people, read from their syntax trees, and those that cannot be translated."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import parley
from parley import errors
from parley.basics.values import rule
from parley.protocol.sync import Hello
from parley.speech.sentences import Sentence
from parley.verbs import VERBS

SOURCES = Path(parley.__file__).parent
REFUSALS = {error.__name__ for error in errors.ALL} | {"Misread"}
# Programs and operators read these: command-line output and the Python library stay English.
ENGLISH_ALONE = ("cli/", "client/", "actions/samples.py")
# What commands of `parley` refuse, beside what verbs refuse.
FOR_OPERATORS = {
    "Nobody has an account yet. Make the owner first: parley create-admin HANDLE",
    "Nobody here has the handle {handle}. `parley people list` shows everybody.",
    "Somebody set this server up at this moment. Say this again to make an administrator.",
    "The account {handle} is not here any more.",
    "There is no such invitation. `parley invite list` shows those that work.",
    "{handle} is disabled. First: parley people enable {handle}",
}
# The words for a field's form come from the protocol's own descriptions: `rules` looks at them.
MADE_OF_DESCRIPTIONS = "basics/values.py"


@dataclass
class Said:
    """Templates, with whether each has a form for one; and the calls whose sentence is no constant."""

    sentences: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)


@cache
def said() -> Said:
    found = Said(sentences=set(rules()))
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        if name.startswith(ENGLISH_ALONE):
            continue
        text = path.read_text()
        names_say = re.search(r"import .*\bsay\b", text) is not None
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and (names_say or ast.unparse(node.func) != "say"):
                _read(found, name, node)
    assert found.sentences >= FOR_OPERATORS, "an exception that nothing needs any more"
    found.sentences -= FOR_OPERATORS
    return found


def rules() -> Iterator[str]:
    """What any field of any command must be."""
    commands = [Hello, *(verb.command for verb in VERBS)]
    fields = (one for command in commands for one in importlib.import_module("msgspec").structs.fields(command))
    for one in fields:
        yield from _templates(rule(one.type))


def _templates(sentence: object) -> Iterator[str]:
    if isinstance(sentence, Sentence):
        yield sentence.template
        for value in sentence.values.values():
            yield from _templates(value)


def _read(found: Said, name: str, call: ast.Call) -> None:
    called = call.func.id if isinstance(call.func, ast.Name) else ""
    where = f"{name}:{call.lineno} {ast.unparse(call)}"
    if called == "say" and name != MADE_OF_DESCRIPTIONS:
        _take(found, name, where, call.args[0], is_template=True)
    elif called in REFUSALS and call.args:
        _take(found, name, where, call.args[0])
    elif called == "Draft":
        for part in call.args[1:]:
            _take(found, name, where, part)
    elif called == "Link":
        _take(found, name, where, call.args[0])


def _take(found: Said, name: str, where: str, node: ast.expr, *, is_template: bool = False) -> None:
    match node:
        case ast.Constant(value=str(text)):
            found.sentences.add(text)
        case ast.IfExp(body=body, orelse=orelse) if not is_template:
            _take(found, name, where, body)
            _take(found, name, where, orelse)
        case ast.Name(id=constant) if constant.isupper() and not is_template:
            _take_value(found, name, constant)
        case ast.Subscript(value=ast.Name(id=constant)) if constant.isupper() and not is_template:
            _take_value(found, name, constant)
        case ast.Attribute(attr="message" | "sentence") if not is_template:
            pass  # another refusal's, which was looked at where it was made
        case ast.Call(func=ast.Name(id="say" | "Link" | "Code" | "translated")) if not is_template:
            pass  # looked at by itself
        case _:
            found.unclear.append(where)


def _take_value(found: Said, name: str, constant: str) -> None:
    """A constant of the module, wherever it comes from; in a dictionary, all of its values."""
    module = "parley." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    value = getattr(importlib.import_module(module), constant)
    for one in value.values() if isinstance(value, dict) else [value]:
        found.sentences.add(one.template if isinstance(one, Sentence) else one)
