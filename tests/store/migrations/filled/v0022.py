"""What 0020 held, and a sign-in that was refused."""

from tests.store.migrations.filled import Rows, v0020
from tests.store.migrations.filled.v0001 import ADA

REFUSED: dict[str, object] = {"id": 1203, "at": 1_795_000_000_000, "action": "session.create", "actor": None}

ROWS: Rows = v0020.ROWS | {
    "audit": [
        *v0020.ROWS["audit"],
        REFUSED | {"person": ADA, "room": None, "address": "203.0.113.7", "details": '{"refused":"wrong password"}'},
    ]
}
