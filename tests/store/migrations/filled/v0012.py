"""What 0011 held, and a link of ada's that leads into the den."""

from tests.store.migrations.filled import Rows, v0011
from tests.store.migrations.filled.v0001 import ADA, DEN, NOON

ROWS: Rows = v0011.ROWS | {
    "invitations": [
        {
            "id": 1,
            "made_by": ADA,
            "made_at": NOON,
            "client_id": "first",
            "token_hash": b"h" * 32,
            "role": "member",
            "uses": 10,
            "uses_left": 9,
            "expires_at": NOON + 600_000,
            "revoked_at": None,
            "last_used_at": NOON + 1,
        }
    ],
    "invitation_rooms": [{"invitation": 1, "room": DEN}],
}
