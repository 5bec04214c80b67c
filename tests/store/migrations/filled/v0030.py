"""What 0029 held; a section of ada's with the lobby in it, and one that bob has deleted."""

from tests.store.migrations.filled import Rows, v0029
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY

CLIENTS, OLD = 81, 82

ROWS: Rows = v0029.ROWS | {
    "sections": [
        {"id": CLIENTS, "person": ADA, "client_id": "s1", "request_hash": b"s" * 16, "name": "Clients"}
        | {"position": 1, "until": None, "rev": 9},
        {"id": OLD, "person": BOB, "client_id": "s1", "request_hash": b"s" * 16, "name": ""}
        | {"position": 1, "until": 9, "rev": 9},
    ],
    "section_rooms": [
        {"person": ADA, "room": LOBBY, "section": CLIENTS, "position": 1, "until": None, "rev": 9},
    ],
}
