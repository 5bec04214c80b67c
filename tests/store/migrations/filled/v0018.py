"""What 0017 held; what ada began to write in the lobby, her favourite, and what bob wrote in a thread and sent."""

from tests.store.migrations.filled import Rows, v0017
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON
from tests.store.migrations.filled.v0010 import LAST

ROWS: Rows = v0017.ROWS | {
    "drafts": [
        {"person": ADA, "room": LOBBY, "thread": 0, "body": "I was about to", "reply_to": LAST, "until": None, "rev": 9}
        | {"at": NOON, "digest": b"d" * 16},
        {"person": BOB, "room": LOBBY, "thread": LAST, "body": "", "reply_to": None, "until": 9, "rev": 9}
        | {"at": NOON, "digest": b"e" * 16},
    ],
    "favourites": [{"person": ADA, "room": LOBBY, "position": 1, "until": None, "rev": 9}],
}
