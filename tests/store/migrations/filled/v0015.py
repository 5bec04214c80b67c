"""What 0014 held. Ada has said more about herself, had another handle before, shows a picture, and blocked eve."""

from tests.store.migrations.filled import Rows, v0014
from tests.store.migrations.filled.v0001 import ADA, EVE, NOON

ABOUT = {"about": '{"pronouns":"she/her"}', "language": "en"}

ROWS: Rows = v0014.ROWS | {
    "people": [
        row | {"name_key": row["handle"], "deleted_at": None} | (ABOUT if row["id"] == ADA else dict.fromkeys(ABOUT))
        for row in v0014.ROWS["people"]
    ],
    "former_handles": [{"hash": b"h" * 32, "person": ADA, "until": NOON + 600_000}],
    "blocks": [{"owner": ADA, "person": EVE, "room": None, "at": NOON, "since": 4, "until": None, "rev": 4}],
    "avatars": [{"person": ADA, "hash": "a" * 64, "small": b"small", "large": b"large"}],
}
