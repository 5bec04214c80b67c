"""What 0007 held, ada's first act that is in the audit record, and a ban. All add people to the den."""

from tests.store.migrations.filled import Rows, v0007
from tests.store.migrations.filled.v0001 import ADA, BOB, DEN, EVE, LOBBY, NOON

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

SETTINGS = {
    "description": "For all",
    "posting": "moderators",
    "archived_at": NOON,
    "deleted_at": None,
    "default_since": NOON,
    "folded": " den",
}

ROWS: Rows = v0007.ROWS | {
    "people": [row | {"folded": f" {row['handle']} {row['handle']}"} for row in v0007.ROWS["people"]],
    "rooms": [
        row | {"adding": "members" if row["id"] == DEN else "moderators", "direct": None} | SETTINGS
        for row in v0007.ROWS["rooms"]
    ],
    "audit": [ACT],
    "bans": [{"room": LOBBY, "person": EVE, "banned_by": ADA, "at": NOON + 30, "reason": "loud"}],
}
