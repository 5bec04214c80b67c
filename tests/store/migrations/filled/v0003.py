"""What 0002 held, in a den that keeps what is said there for a month."""

from tests.store.migrations.filled import Rows, v0002
from tests.store.migrations.filled.v0001 import DEN

ROWS: Rows = v0002.ROWS | {
    "rooms": [row | {"first_kept": 1, "keep_days": 30 if row["id"] == DEN else 0} for row in v0002.ROWS["rooms"]],
}
