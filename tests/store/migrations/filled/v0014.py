"""What 0013 held; who ada is at a provider, a sign-in there, and somebody's address who wants to register."""

from tests.store.migrations.filled import Rows, v0013
from tests.store.migrations.filled.v0001 import ADA, NOON

ROWS: Rows = v0013.ROWS | {
    "identities": [
        {
            "id": 1,
            "person": ADA,
            "provider": "google",
            "issuer": "https://accounts.google.com",
            "subject": "10769150350006150715113082367",
            "email": "ada@example.org",
            "linked_at": NOON,
            "used_at": None,
        }
    ],
    "visits": [
        {
            "token_hash": b"v" * 32,
            "provider": "google",
            "expires_at": NOON + 600_000,
            "returned_at": None,
            "issuer": None,
            "subject": None,
            "email": None,
            "name": "",
            "username": "",
        }
    ],
    "newcomers": [{"id": 1, "email": "eve@example.org", "salt": b"s" * 16, "expires_at": NOON + 600_000}],
}
