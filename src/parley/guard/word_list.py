"""A filter that comes with Parley: it refuses what has a word of a list in it."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from parley.filters import Refuse, Submitted, Verdict
from parley.language.words import words_of

LISTED = "A word in this is not allowed on this server. Take it out, and send it again."


class WordList:
    """The words of a file, one or several on a line; a line that begins with # is none. The file is read again when it
    has changed.

    Words are compared as a search compares them: whole, and without case and accents.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0
        self._phrases: dict[str, list[list[str]]] = {}
        self._read_again()

    def __call__(self, submitted: Submitted) -> Verdict:
        self._read_again()
        found = words_of(submitted.body)
        words = [word.text for word in found.words]
        if any(self._begins(words, place) for place in range(len(words))):
            return Refuse(LISTED)
        if any([part.text] in self._phrases.get(part.text, []) for part in found.parts):
            return Refuse(LISTED)
        return None

    def _begins(self, words: list[str], place: int) -> bool:
        phrases = self._phrases.get(words[place], ())
        return any(words[place : place + len(phrase)] == phrase for phrase in phrases)

    def _read_again(self) -> None:
        changed_at = self._path.stat().st_mtime_ns
        if changed_at != self._read_at:
            self._phrases = phrases_in(self._path.read_text(encoding="utf-8").splitlines())
            self._read_at = changed_at


def phrases_in(lines: Iterable[str]) -> dict[str, list[list[str]]]:
    """By their first words."""
    phrases = defaultdict[str, list[list[str]]](list)
    for line in lines:
        words = [] if line.startswith("#") else [word.text for word in words_of(line).words]
        if words:
            phrases[words[0]].append(words)
    return dict(phrases)
