"""What 0024 held; ada's message in the lobby, reported by bob."""

from tests.store.migrations.filled import Rows, v0024
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON

REPORT = 61

ROWS: Rows = v0024.ROWS | {
    "reports": [
        {
            "id": REPORT,
            "room": LOBBY,
            "log": LOBBY,
            "root": 0,
            "seq": 1,
            "sender": ADA,
            "body": "hello",
            "said_at": NOON,
            "made_at": NOON,
        },
    ],
    "complaints": [{"report": REPORT, "person": BOB, "reason": "other", "note": "", "at": NOON}],
}
