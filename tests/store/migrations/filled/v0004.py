"""What 0003 held, in a lobby where bob's message was edited and ada reacted to it."""

from tests.store.migrations.filled import Rows, v0003
from tests.store.migrations.filled.v0001 import ADA, BOB, DEN, LOBBY, NOON

EDITED = 3

ROWS: Rows = v0003.ROWS | {
    "rooms": [row | {"edit_minutes": 5 if row["id"] == DEN else 52_560_000} for row in v0003.ROWS["rooms"]],
    "messages": [
        row | {"edited_at": NOON + 9 if row["seq"] == EDITED else None, "erased_at": None}
        for row in v0003.ROWS["messages"]
    ],
    "versions": [{"room": LOBBY, "seq": EDITED, "rev": 4, "body": "smile", "at": NOON + EDITED}],
    "reactions": [
        {"room": LOBBY, "seq": EDITED, "emoji": "👍", "person": ADA, "since": 6, "until": None, "rev": 7},
        {"room": LOBBY, "seq": EDITED, "emoji": "👍", "person": BOB, "since": 5, "until": 6, "rev": 8},
    ],
    "tallies": [
        {
            "room": LOBBY,
            "seq": EDITED,
            "kind": "reaction",
            "key": "👍",
            "number": 1,
            "first": str(ADA),
            "since": 5,
            "until": None,
            "rev": 6,
        }
    ],
}
