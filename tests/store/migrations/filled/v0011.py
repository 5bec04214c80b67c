"""What 0009 held. The search has the lobby's first message."""

from tests.store.migrations.filled import Rows, v0009
from tests.store.migrations.filled.v0001 import LOBBY

ROWS: Rows = v0009.ROWS | {"searched": [{"id": 1, "room": LOBBY, "seq": 1, "rev": 4}]}
