"""What 0027 held; a copy of ada's data that is ready, and one of bob's that is not."""

from tests.store.migrations.filled import Rows, v0027
from tests.store.migrations.filled.v0001 import ADA, BOB, NOON

READY, ASKED = 71, 72

ROWS: Rows = v0027.ROWS | {
    "exports": [
        {"person": ADA, "id": READY, "client_id": "e1", "asked_at": NOON, "ready_at": NOON + 1}
        | {"expires_at": NOON + 86_400_001, "size": 6},
        {"person": BOB, "id": ASKED, "client_id": "e1", "asked_at": NOON, "ready_at": None}
        | {"expires_at": NOON + 86_400_000, "size": None},
    ],
    "export_pieces": [
        {"export": READY, "number": 0, "bytes": b"PK\x05"},
        {"export": READY, "number": 1, "bytes": b"\x06\x00\x00"},
    ],
}
