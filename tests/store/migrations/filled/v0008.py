"""What 0007 held, and ada's first act that is in the audit record."""

from tests.store.migrations.filled import Rows, v0007
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON

ACT = {
    "id": 401,
    "at": NOON + 20,
    "action": "member.set_role",
    "actor": ADA,
    "person": BOB,
    "room": LOBBY,
    "address": "203.0.113.7",
    "details": '{"before":"member","after":"moderator"}',
}

ROWS: Rows = v0007.ROWS | {"audit": [ACT]}
