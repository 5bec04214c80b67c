"""Which passwords are among the first that somebody would guess.

What people do to a common word to satisfy a rule is undone first: capitals, digits and signs around it, digits in place
of letters, saying it twice. So a list of some hundred words stands for tens of thousands of passwords.
"""

import re
from functools import cache
from pathlib import Path

from parley.errors import Invalid

WORDS = Path(__file__).with_name("common.txt")
# What each may stand for: `1` is an i or an l.
LEET = [str.maketrans("013457@$!|", letters) for letters in ("oieastasil", "oleastasil")]
ROWS = (
    *("qwertyuiop[]", "qwertzuiop", "azertyuiop", "asdfghjkl;'", "zxcvbnm,./", "1234567890-="),
    "abcdefghijklmnopqrstuvwxyz",
)
# What is above the digits.
SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
COLUMNS = "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"
FEWEST_CHARACTERS = 5
# Digits alone are dates and telephone numbers.
SHORTEST_NUMBER = 16
# So many characters have to be left of a password without the names in it, and without a common word in its middle.
REST = 8
SHORTEST_NAME = 3
TOO_EASY = "This password is too easy to guess: choose a longer one, such as four words that have nothing in common."


def refuse_weak(password: str, *, server: str, handle: str, name: str = "", field: str = "password") -> None:
    """What would be among the first guesses, for anybody or for this person on this server."""
    if handle in password.lower():
        raise Invalid("This password is too easy to guess: your handle is in it.", field=field)
    names = [*re.split(r"[^\w]+", f"{name} {server}".lower()), server.lower()]
    if is_guessable(password) or _is_made_of(password.lower(), names):
        raise Invalid(TOO_EASY, field=field)


def is_guessable(password: str) -> bool:
    lowered = _once(password.lower())
    if password.lower() in common_words():
        return True
    if len(set(lowered)) < FEWEST_CHARACTERS or (lowered.isdecimal() and len(lowered) < SHORTEST_NUMBER):
        return True
    return _is_walk(lowered) or any(_is_decorated(lowered, core) for core in _cores(lowered))


def _once(text: str) -> str:
    """What is said several times, said once: `testtesttest` is `test`."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text[:length] * (len(text) // length) == text:
            return text[:length]
    return text


def _cores(lowered: str) -> set[str]:
    """What may be the word in it: its letters alone, and with the letters that digits stand for."""
    bare = re.sub(r"[^a-z]", "", lowered)
    # The digits around a word are a number, and those inside of it are letters.
    inside = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", lowered)
    read = (text.translate(letters) for letters in LEET for text in (lowered, inside))
    return {bare, *(re.sub(r"[^a-z]", "", text) for text in read)}


def _is_decorated(lowered: str, core: str) -> bool:
    """A common word, or several, with less around it than would make a password by itself."""
    if not core or len(lowered) - len(core) >= REST:
        return False
    return _is_words(core, common_words())


def _is_words(text: str, words: frozenset[str]) -> bool:
    """One common word, or two."""
    return text in words or any(text[:place] in words and text[place:] in words for place in range(3, len(text) - 2))


def _is_walk(lowered: str) -> bool:
    """Along the keys or the alphabet, forwards, backwards, or by columns; perhaps in two stretches."""
    bare = re.sub(r"\s", "", lowered).translate(SHIFTED)
    ways = [way for row in (*ROWS, COLUMNS) for way in (row * 2, row[::-1] * 2)]
    for place in range(len(bare) // 2, len(bare) + 1):
        head, tail = bare[:place], bare[place:]
        if any(head in way for way in ways) and (len(tail) < 3 or any(tail in way for way in ways)):
            return True
    return False


def _is_made_of(lowered: str, names: list[str]) -> bool:
    """Little more than the person's name or the server's."""
    rest = lowered
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            rest = rest.replace(name, "")
    return rest != lowered and len(re.sub(r"\W", "", rest)) < REST


@cache
def common_words() -> frozenset[str]:
    return frozenset(WORDS.read_text().split())
