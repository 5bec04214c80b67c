"""What 0016 held, and a message in the lobby and a reply that mention people, one of them no longer."""

from tests.store.migrations.filled import Rows, v0016
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY
from tests.store.migrations.filled.v0010 import LAST
from tests.store.migrations.filled.v0016 import THREAD

MENTIONS: list[dict[str, object]] = [
    {"room": LOBBY, "seq": LAST, "person": ADA, "in_room": LOBBY, "root": None, "since": 10, "until": None, "rev": 10},
    {"room": THREAD, "seq": 1, "person": BOB, "in_room": LOBBY, "root": LAST, "since": 10, "until": 11, "rev": 11},
]

ROWS: Rows = v0016.ROWS | {
    "messages": [
        row | {"mentions": f"ada:{ADA} @here" if (row["room"], row["seq"]) == (LOBBY, LAST) else None}
        for row in v0016.ROWS["messages"]
    ],
    "mentions": MENTIONS,
}
