"""What 0025 held; a message of ada's that waits for a moderator."""

from tests.store.migrations.filled import Rows, v0025
from tests.store.migrations.filled.v0001 import ADA, LOBBY, NOON

WAITING = 62

ROWS: Rows = v0025.ROWS | {
    "held": [
        {
            "id": WAITING,
            "person": ADA,
            "room": LOBBY,
            "root": 0,
            "client_id": "waiting",
            "request_hash": bytes(16),
            "reply_to": 1,
            "also_in_room": 0,
            "body": "frob",
            "reason": "a word that is looked at",
            "at": NOON,
            "dropped": 0,
            "since": 9,
            "until": None,
            "rev": 9,
        },
    ],
}
