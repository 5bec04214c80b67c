"""A connection for the hub that records what it is sent, and a welcome to send it."""

import json
from typing import Any

from parley.changes import Enter, log_name, person_log, room_log
from parley.protocol.people import Me
from parley.protocol.rooms import Membership
from parley.protocol.server import ServerInfo
from parley.protocol.sync import Welcome
from parley.realtime.hub import Hub
from parley.things import packed
from tests.realtime.test_frames import WHEN


class Listener:
    """A connection that records what it is sent."""

    def __init__(self, hub: Hub, person: int, session: int = 1) -> None:
        self.person, self.session, self.session_expires_at = person, session, 2**62
        self.is_guest = False
        self.sent: list[dict[str, Any]] = []
        self.data: list[bytes] = []
        self.beats: list[dict[str, Any]] = []
        self.signals: list[dict[str, Any]] = []
        self.has_ended = False
        self._hub = hub
        hub.attach(self)

    def send(self, data: bytes) -> None:
        self.data.append(data)
        self.sent.append(payload(data))

    def signal(self, key: object | None, data: bytes) -> None:
        self.signals.append(payload(data))

    def beat(self, data: bytes) -> None:
        self.beats.append(payload(data))

    def end_session(self) -> None:
        self.has_ended = True
        self._hub.detach(self)

    def drain(self, reconnect_after_ms: int) -> None:
        self._hub.detach(self)

    def told(self) -> list[tuple[str, int]]:
        """The frames that it was sent, by type and end."""
        return [(frame["type"], frame["to" if "to" in frame else "at"]) for frame in self.sent]


def payload(data: bytes) -> dict[str, Any]:
    size = data[1]
    found: dict[str, Any] = json.loads(data[2 if size < 126 else 4 if size == 126 else 10 :])
    return found


def entered(person: int, rooms: dict[int, int], first_seq: int = 1) -> list[Enter]:
    return [Enter(person=person, room=room, since=since, first_seq=first_seq) for room, since in rooms.items()]


def welcome(person: int, rooms: dict[int, int], *, head: int, known: int, first_seq: int = 1) -> Welcome:
    own = log_name(person_log(person))
    stays = [
        Membership(room=str(room), role="member", since=since, until=None, first_seq=first_seq, rev=0)
        for room, since in rooms.items()
    ]
    return Welcome(
        epoch="e1",
        you=Me(id=str(person), handle="p", name="P", avatar=None, role="member", created_at=WHEN, email=None),
        log=own,
        things=packed(stays),
        complete=["membership", "read"],
        rooms={},
        heads={own: known, "server": 0} | {log_name(room_log(room)): head for room in rooms},
        last_seqs={},
        settings=ServerInfo(name="", version="", registration="open", needs_setup=False, body_limit=1),
    )


def listen(
    hub: Hub,
    person: int,
    rooms: dict[int, int] | None = None,
    *,
    head: int = 4,
    session: int = 1,
    known: int = 0,
    first_seq: int = 1,
) -> Listener:
    """Connect, read the memberships, and send a welcome in which the person's own log stands at `known`."""
    listener = Listener(hub, person, session)
    hub.subscribe(listener, entered(person, rooms or {}, first_seq))
    hub.welcomed(listener, welcome(person, rooms or {}, head=head, known=known, first_seq=first_seq))
    return listener
