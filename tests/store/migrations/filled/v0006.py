"""What 0004 held, and when ada was last here; bob has not been seen since that is kept."""

from tests.store.migrations.filled import Rows, v0004
from tests.store.migrations.filled.v0001 import ADA, NOON

ROWS: Rows = v0004.ROWS | {"seen": [{"person": ADA, "at": NOON + 10}]}
