"""What 0023 held; the lobby, muted by ada for a time, and by bob until he let it count again."""

from tests.store.migrations.filled import Rows, v0023
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON

ROWS: Rows = v0023.ROWS | {
    "mutes": [
        {"person": ADA, "room": LOBBY, "level": "nothing", "ends_at": NOON, "until": None, "rev": 9},
        {"person": BOB, "room": LOBBY, "level": "mentions", "ends_at": None, "until": 9, "rev": 9},
    ],
}
