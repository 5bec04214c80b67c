"""What 0004 held. Ada has just erased bob's edited message, which can still be undone."""

from tests.store.migrations.filled import Rows, v0004
from tests.store.migrations.filled.v0001 import ADA, LOBBY, NOON
from tests.store.migrations.filled.v0004 import EDITED

ERASED = {"body": "", "rev": 9, "edited_at": None, "erased_at": NOON + 20, "erased_by": ADA}

ROWS: Rows = v0004.ROWS | {
    "messages": [row | (ERASED if row["seq"] == EDITED else {"erased_by": None}) for row in v0004.ROWS["messages"]],
    "trash": [{"room": LOBBY, "seq": EDITED, "rev": 9, "body": "smile!", "edited_at": NOON + 9, "about": "{}"}],
    "jobs": [
        {
            "id": 901,
            "kind": "erasure.purge",
            "key": f"{LOBBY}:{EDITED}:9",
            "payload": f'{{"room":{LOBBY},"seq":{EDITED},"rev":9}}',
            "created_at": NOON + 20,
            "due_at": NOON + 10_020,
            "fence": 1,
            "tries": 1,
            "error": "the disk was full",
            "dead_at": NOON + 30,
        }
    ],
}
