"""What 0001 held, in a lobby that bob has not read to its end, and a den that shows nobody what was before them."""

from tests.store.migrations.filled import Rows, v0001
from tests.store.migrations.filled.v0001 import BOB, DEN

ROWS: Rows = v0001.ROWS | {
    "rooms": [row | {"history": "since_join" if row["id"] == DEN else "all"} for row in v0001.ROWS["rooms"]],
    "stays": [
        row
        | {
            "first_seq": 1,
            "read_generation": 2 if row["person"] == BOB else 0,
            "read_seq": 1 if row["person"] == BOB else 0,
            "read_rev": 8 if row["person"] == BOB else 0,
        }
        for row in v0001.ROWS["stays"]
    ],
}
