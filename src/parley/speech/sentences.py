"""Sentences that can be translated after they were said.

    raise NotFound(say("There is no room {slug}.", slug=slug))

What is raised is English text, and logs and programs can use it as such. It remembers its template and values, so the
door that writes the refusal can say the same in the reader's language. A sentence without values is a plain constant.
"""

import re
from collections.abc import Mapping

from parley.speech.catalogues import catalogue_of
from parley.speech.languages import ENGLISH, RIGHT_TO_LEFT, form, written

Value = str | int | float

_PLACE = re.compile(r"\{([a-z_]+)\}")
# First strong isolate, and its end: a handle or an address keeps its own direction, and moves nothing around it.
_ISOLATED = "\u2068{}\u2069"


class Sentence(str):
    """English text, with what it was made of."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Value]

    def __new__(cls, text: str, template: str, values: Mapping[str, Value]) -> "Sentence":
        made = super().__new__(cls, text)
        made.template = template
        made.values = values
        return made


def say(template: str, /, *, singular: str | None = None, **values: Value) -> Sentence:
    """The template, which is a constant, with its values filled in.

    A value is text as it is, a number, or another sentence. The number that nouns depend on is called `count`;
    `singular` is the template in English where that is 1.
    """
    english = singular if singular is not None and values.get("count") == 1 else template
    return Sentence(_filled(english, values, ENGLISH), template, values)


def translated(text: str, language: str) -> str:
    """A sentence in this language, or in English where the catalogue does not have it."""
    if language == ENGLISH:
        return str(text)
    template, values = (text.template, text.values) if isinstance(text, Sentence) else (text, None)
    found = catalogue_of(language).get(template)
    if found is None:
        return str(text)
    if isinstance(found, dict):
        found = found[form(language, float((values or {})["count"]))]
    # Without values there is nothing to fill in, and no brace in it means anything.
    return found if values is None else _filled(found, values, language)


def _filled(template: str, values: Mapping[str, Value], language: str) -> str:
    """In one pass: what a value brings, braces too, is never looked at again."""
    return _PLACE.sub(lambda place: _shown(values[place[1]], language), template)


def _shown(value: Value, language: str) -> str:
    if isinstance(value, Sentence):
        return translated(value, language)
    if not isinstance(value, str):
        return written(language, value)
    return _ISOLATED.format(value) if language in RIGHT_TO_LEFT else value
