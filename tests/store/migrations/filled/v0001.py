"""Ada and bob in the lobby, which eve has left; a private den; a session that has ended. In order of their keys."""

from tests.store.migrations.filled import Rows

NOON = 1_795_176_000_000
ADA, BOB, EVE, LOBBY, DEN = 101, 102, 103, 201, 202


def head(log: int, kind: int, rev: int, seq: int) -> dict[str, object]:
    return {"log": log, "kind": kind, "head": rev, "seq": seq}


def person(key: int, handle: str, role: str, rev: int) -> dict[str, object]:
    return {
        "id": key,
        "handle": handle,
        "name": handle.title(),
        "avatar": None,
        "role": role,
        "password_hash": f"$argon2id${handle}",
        "client_id": f"c-{handle}",
        "created_at": NOON,
        "disabled_at": None,
        "rev": rev,
    }


def room(key: int, kind: str, slug: str | None) -> dict[str, object]:
    return {
        "id": key,
        "kind": kind,
        "slug": slug,
        "name": "Über uns 你好",
        "topic": "",
        "created_by": ADA,
        "client_id": f"c-{key}",
        "request_hash": bytes(16),
        "created_at": NOON,
        "rev": 1,
    }


def stay(where: int, who: int, since: int, until: int | None, mine: int) -> dict[str, object]:
    rev = until or since
    return {
        "room": where,
        "person": who,
        "since": since,
        "until": until,
        "role": "owner" if who == ADA else "member",
        "rev": rev,
        "mine_rev": mine,
    }


def message(seq: int, rev: int, who: int, since: int, body: str) -> dict[str, object]:
    return {
        "room": LOBBY,
        "seq": seq,
        "rev": rev,
        "sender": who,
        "stay": since,
        "client_id": f"c-{seq}",
        "request_hash": bytes(range(16)),
        "body": body,
        "created_at": NOON + seq,
    }


def session(key: int, who: int, ended_at: int | None) -> dict[str, object]:
    return {
        "id": key,
        "person": who,
        "salt": bytes(16),
        "generation": 3,
        "rotated_at": NOON,
        "created_at": NOON,
        "expires_at": NOON + 1,
        "ended_at": ended_at,
        "rev": 2,
    }


ROWS: Rows = {
    "facts": [{"name": "epoch", "value": "e-1"}],
    "heads": [
        head(1, 3, 3, 0),
        *(head(who, 2, 9, 0) for who in (ADA, BOB, EVE)),
        head(LOBBY, 1, 7, 3),
        head(DEN, 1, 1, 0),
    ],
    "people": [person(ADA, "ada", "owner", 1), person(BOB, "bob", "member", 2), person(EVE, "eve", "member", 3)],
    "slugs": [{"slug": "lobby", "room": LOBBY}],
    "rooms": [room(LOBBY, "public", "lobby"), room(DEN, "private", None)],
    "stays": [
        stay(LOBBY, ADA, 1, None, 1),
        stay(LOBBY, BOB, 2, None, 1),
        stay(LOBBY, EVE, 4, 6, 2),
        stay(DEN, ADA, 1, None, 3),
    ],
    "messages": [
        message(1, 3, ADA, 1, "hello"),
        message(2, 5, EVE, 4, "a last word"),
        message(3, 7, BOB, 2, "smile 🙂 'quoted' \\ and\nmore"),
    ],
    "sessions": [session(301, ADA, None), session(302, BOB, NOON)],
    "tickets": [{"hash": bytes(32), "session": 301, "expires_at": NOON}],
}
