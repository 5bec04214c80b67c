"""What 0031 held; the lobby wants notices, and its second message is one."""

from tests.store.migrations.filled import Rows, v0031
from tests.store.migrations.filled.v0001 import BOB, LOBBY

NOTICE = f'{{"kind":"added","people":["{BOB}"],"count":1}}'

ROWS: Rows = v0031.ROWS | {
    "rooms": [row | {"notices": int(row["id"] == LOBBY)} for row in v0031.ROWS["rooms"]],
    "messages": [
        row | {"notice": NOTICE if (row["room"], row["seq"]) == (LOBBY, 2) else None} for row in v0031.ROWS["messages"]
    ],
}
