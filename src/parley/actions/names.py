"""Names as they are kept and shown, of people and rooms alike, and what other short texts may hold."""

import re
import unicodedata

from parley.basics.folding import skeleton
from parley.errors import Invalid
from parley.speech.sentences import say

LIMIT = 80
HANDLE_LIMIT = 32
# More marks on one letter than any language writes climb over the lines above.
MARKS = 4
# They have the category of letters and signs, and show nothing.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# These turn around what stands after them, the rest of the page included.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
RESERVED_HANDLES = frozenset(
    [
        "admin",
        "administrator",
        "all",
        "channel",
        "everybody",
        "everyone",
        "help",
        "here",
        "mod",
        "moderator",
        "owner",
        "parley",
        "room",
        "root",
        "security",
        "server",
        "support",
        "system",
        "team",
    ]
)
RESERVED_NAMES = frozenset(
    map(skeleton, ("admin", "administrator", "deleted user", "moderator", "parley", "server", "system"))
)


def clean_name(name: str) -> str:
    """NFKC, single spaces, nothing that is invisible or turns the text around."""
    text = " ".join(unicodedata.normalize("NFKC", name).split())
    shown = (char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    text = " ".join("".join(char for char in shown if char not in BLANK).split())
    if not text:
        raise Invalid("The name has nothing in it that could be shown.", field="name")
    # NFKC may write one character as eighteen.
    if len(text) > LIMIT:
        raise Invalid(say("The name may have {count} characters.", count=LIMIT), field="name")
    _refuse_towers(text, field="name")
    return text


def clean_person_name(name: str) -> str:
    """The name of a person, which is none of the server's own, in whatever letters it is written."""
    text = clean_name(name)
    if skeleton(text) in RESERVED_NAMES:
        raise Invalid("This name looks like the server's own. Choose another one.", field="name")
    return text


def refuse_reserved(handle: str) -> None:
    # The rows of deleted accounts are called so.
    if handle in RESERVED_HANDLES or handle.startswith("deleted-"):
        raise Invalid(say("The handle {handle} is reserved. Choose another one.", handle=handle), field="handle")


def handle_from(text: str) -> str:
    """What of a name elsewhere could be a handle here: letters and digits, with single signs between them. Perhaps
    nothing."""
    bare = unicodedata.normalize("NFKD", text.partition("@")[0]).encode("ascii", "ignore").decode().lower()
    handle = re.sub(r"[._-](?=[._-])", "", re.sub(r"[^a-z0-9._-]+", "-", bare))[:HANDLE_LIMIT].strip("._-")
    return handle if len(handle) > 1 and handle not in RESERVED_HANDLES else ""


def refuse_unseen(text: str, *, field: str) -> None:
    """Text of a line or more in which nothing is hidden, deletes a terminal's line or turns the page around."""
    for char in text:
        if char in TURNING or (unicodedata.category(char) == "Cc" and char not in "\n\t"):
            raise Invalid(
                say(
                    "The {field} has a control character in it, U+{code}. Take it out.",
                    field=field,
                    code=f"{ord(char):04X}",
                ),
                field=field,
            )
    _refuse_towers(text, field=field)


def _refuse_towers(text: str, *, field: str) -> None:
    marks = 0
    for char in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MARKS:
            raise Invalid(
                say("The {field} has more than {count} accents on one letter.", field=field, count=MARKS), field=field
            )
