"""What 0012 held, and what ada proves with that it is her."""

from tests.store.migrations.filled import Rows, v0012
from tests.store.migrations.filled.v0001 import ADA, NOON

ROWS: Rows = v0012.ROWS | {
    "passkeys": [
        {
            "id": 1,
            "person": ADA,
            "credential": b"c" * 16,
            "public_key": b"k" * 77,
            "sign_count": 3,
            "transports": "internal hybrid",
            "name": "Laptop",
            "made_at": NOON,
            "used_at": NOON + 1,
        }
    ],
    "authenticators": [
        {"person": ADA, "sealed": b"s" * 48, "made_at": NOON, "confirmed_at": NOON + 1, "last_step": 58_000_000}
    ],
    "recovery_codes": [{"person": ADA, "hash": b"r" * 32}],
    "answered_challenges": [{"hash": b"a" * 32, "expires_at": NOON + 300_000}],
}
