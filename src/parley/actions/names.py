"""Names as they are kept and shown, of people and rooms alike."""

import unicodedata

from parley.errors import Invalid

LIMIT = 80


def clean_name(name: str) -> str:
    """NFKC, single spaces, nothing that is invisible or turns the text around."""
    text = " ".join(unicodedata.normalize("NFKC", name).split())
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    text = " ".join(text.split())
    if not text:
        raise Invalid("The name has nothing in it that could be shown.", field="name")
    # NFKC may write one character as eighteen.
    if len(text) > LIMIT:
        raise Invalid(f"The name may have {LIMIT} characters.", field="name")
    return text
