"""Notices: messages that the server writes when somebody joins a room, leaves it or changes it, if the room wants that.

The transaction of the act writes the notice last. So a notice of a removal comes after everything that the removed
person said, and does not reach them.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from parley.basics.ids import request_hash
from parley.basics.times import rfc3339
from parley.changes import room_log
from parley.protocol.messages import Message
from parley.protocol.notices import PEOPLE_LIMIT, Notice, NoticeKind
from parley.protocol.rooms import Room
from parley.store import people, rooms
from parley.store.schema import messages
from parley.store.units import WriteTransaction
from parley.store.vectors import Insert

# For programs that do not know notices: an empty body is that of a deleted message. It names nobody, because people
# change their names and delete their accounts.
IN_WORDS: dict[NoticeKind, str] = {
    "added": "(added somebody to this room)",
    "joined": "(joined this room)",
    "left": "(left this room)",
    "removed": "(removed somebody from this room)",
    "banned": "(banned somebody from this room)",
    "renamed": "(renamed this room)",
    "topic": "(changed the topic of this room)",
    "archived": "(archived this room)",
    "unarchived": "(opened this room again)",
    "became_room": "(made a room of this conversation)",
}
_ROW = Insert(
    messages,
    (
        *(messages.c.room, messages.c.seq, messages.c.rev, messages.c.sender, messages.c.stay, messages.c.client_id),
        *(messages.c.request_hash, messages.c.body, messages.c.created_at, messages.c.in_room, messages.c.notice),
    ),
)
_encode = msgspec.json.Encoder().encode


async def leave(
    tx: WriteTransaction, room: Room, by: int, kind: NoticeKind, about: Sequence[int] = (), *, text: str = ""
) -> None:
    """Tell in a room what somebody did who is in it, or was until this transaction."""
    if not room.notices:
        return
    id_ = int(room.id)
    stay = await rooms.last_stay(tx, id_, by)
    if stay is None:
        return
    named = [*map(str, about[:PEOPLE_LIMIT])]
    notice = Notice(kind=kind, people=named, count=len(about), text=text)
    log = room_log(id_)
    rev, seq = tx.rev(log), tx.seq(log)
    # No caller can choose this client_id, because of the slash.
    client_id, body = f"notice/{rev}", IN_WORDS[kind]
    kept = _encode(notice).decode()
    row: tuple[Any, ...] = (id_, seq, rev, by, stay.since, client_id, request_hash(body), body, tx.now, id_, kept)
    await tx.insert(_ROW, [row])
    message = Message(
        room=room.id,
        seq=seq,
        rev=rev,
        sender=str(by),
        client_id=client_id,
        body=body,
        created_at=rfc3339(tx.now),
        notice=notice,
    )
    tx.changed(log, message, people=await people.cards(tx, [by, *about[:PEOPLE_LIMIT]]))
