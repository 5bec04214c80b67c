"""What 0022 held; ada hides what she has read, and what bob has seen."""

from tests.store.migrations.filled import Rows, v0022
from tests.store.migrations.filled.v0001 import ADA, BOB, NOON

ROWS: Rows = v0022.ROWS | {
    "people": [row | {"hides_reading": int(row["id"] == ADA)} for row in v0022.ROWS["people"]],
    "stays": [
        row | ({"seen_seq": 2, "seen_at": NOON} if row["person"] == BOB else {"seen_seq": None, "seen_at": None})
        for row in v0022.ROWS["stays"]
    ],
}
