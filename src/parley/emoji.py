"""Which strings are one emoji. `emoji.txt` has all that Unicode recommends, and is written by `make gen`."""

from functools import cache
from pathlib import Path

# Asks for the colourful picture. Keyboards leave it out here and there, and then mean the same emoji.
PRESENTATION = "\ufe0f"


def qualified(text: str) -> str | None:
    """The emoji that a text is, in the form in which it is kept; none if it is not one."""
    return _forms().get(text.replace(PRESENTATION, ""))


@cache
def _forms() -> dict[str, str]:
    lines = Path(__file__).with_name("emoji.txt").read_text(encoding="utf-8").splitlines()
    return {emoji.replace(PRESENTATION, ""): emoji for emoji in lines}
