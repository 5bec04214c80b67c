"""Who learns what others have seen, through both doors, and who does not."""

from collections.abc import Awaitable, Callable

import pytest

from parley.store import receipts
from tests.cast import Frame, Person, Refusal, Room, Socket

Asking = Callable[..., Awaitable[Frame]]


async def listed(person: Person, room: Room) -> dict[str, int]:
    answer = await person.call("receipt.list", room=room.id)
    assert set(answer["people"]) == {one["person"] for one in answer["receipts"]}
    return {one["person"]: one["seq"] for one in answer["receipts"]}


async def join(eve: Person, ada: Person, room: Room) -> None:
    """Eve joins, and something is said after that: the fourth message."""
    await eve.call("room.join", slug="lobby")
    await ada.say(room, "four")


async def mark(ask: Asking, room: Room, seq: int, generation: int = 0) -> None:
    await ask("read.mark", room=room.id, generation=generation, seq=seq)


async def seen(socket: Socket) -> tuple[str, int]:
    frame = await socket.next("signal")
    assert frame["kind"] == "seen"
    return frame["person"], frame["seq"]


async def nothing_more(*sockets: Socket) -> None:
    for socket in sockets:
        await socket.ask("me.get")
        assert [frame for frame in socket.frames if frame["type"] == "signal"] == []


@pytest.fixture
async def said(lobby: Room, ada: Person) -> Room:
    """The lobby, where ada has said three things."""
    for body in ("one", "two", "three"):
        await ada.say(lobby, body)
    return lobby


class TestSeen:
    async def test_a_mark_is_told_at_once_and_listed_later_through_both_doors(
        self, said: Room, ada: Person, bob: Person
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()
        assert await listed(ada, said) == {bob.id: 0}
        await mark(his.ask, said, 2)
        told = await hers.next("signal")
        signal = {"type": "signal", "kind": "seen", "log": said.log, "person": bob.id, "seq": 2}
        assert told == signal | {"at": told["at"]}
        await mark(bob.call, said, 3)
        assert await seen(hers) == (bob.id, 3)
        (receipt,) = (await hers.ask("receipt.list", room=said.id))["receipts"]
        assert (receipt["person"], receipt["seq"]) == (bob.id, 3)
        assert receipt["at"] >= told["at"]

    async def test_it_never_goes_back_and_keeps_its_time(self, said: Room, ada: Person, bob: Person) -> None:
        await mark(bob.call, said, 3)
        before = await ada.call("receipt.list", room=said.id)
        await bob.call("read.unread", room=said.id, generation=0, seq=1)
        assert await ada.call("receipt.list", room=said.id) == before
        await mark(bob.call, said, 3, generation=1)
        assert await ada.call("receipt.list", room=said.id) == before

    async def test_ones_own_is_not_told_to_oneself(self, said: Room, ada: Person, bob: Person) -> None:
        first, second, his = await ada.connect(), await ada.connect(), await bob.connect()
        await mark(first.ask, said, 3)
        assert await seen(his) == (ada.id, 3)
        await nothing_more(first, second)

    async def test_what_counts_as_read_on_coming_was_not_seen(self, said: Room, ada: Person, eve: Person) -> None:
        await eve.call("room.join", slug="lobby")
        assert (await listed(ada, said))[eve.id] == 0

    async def test_another_stay_begins_with_nothing_seen(self, said: Room, ada: Person, bob: Person) -> None:
        await mark(bob.call, said, 3)
        await bob.call("room.leave", room=said.id)
        assert await listed(ada, said) == {}
        await bob.call("room.join", slug="lobby")
        assert await listed(ada, said) == {bob.id: 0}


class TestHidden:
    @pytest.mark.parametrize("who_hides", ["reader", "other"])
    async def test_who_hides_it_neither_shows_nor_sees_it(
        self, said: Room, ada: Person, bob: Person, eve: Person, who_hides: str
    ) -> None:
        await join(eve, ada, said)
        hiding, other = (bob, ada) if who_hides == "reader" else (ada, bob)
        assert (await hiding.call("me.update", shares_reading=False))["shares_reading"] is False
        hers, his, eves = await ada.connect(), await bob.connect(), await eve.connect()
        for socket in (his, hers, eves):
            await mark(socket.ask, said, 4)
        of_hiding, of_other = (his, hers) if hiding is bob else (hers, his)
        assert await seen(eves) == (other.id, 4)
        assert await seen(of_other) == (eve.id, 4)
        await nothing_more(of_hiding, of_other, eves)
        answer = await hiding.call("receipt.list", room=said.id)
        assert (answer["receipts"], answer["people"], answer["hidden"]) == ([], {}, "by_you")
        assert set(await listed(other, said)) == {eve.id}
        assert "shares_reading" not in await hiding.call("me.update", shares_reading=True)
        assert set(await listed(other, said)) == {eve.id, hiding.id}

    async def test_between_those_who_block_each_other_nothing_is_told(
        self, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await join(eve, ada, said)
        await ada.call("block.add", person=bob.id)
        hers, his, eves = await ada.connect(), await bob.connect(), await eve.connect()
        await mark(his.ask, said, 4)
        assert await seen(eves) == (bob.id, 4)
        await mark(hers.ask, said, 4)
        assert await seen(eves) == (ada.id, 4)
        await mark(eves.ask, said, 4)
        assert [await seen(hers), await seen(his)] == [(eve.id, 4), (eve.id, 4)]
        assert set(await listed(ada, said)) == set(await listed(bob, said)) == {eve.id}
        await ada.call("block.remove", person=bob.id)
        assert await listed(bob, said) == {ada.id: 4, eve.id: 4}

    async def test_administrators_turn_it_off_for_all(self, said: Room, ada: Person, bob: Person) -> None:
        hers, his = await ada.connect(), await bob.connect()
        assert (await ada.call("server.get"))["receipts"] is True
        assert (await ada.call("server.set_receipts", receipts=False))["receipts"] is False
        await mark(his.ask, said, 2)
        answer = await ada.call("receipt.list", room=said.id)
        assert (answer["receipts"], answer["hidden"]) == ([], "by_server")
        await ada.call("server.set_receipts", receipts=True)
        await mark(his.ask, said, 3)
        assert await seen(hers) == (bob.id, 3)
        rows = (await ada.call("audit.list", action="server.set_receipts"))["entries"]
        assert [row["details"] for row in rows] == [{"after": True}, {"after": False}]

    async def test_strangers_and_those_who_have_left_are_told_nothing(
        self, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        hers, his, eves = await ada.connect(), await bob.connect(), await eve.connect()
        await mark(his.ask, said, 2)
        assert await seen(hers) == (bob.id, 2)
        await ada.call("member.set_role", room=said.id, person=bob.id, role="owner")
        await ada.call("room.leave", room=said.id)
        await hers.next("gone")
        await eve.call("room.join", slug="lobby")
        await mark(his.ask, said, 3)
        assert await seen(eves) == (bob.id, 3)
        await nothing_more(hers)
        for ask in (hers.ask, ada.call):
            with pytest.raises(Refusal) as refused:
                await ask("receipt.list", room=said.id)
            assert (refused.value.code, refused.value.body["field"]) == ("not_found", "room")

    async def test_nobody_learns_of_places_before_their_first_message(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        made = await ada.call("room.create", client_id="1", name="New", kind="private", history="since_join")
        room = Room(made["room"]["id"])
        await ada.call("member.add", room=room.id, person=bob.id)
        for body in ("one", "two"):
            await ada.say(room, body)
        await ada.call("member.add", room=room.id, person=eve.id)
        await ada.say(room, "three")
        hers, his, eves = await ada.connect(), await bob.connect(), await eve.connect()
        await mark(his.ask, room, 2)
        assert await seen(hers) == (bob.id, 2)
        assert await listed(eve, room) == {ada.id: 0, bob.id: 0}
        await mark(his.ask, room, 3)
        assert [await seen(hers), await seen(eves)] == [(bob.id, 3), (bob.id, 3)]
        assert await listed(eve, room) == {ada.id: 0, bob.id: 3}


class TestLargeRooms:
    async def test_with_more_members_nothing_is_told(
        self, said: Room, ada: Person, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(receipts, "RECEIPTS_LIMIT", 2)
        hers, his = await ada.connect(), await bob.connect()
        await mark(his.ask, said, 1)
        assert await seen(hers) == (bob.id, 1)
        await eve.call("room.join", slug="lobby")
        answer = await ada.call("receipt.list", room=said.id)
        assert (answer["receipts"], answer["hidden"]) == ([], "too_large")
        direct = Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])
        await ada.say(direct, "Only we two")
        for seq in (2, 3):
            await mark(his.ask, said, seq)
            await mark(his.ask, direct, 1)
            assert await seen(hers) == (bob.id, 1)  # of the conversation, which came after
        await nothing_more(hers)


@pytest.mark.parametrize("fields", [{}, {"room": "no number"}, {"room": "1", "seq": 1}])
async def test_bad_input_is_refused_at_the_socket(ada: Person, fields: Frame) -> None:
    socket = await ada.connect()
    with pytest.raises(Refusal) as refused:
        await socket.ask("receipt.list", **fields)
    assert refused.value.code == "invalid"


async def test_bad_input_is_refused_over_http(ada: Person) -> None:
    assert (await ada.refused("receipt.list", room="no-number"))["code"] == "invalid"
    for wrong in ("yes", None, 1):
        assert (await ada.refused("server.set_receipts", receipts=wrong))["code"] == "invalid"
        if wrong is not None:
            assert (await ada.refused("me.update", shares_reading=wrong))["field"] == "shares_reading"
