"""What 0030 held; two emoji of ada's, one of which moves."""

from tests.store.migrations.filled import Rows, v0030
from tests.store.migrations.filled.v0001 import ADA, NOON

PARROT, LOGO = "a" * 64, "b" * 64

ROWS: Rows = v0030.ROWS | {
    "custom_emoji": [
        {"name": "logo", "hash": LOGO, "moving": b"RIFF\x00l", "still": None, "added_by": ADA, "added_at": NOON},
        {"name": "parrot", "hash": PARROT, "moving": b"RIFF\x00m", "still": b"RIFF\x00s", "added_by": ADA}
        | {"added_at": NOON},
    ],
}
