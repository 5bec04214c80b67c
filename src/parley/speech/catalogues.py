"""The translations, a file for each language. A server reads one when somebody first asks for it."""

from functools import cache
from importlib.resources import files

import msgspec

# A sentence, or one for each form of what it counts.
Catalogue = dict[str, str | dict[str, str]]


@cache
def catalogue_of(language: str) -> Catalogue:
    """By English templates. `language` is one of parley.speech.languages, never text from a request."""
    data = (files("parley.speech") / "translations" / f"{language}.json").read_bytes()
    return msgspec.json.decode(data, type=Catalogue)
