"""The languages that the server speaks, how each counts and writes numbers, and which one a request asks for."""

import re

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "es", "ja", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})
# Of each, the forms that a sentence with a count has: Unicode's plural categories for whole numbers. Spanish has a
# seventh, for millions, that no sentence here reaches.
FORMS: dict[str, tuple[str, ...]] = {
    "en": ("one", "other"),
    "de": ("one", "other"),
    "es": ("one", "other"),
    "ja": ("other",),
    "ar": ("zero", "one", "two", "few", "many", "other"),
}

# Between thousands, and before decimals. Arabic has digits as in Europe: the numbers stand beside codes and limits that
# are typed with these.
_MARKS = {"en": (",", "."), "de": (".", ","), "es": (".", ","), "ja": (",", "."), "ar": (",", ".")}
_GROUPED_FROM = 10_000
# A browser sends a few languages in less than a hundred characters. What is behind this is not read.
_MOST_CHARACTERS, _MOST_ITEMS = 256, 16
_ITEM = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?")


def asked_for(accepted: str) -> str:
    """The best supported language of an Accept-Language header, or of a single tag. English if there is none.

    An item that is not well-formed counts as absent: a header is a wish, and refusing it would help nobody.
    """
    return supported(accepted) or ENGLISH


def supported(accepted: str) -> str | None:
    """The same, but None if nothing in it is supported."""
    best, best_quality = None, 0.0
    for item in accepted[:_MOST_CHARACTERS].split(",", _MOST_ITEMS)[:_MOST_ITEMS]:
        found = _ITEM.fullmatch(item.strip(" \t"))
        if found is None or (language := found[1].lower()) not in LANGUAGES:
            continue
        quality = float(found[2] or 1)
        if quality > best_quality:
            # The constant, which is there once: thousands of sockets keep the answer.
            best, best_quality = LANGUAGES[LANGUAGES.index(language)], quality
    return best


def direction(language: str) -> str:
    """For HTML's `dir`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def form(language: str, count: float) -> str:
    """Which of the language's forms goes with a count."""
    if language == "ja" or count != int(count):
        return "other"
    if language == "ar":
        return _arabic_form(int(count))
    return "one" if count == 1 else "other"


def _arabic_form(count: int) -> str:
    if count <= 2:
        return ("zero", "one", "two")[count]
    if 3 <= count % 100 <= 10:
        return "few"
    return "many" if count % 100 > 10 else "other"


def written(language: str, number: float) -> str:
    """A whole number of five digits or more with marks between its thousands, any other with one decimal."""
    thousands, decimal = _MARKS[language]
    if not isinstance(number, float):
        return f"{number:,}".replace(",", thousands) if abs(number) >= _GROUPED_FROM else str(number)
    text = f"{number:,.1f}"
    return text.translate({ord(","): thousands, ord("."): decimal})
