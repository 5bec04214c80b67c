"""Which strings are exactly one emoji. `make gen` writes `emoji.txt`, with all that Unicode recommends."""

from functools import cache
from pathlib import Path

# Selects the colour picture. Some keyboards leave it out and mean the same emoji.
PRESENTATION = "\ufe0f"


def qualified(text: str) -> str | None:
    """The emoji in the form in which it is stored, or None if the text is not exactly one."""
    return _forms().get(text.replace(PRESENTATION, ""))


@cache
def _forms() -> dict[str, str]:
    lines = Path(__file__).with_name("emoji.txt").read_text(encoding="utf-8").splitlines()
    return {emoji.replace(PRESENTATION, ""): emoji for emoji in lines}
