"""A filter that comes with Parley: it refuses what has a word of a list in it, or holds it for a moderator."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from parley.filters import Hold, Refuse, Submitted, Verdict
from parley.language.words import words_of

LISTED = "A word in this is not allowed on this server. Take it out, and send it again."
WATCHED = "a word in it is on the list of this server"
HOLDS = "?"

# The phrases that begin with a word, each with what it makes of a text.
Phrases = dict[str, list[tuple[list[str], Verdict]]]


class WordList:
    """The words of a file, one or several on a line; a line that begins with # is none, and those of one that begins
    with ? hold the text. The file is read again when it has changed.

    Words are compared as a search compares them: whole, and without case and accents.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0
        self._phrases: Phrases = {}
        self._read_again()

    def __call__(self, submitted: Submitted) -> Verdict:
        self._read_again()
        found = words_of(submitted.body)
        words = [word.text for word in found.words]
        said = [verdict for place in range(len(words)) for verdict in self._said_at(words, place)]
        said += [verdict for part in found.parts for verdict in self._said_at([part.text], 0)]
        # A text with words of both kinds is refused.
        return next((verdict for verdict in said if isinstance(verdict, Refuse)), said[0] if said else None)

    def _said_at(self, words: list[str], place: int) -> list[Verdict]:
        phrases = self._phrases.get(words[place], ())
        return [verdict for phrase, verdict in phrases if words[place : place + len(phrase)] == phrase]

    def _read_again(self) -> None:
        changed_at = self._path.stat().st_mtime_ns
        if changed_at != self._read_at:
            self._phrases = phrases_in(self._path.read_text(encoding="utf-8").splitlines())
            self._read_at = changed_at


def phrases_in(lines: Iterable[str]) -> Phrases:
    """By their first words."""
    phrases = defaultdict[str, list[tuple[list[str], Verdict]]](list)
    for line in lines:
        words = [] if line.startswith("#") else [word.text for word in words_of(line).words]
        if words:
            phrases[words[0]].append((words, Hold(WATCHED) if line.startswith(HOLDS) else Refuse(LISTED)))
    return dict(phrases)
