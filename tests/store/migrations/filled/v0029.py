"""What 0028 held; a group with ada and bob in it, one with bob alone, and a handle that a group had."""

from tests.store.migrations.filled import Rows, v0028
from tests.store.migrations.filled.v0001 import ADA, BOB, NOON

DESIGN, WRITERS = 81, 82

ROWS: Rows = v0028.ROWS | {
    "people_groups": [
        {"id": DESIGN, "handle": "design", "name": "Design", "description": "They draw.", "folded": " design design"}
        | {"created_by": BOB, "created_at": NOON, "client_id": "g1", "request_hash": b"g" * 16},
        {"id": WRITERS, "handle": "writers", "name": "Writers", "description": "", "folded": " writers writers"}
        | {"created_by": ADA, "created_at": NOON, "client_id": "g2", "request_hash": b"w" * 16},
    ],
    "group_members": [
        {"of_group": DESIGN, "person": ADA, "added_at": NOON},
        {"of_group": DESIGN, "person": BOB, "added_at": NOON + 1},
        {"of_group": WRITERS, "person": BOB, "added_at": NOON + 2},
    ],
    "former_group_handles": [{"handle": "drawers", "until": NOON + 86_400_000}],
}
