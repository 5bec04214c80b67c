"""Which strings are exactly one emoji, of Unicode or of this server.

`make gen` writes `emoji.txt`, with all that Unicode recommends, and `shortcodes.txt`, with the names that people type
for them.
"""

import re
from functools import cache, partial
from pathlib import Path

from parley.actions.context import Context
from parley.errors import Invalid
from parley.speech.sentences import say
from parley.store import custom_emoji

# Selects the colour picture. Some keyboards leave it out and mean the same emoji.
PRESENTATION = "\ufe0f"
_CUSTOM = re.compile(r":([a-z0-9_+-]{2,30}):")


async def existing(ctx: Context, text: str) -> str | None:
    """The emoji as it is stored, or None if the text is not exactly one. A custom emoji has to be there."""
    if (name := custom_name(text)) is None:
        return qualified(text)
    if not await ctx.database.read(partial(custom_emoji.exists, name=name)):
        raise Invalid(say("There is no emoji called {name} on this server.", name=text), field="emoji")
    return text


def well_formed(text: str) -> str | None:
    """The same for emoji that may have been removed since."""
    return text if custom_name(text) is not None else qualified(text)


def custom_name(text: str) -> str | None:
    """The name in `:party_parrot:`. No emoji of Unicode looks like that."""
    found = _CUSTOM.fullmatch(text)
    return None if found is None else found[1]


def qualified(text: str) -> str | None:
    """The emoji in the form in which it is stored, or None if the text is not exactly one."""
    return _forms().get(text.replace(PRESENTATION, ""))


@cache
def _forms() -> dict[str, str]:
    lines = Path(__file__).with_name("emoji.txt").read_text(encoding="utf-8").splitlines()
    return {emoji.replace(PRESENTATION, ""): emoji for emoji in lines}


def is_standard_name(name: str) -> bool:
    """Whether people get another emoji by this name."""
    return name in _standard_names()


@cache
def _standard_names() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("shortcodes.txt").read_text(encoding="utf-8").split())
