"""What 0009 held; the last message of a room answers another, is pinned, and was saved by two people."""

from tests.store.migrations.filled import Rows, v0009
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON

LAST = 3
ABOUT: dict[str, object] = {"room": LOBBY, "seq": LAST, "at": NOON}

ROWS: Rows = v0009.ROWS | {
    "messages": [
        row | {"reply_to": 1 if (row["room"], row["seq"]) == (LOBBY, LAST) else None} for row in v0009.ROWS["messages"]
    ],
    "pins": [ABOUT | {"pinned_by": ADA, "since": 6, "until": None, "rev": 6}],
    "saves": [
        ABOUT | {"person": ADA, "since": 6, "until": None, "rev": 6},
        ABOUT | {"person": BOB, "since": 6, "until": 7, "rev": 7},
    ],
}
