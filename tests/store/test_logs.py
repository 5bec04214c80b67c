"""What a log holds about the messages of a page, for a kind made up here that rests in the messages' own rows."""

import pytest
from msgspec import Struct

from parley.changes import ROOM, room_log
from parley.process.app import Running
from parley.store import logs, messages
from parley.store.database import Transaction
from parley.things import BY_WIRE, THINGS, Thing, about_messages
from tests.cast import Person, Room


class Mention(Struct, frozen=True, kw_only=True, tag="mention", tag_field="thing"):
    seq: int
    rev: int


MENTION = Thing(wire=Mention, log=ROOM, key=("seq",), table="messages", log_column="room", place="seq")


async def test_it_comes_with_the_messages_of_a_page_and_no_others(
    server: Running, lobby: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BY_WIRE, Mention, MENTION)  # type: ignore[misc]  # mypy cannot say which key
    for number in range(1, 6):
        await ada.say(lobby, f"{number}")
    await ada.call("message.erase", room=lobby.id, seq=2)

    async def about_the_first(tx: Transaction, upto: int) -> list[Struct]:
        log = room_log(int(lobby.id))
        page = await messages.before(tx, messages.everything(log.id), upto + 1, 3)
        return await logs.about(tx, [MENTION], log, page)

    found = await server.services.database.read(about_the_first, 4)
    assert [mention.seq for mention in found if isinstance(mention, Mention)] == [3, 4, 2]  # in order of `rev`
    assert await server.services.database.read(about_the_first, 0) == []


def test_messages_themselves_are_about_none() -> None:
    assert {kind.name for kind in about_messages(ROOM)} <= {kind.name for kind in THINGS} - {"message"}
