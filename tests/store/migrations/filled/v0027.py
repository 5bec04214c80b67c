"""What 0026 held; the last message of the lobby is a copy of its first one."""

from tests.store.migrations.filled import Rows, v0026
from tests.store.migrations.filled.v0001 import ADA, LOBBY
from tests.store.migrations.filled.v0010 import LAST

MARK = f'{{"sender":"{ADA}","at":"2026-11-20T12:00:00.000Z","lines":1}}'

ROWS: Rows = v0026.ROWS | {
    "messages": [
        row | {"forwarded": MARK if (row["room"], row["seq"]) == (LOBBY, LAST) else None}
        for row in v0026.ROWS["messages"]
    ],
    "forwards": [
        {
            "room": LOBBY,
            "seq": LAST,
            "sender": ADA,
            "source_room": LOBBY,
            "source_log": LOBBY,
            "source_root": 0,
            "source_seq": 1,
        },
    ],
}
