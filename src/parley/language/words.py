"""Words as a search compares them, in any script, each with its place in the original text.

One tokenizer serves both databases, messages and queries: what differs between two tokenizers cannot be found. Case,
accents and the width of letters are set aside. Scripts that put no space between words are cut into overlapping pairs
of characters, so any two characters in a row are found without a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

# PostgreSQL refuses a lexeme of more than 2,046 bytes. Nobody types a word this long to find it.
LONGEST = 64

_UNSPACED = (
    r"々-〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"  # Han
    r"ぁ-ゖゝ-ゟァ-ヺー-ヿㇰ-ㇿｦ-ﾟ\u3099\u309a"  # kana
    r"\u1100-\u11ff\u3131-\u318e가-힣"  # Hangul
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
# Marks and joiners that stand inside words, and that `\w` leaves out.
_INSIDE = (
    r"\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u0dff\u0f18-\u0fbc"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0\ufe20-\ufe2f"
)
_RUN = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[\w{_INSIDE}])+")
# One character of those scripts: with its sound mark, or the letters that make up one Hangul syllable.
_CHARACTER = re.compile(r"[\u1100-\u115f][\u1160-\u11a7]+[\u11a8-\u11ff]*|.[\u3099\u309aﾞﾟ]*", re.DOTALL)
# In ASCII, which has no accents, no marks and no script without spaces.
_ASCII_RUN = re.compile(r"\w+", re.ASCII)
# `fooBar`, `HTTPServer`, `version2` and `foo_bar` have parts.
_PART = re.compile(rf"(?:[^\W\d_]|[{_INSIDE}])+|\d+")
_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENT = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff"
    r"\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
# Letters that Unicode does not take apart, and those that people of one script write in two ways.
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ı": "i", "þ": "th",
        "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ς": "σ",
    }
)  # fmt: skip
# "The" and "and the", which Arabic writes as one word with what follows.
_ARTICLE = re.compile(r"^و?ال(?=.{3})")


class Word(NamedTuple):
    """A word, and where the original text has it."""

    text: str
    start: int
    end: int


class Words(NamedTuple):
    """The words of a text in their order, and parts of them that are found as well.

    `foo_bar` and `fooBar` are the same word, `foobar`, with the parts `foo` and `bar`.
    """

    words: list[Word]
    parts: list[Word]


def words_of(text: str) -> Words:
    found = Words([], [])
    for run in _RUN.finditer(text):
        if run["unspaced"]:
            _cut_in_pairs(run[0], run.start(), found)
        else:
            _add_word(run[0], run.start(), found)
    return found


def texts_of(text: str) -> tuple[list[str], list[str]]:
    """The words and the parts without their places, as an index wants them.

    A follower cuts every message, and most words are letters of one case: a message of 24 words in ASCII takes 16 us
    this way, and 59 with places (Python 3.11.7, 2026-12-01).
    """
    if not text.isascii():
        found = words_of(text)
        return [word.text for word in found.words], [part.text for part in found.parts]
    words: list[str] = []
    parts: list[str] = []
    for run in _ASCII_RUN.findall(text):
        plain = run.lower()
        if (run.isalpha() and run[1:] == plain[1:]) or run.isdigit():
            words.append(plain[:LONGEST])
        else:
            _add_word(run, 0, found := Words([], []))
            words += [word.text for word in found.words]
            parts += [part.text for part in found.parts]
    return words, parts


def is_pair(word: str) -> bool:
    """Whether it comes from a script without spaces. A longer word does not begin with it."""
    run = _RUN.match(word)
    return run is not None and run["unspaced"] is not None


def _add_word(run: str, at: int, found: Words) -> None:
    word = _plain(run)
    if not word:
        return
    found.words.append(Word(word, at, at + len(run)))
    seen = {word}
    for start, end in (*_pieces(run), *_without_article(run)):
        part = _plain(run[start:end])
        if len(part) > 1 and part not in seen:
            seen.add(part)
            found.parts.append(Word(part, at + start, at + end))


def _pieces(run: str) -> Iterator[tuple[int, int]]:
    if run.islower() and run.isalpha():
        return
    for part in _PART.finditer(run):
        cuts = [0, *(cut.start() for cut in _CAMEL.finditer(part[0])), len(part[0])]
        for start, end in pairwise(cuts):
            yield part.start() + start, part.start() + end


def _without_article(run: str) -> Iterable[tuple[int, int]]:
    article = _ARTICLE.match(run)
    return [(article.end(), len(run))] if article else []


def _cut_in_pairs(run: str, at: int, found: Words) -> None:
    characters = [
        Word(letter, at + one.start(), at + one.end()) for one in _CHARACTER.finditer(run) for letter in _plain(one[0])
    ]
    if len(characters) == 1:
        found.words.append(characters[0])
        return
    for one, other in pairwise(characters):
        found.words.append(Word(one.text + other.text, one.start, other.end))
    found.parts.extend(characters)


def _plain(run: str) -> str:
    """A run without case, accents and everything that is no letter and no digit."""
    if run.isascii():
        return run.lower().replace("_", "")[:LONGEST]
    taken_apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", run).casefold())
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", taken_apart)).translate(_LETTERS)
    return "".join(letter for letter in bare if letter.isalnum() or unicodedata.category(letter)[0] == "M")[:LONGEST]
