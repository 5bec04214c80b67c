"""What 0006 held. The directory has counted the lobby, and could not take one of its changes."""

from tests.store.migrations.filled import Rows, v0006
from tests.store.migrations.filled.v0001 import LOBBY, NOON

CURSOR = {"follower": "directory", "log": LOBBY, "rev": 5, "is_void": 0, "tries": 2, "due_at": NOON, "error": "full"}

ROWS: Rows = v0006.ROWS | {
    "cursors": [CURSOR],
    "set_aside": [
        {"follower": "directory", "log": LOBBY, "rev": 4, "thing": "message", "error": "strange", "at": NOON}
    ],
    "room_counters": [{"room": LOBBY, "members": 2, "seq": 3, "last_at": NOON + 3}],
    "room_days": [{"room": LOBBY, "day": NOON // 86_400_000, "messages": 3}],
}
