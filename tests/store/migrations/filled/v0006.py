"""What 0005 held, and when ada was last here; bob has not been seen since that is kept."""

from tests.store.migrations.filled import Rows, v0005
from tests.store.migrations.filled.v0001 import ADA, NOON

ROWS: Rows = v0005.ROWS | {"seen": [{"person": ADA, "at": NOON + 10}]}
