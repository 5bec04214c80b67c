"""What 0019 held; the last message of the lobby is a poll, in which two people voted and one took that back."""

from tests.store.migrations.filled import Rows, v0019
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY
from tests.store.migrations.filled.v0010 import LAST

ABOUT: dict[str, object] = {"room": LOBBY, "seq": LAST}

ROWS: Rows = v0019.ROWS | {
    "messages": [
        row | {"poll": 1 if (row["room"], row["seq"]) == (LOBBY, LAST) else None} for row in v0019.ROWS["messages"]
    ],
    "polls": [
        ABOUT
        | {"question": "Lunch?", "options": '["Pizza","Sushi"]', "multiple": 0, "anonymous": 0}
        | {"closes_at": None, "closed_at": None, "voters": 1, "counts": "[1,0]", "first": f'[["{ADA}"],[]]', "rev": 9}
    ],
    "votes": [
        ABOUT | {"person": ADA, "chosen": 1, "since": 8, "until": None, "rev": 9},
        ABOUT | {"person": BOB, "chosen": 0, "since": 8, "until": 9, "rev": 10},
    ],
}
