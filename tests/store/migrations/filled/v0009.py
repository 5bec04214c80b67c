"""What 0008 held. Ada has an address and was sent a link to it; nothing is known of what her session is used from."""

from tests.store.migrations.filled import Rows, v0008
from tests.store.migrations.filled.v0001 import ADA, NOON

ADDRESS = {"email": "Ada@example.org", "email_key": "ada@example.org"}

ROWS: Rows = v0008.ROWS | {
    "people": [row | (ADDRESS if row["id"] == ADA else dict.fromkeys(ADDRESS)) for row in v0008.ROWS["people"]],
    "challenges": [
        {
            "id": 1,
            "purpose": "reset",
            "person": ADA,
            "email": "Ada@example.org",
            "salt": b"s" * 16,
            "asked_hash": None,
            "tries": 0,
            "expires_at": NOON + 600_000,
        }
    ],
}
