"""What 0015 held, and a thread about the last message of the lobby, with one reply, which two people follow."""

from tests.store.migrations.filled import Rows, v0015
from tests.store.migrations.filled.v0001 import ADA, BOB, DEN, LOBBY, NOON, head
from tests.store.migrations.filled.v0010 import LAST

THREAD = 900
ABOUT: dict[str, object] = {"room": LOBBY, "seq": LAST, "thread": THREAD}
SAID = next(row for row in v0015.ROWS["messages"] if (row["room"], row["seq"]) == (LOBBY, LAST))
IN_ROOM: dict[str, object] = {"in_room": None, "root": None, "from_thread": None}

ROWS: Rows = v0015.ROWS | {
    "heads": [*v0015.ROWS["heads"], head(THREAD, 4, 1, 1)],
    "rooms": [row | {"threads": "off" if row["id"] == DEN else "writers"} for row in v0015.ROWS["rooms"]],
    "messages": [
        *(row | IN_ROOM for row in v0015.ROWS["messages"]),
        SAID
        | {"room": THREAD, "seq": 1, "rev": 1, "reply_to": None, "in_room": LOBBY, "root": LAST, "from_thread": None},
    ],
    "threads": [{"id": THREAD, "room": LOBBY, "root": LAST}],
    "summaries": [
        ABOUT
        | {"head": 1, "number": 1, "counted": 1, "last_at": NOON, "first": str(SAID["sender"]), "until": None, "rev": 7}
    ],
    "follows": [
        ABOUT | {"person": ADA, "read": 0, "since": 8, "until": None, "rev": 8},
        ABOUT | {"person": BOB, "read": 1, "since": 8, "until": 9, "rev": 9},
    ],
}
