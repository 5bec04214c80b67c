"""The people that a text mentions: `@ada`, `@room`, `@here`. docs/text.md describes the rule. The web client follows it
too: both pass the cases of `web/src/features/mentions/corpus.json`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, cast

Wide = Literal["room", "here"]
# How many people one message can mention. What is written after that stays text.
MOST = 50
WIDE: tuple[Wide, ...] = ("room", "here")

# A sign behind a letter or in an address is no mention, and neither is the beginning of a longer word.
_MENTION = re.compile(
    r"(?<![^\s([{\"'“‘«*~|>_,;:—–])@([A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){1,31}+)(?![^\W_]|[@/])"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
_BACKTICKS = re.compile(r"`+")
# Possessive (`*+`): with a plain `*`, a line of one `>` and 7,900 spaces took 2.4 s.
_FENCE = re.compile(r"([ \t]*>[> \t]*+)?+[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_LIST = re.compile(r"[> \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")


class Called(NamedTuple):
    """A group that a text mentions, and those of its people whom the text reaches."""

    group: int
    people: Sequence[int]


class Mentions(NamedTuple):
    """The handles in a text, in small letters and each once, and whether it calls everybody."""

    handles: tuple[str, ...] = ()
    wide: Wide | None = None


NONE = Mentions()


def mentions_in(text: str) -> Mentions:
    """The first fifty handles, whosever they are. Both wide ones together are `@room`."""
    if "@" not in text:
        return NONE
    found = dict.fromkeys(name.lower() for name in _MENTION.findall(_ADDRESS.sub(" ", _without_code(text))))
    wide = next((word for word in WIDE if word in found), None)
    return Mentions(tuple(name for name in found if name not in WIDE)[:MOST], wide)


def kept(people: Mapping[str, int], wide: Wide | None, groups: Mapping[str, Called] | None = None) -> str | None:
    """What a message's row keeps of them: `ada:17 bob:18 @design=5=17,19 @here`."""
    words = [f"{handle}:{person}" for handle, person in people.items()]
    # A process of the version before skips words with an @ in front.
    words += [f"@{handle}={called.group}={_joined(called.people)}" for handle, called in (groups or {}).items()]
    return " ".join([*words, *([f"@{wide}"] if wide else [])]) or None


def people_of(text: str | None) -> dict[str, str]:
    """The ids of the people in what was kept, by their handles as they were written."""
    return dict(cast("tuple[str, str]", word.split(":")) for word in (text or "").split() if word[0] != "@")


def groups_of(text: str | None) -> dict[str, Called]:
    """The groups in what was kept, by their handles as they were written."""
    if text is None or "=" not in text:
        return {}
    words = (word[1:].split("=") for word in text.split() if "=" in word)
    return {handle: Called(int(group), [*map(int, filter(None, people.split(",")))]) for handle, group, people in words}


def wide_of(text: str | None) -> Wide | None:
    last = (text or "").rpartition(" ")[2]
    return next((word for word in WIDE if last == f"@{word}"), None)


def _joined(people: Sequence[int]) -> str:
    return ",".join(map(str, people))


def _without_code(text: str) -> str:
    """A space in the place of what is shown as code."""
    if "`" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
        return text
    outside = "\n".join(_outside_blocks(text.split("\n")))
    return "".join(_without_spans(part) for part in _BLANK_LINE.split(outside))  # no span goes across a blank line


def _without_spans(text: str) -> str:
    """A span ends at the next run of as many backticks as it began with. Each run is looked at once: with a regular
    expression, a message full of spans that never end took the writer 17 ms.
    """
    runs = [found.span() for found in _BACKTICKS.finditer(text)]
    if len(runs) < 2:
        return text
    nearest: dict[int, int] = {}
    next_alike = [0] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        next_alike[number] = nearest.get(end - start, 0)
        nearest[end - start] = number
    kept, copied, number = [], 0, 0
    while number < len(runs):
        start, closing = runs[number][0], next_alike[number]
        if closing and text[start - 1 : start] != "\\":
            kept += [text[copied:start], " "]
            copied, number = runs[closing][1], closing
        number += 1
    return "".join([*kept, text[copied:]])


def _outside_blocks(lines: list[str]) -> list[str]:
    outside: list[str] = []
    fence, is_quoted, in_list, after_blank = "", False, False, True
    for line in lines:
        found = _FENCE.fullmatch(line)
        if fence and is_quoted and not line.lstrip().startswith(">"):
            fence = ""  # it ends with its quotation
        if fence:
            if found and found[2].startswith(fence) and not found[3].strip():
                fence = ""
        elif found and not (found[2][0] == "`" and "`" in found[3]):
            fence, is_quoted = found[2], found[1] is not None
        elif after_blank and not in_list and _INDENTED.match(line):
            continue  # the lines after it are code as long as they are indented
        else:
            outside.append(line)
            in_list = in_list or _LIST.match(line) is not None
        after_blank = not line.strip()
    return outside
