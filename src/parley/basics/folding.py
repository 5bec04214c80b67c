"""Text as a search compares it, and as an eye does that is to be deceived."""

import unicodedata

# Marks the characters that LIKE would read as patterns.
ESCAPE = "\\"


# Letters of other scripts that look like a Latin one, and the signs that are used for letters. From Unicode's table of
# confusable characters, those of scripts that people in one conversation mix.
_LOOKS_LIKE = {
    "A": "\u0410\u0391\u13aa",
    "B": "\u0412\u0392\u13f4",
    "C": "\u0421\u03f9\u13df",
    "E": "\u0415\u0395\u13ac",
    "H": "\u041d\u0397\u13bb",
    "I": "\u0406\u0399\u04c0\u04cfl1|\u0131\u0456",
    "J": "\u0408\u13ab\u03f3\u0458",
    "K": "\u041a\u039a\u13e6\u03ba\u043a",
    "M": "\u041c\u039c\u13b7",
    "N": "\u039d",
    "O": "\u041e\u039f\u05550\u043e\u03bf\u0585\u03c3",
    "P": "\u0420\u03a1\u13e2\u0440\u03c1",
    "S": "\u0405\u054f\u13da\u0455",
    "T": "\u0422\u03a4\u13a2",
    "U": "\u054d\u057d",
    "V": "\u0474\u13d9\u0475\u03bd",
    "X": "\u0425\u03a7\u0445\u03c7",
    "Y": "\u0423\u03a5\u04ae\u0443\u03b3\u04af",
    "Z": "\u0396\u13c3",
    "a": "\u0430\u03b1\u0251",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435\u04bd",
    "g": "\u0261\u0581",
    "h": "\u04bb\u0570",
    "n": "\u0578",
    "q": "\u051b\u0566",
    "w": "\u051d\u026f",
}
_TO_LATIN = str.maketrans({twin: letter for letter, twins in _LOOKS_LIKE.items() for twin in twins})


def skeleton(text: str) -> str:
    """The same for texts that look the same: without spaces, case and accents, in Latin letters where those look so."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    latin = bare.translate(_TO_LATIN).casefold().translate(_TO_LATIN).casefold()
    return "".join(letter for letter in latin if letter.isalnum())


def name_key(name: str) -> str:
    """The same for names of people that look the same. A name of nothing but signs looks like itself alone."""
    return skeleton(name) or name


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def begins_a_word(text: str) -> str:
    """A LIKE pattern for folded text in which a word begins like this. Every word there has a space before it."""
    wanted = folded(text)
    for special in (ESCAPE, "%", "_"):
        wanted = wanted.replace(special, ESCAPE + special)
    return f"% {wanted}%"
