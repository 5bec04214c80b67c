"""What 0010 held. The search has the lobby's first message."""

from tests.store.migrations.filled import Rows, v0010
from tests.store.migrations.filled.v0001 import LOBBY

ROWS: Rows = v0010.ROWS | {"searched": [{"id": 1, "room": LOBBY, "seq": 1, "rev": 4}]}
