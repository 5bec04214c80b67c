"""More about people, handles that they had before, their pictures, and the people they blocked.

A process of the Parley before this one shows neither pictures nor what else is new on a card, and lets people register
under names that others have. There, somebody who is blocked can still write.
"""

import unicodedata

from alembic import op
from sqlalchemy import text

revision = "0015"
down_revision = "0014"

COLUMNS = ["name_key TEXT DEFAULT '' NOT NULL", "about TEXT", "language VARCHAR(35)", "deleted_at BIGINT"]
FORMER_HANDLES = """
CREATE TABLE former_handles (
hash {bytes} NOT NULL,
person BIGINT NOT NULL,
until BIGINT NOT NULL,
CONSTRAINT former_handles_pkey PRIMARY KEY (hash),
CONSTRAINT former_handles_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""
AVATARS = """
CREATE TABLE avatars (
person {key} NOT NULL,
hash VARCHAR(64) NOT NULL,
small {bytes} NOT NULL,
large {bytes} NOT NULL,
CONSTRAINT avatars_pkey PRIMARY KEY (person),
CONSTRAINT avatars_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""


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

BLOCKS = """
CREATE TABLE blocks (
owner BIGINT NOT NULL,
person BIGINT NOT NULL,
room BIGINT,
at BIGINT NOT NULL,
since BIGINT NOT NULL,
until BIGINT,
rev BIGINT NOT NULL,
CONSTRAINT blocks_pkey PRIMARY KEY (owner, person),
CONSTRAINT blocks_owner_fkey FOREIGN KEY(owner) REFERENCES people (id),
CONSTRAINT blocks_person_fkey FOREIGN KEY(person) REFERENCES people (id),
CONSTRAINT blocks_room_fkey FOREIGN KEY(room) REFERENCES rooms (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    types = {"key": "INTEGER", "bytes": "BLOB"} if on_sqlite else {"key": "BIGINT", "bytes": "BYTEA"}
    for column in COLUMNS:
        op.execute(f"ALTER TABLE people ADD COLUMN {column}")
    op.create_index("people_name_key_idx", "people", ["name_key"])
    for table in (FORMER_HANDLES, AVATARS):
        op.execute(table.format(**types))
    op.execute(f"{BLOCKS}{' WITHOUT ROWID' if on_sqlite else ''}")
    op.create_index("blocks_owner_rev_idx", "blocks", ["owner", "rev"])
    op.create_index("blocks_room_person_idx", "blocks", ["room", "person"])
    op.create_index("former_handles_person_idx", "former_handles", ["person"])
    op.create_index("avatars_hash_idx", "avatars", ["hash"])
    _fill_name_keys()


def _fill_name_keys() -> None:
    """Two people who have one name already keep it."""
    connection = op.get_bind()
    rows = [
        {"id": id_, "key": _skeleton(name) or name}
        for id_, name in connection.execute(text("SELECT id, name FROM people"))
    ]
    if rows:
        connection.execute(text("UPDATE people SET name_key = :key WHERE id = :id"), rows)


def _skeleton(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    latin = bare.translate(_TO_LATIN).casefold().translate(_TO_LATIN).casefold()
    return "".join(letter for letter in latin if letter.isalnum())
