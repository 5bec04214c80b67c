"""What 0018 held, and messages scheduled and reminders of each kind."""

from tests.store.migrations.filled import Rows, v0018
from tests.store.migrations.filled.v0001 import ADA, BOB, LOBBY, NOON

ORDERED: dict[str, object] = {
    "request_hash": b"0123456789abcdef",
    "at": NOON,
    "since": 8,
    "until": None,
    "rev": 8,
}
TO_LOBBY: dict[str, object] = {"room": LOBBY, "root": None, "reply_to": None, "failed": None}
NO_MESSAGE: dict[str, object] = {"log": None, "room": None, "root": None, "seq": None}
TO_MESSAGE: dict[str, object] = {"log": LOBBY, "room": LOBBY, "root": None, "seq": 1}

ROWS: Rows = v0018.ROWS | {
    "scheduled": [
        {"id": 951, "person": ADA, "client_id": "s1", "body": "Good morning"} | ORDERED | TO_LOBBY,
        {"id": 952, "person": BOB, "client_id": "s1", "body": ""} | ORDERED | TO_LOBBY | {"until": 8},
    ],
    "reminders": [
        {"id": 961, "person": ADA, "client_id": "r1", "text": "Milk", "due": 1} | ORDERED | NO_MESSAGE,
        {"id": 962, "person": BOB, "client_id": "r1", "text": "", "due": 0} | ORDERED | TO_MESSAGE,
    ],
}
