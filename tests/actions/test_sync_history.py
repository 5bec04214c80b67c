"""A room that keeps what was said before from newcomers: there is no way to it, through whatever carries messages."""

from typing import Any
from uuid import uuid4

import pytest

from parley.realtime.recent import REPLAY_LIMIT
from tests.cast import Frame, Person, Room, things

AT_ONCE = 100


@pytest.fixture
async def cellar(ada: Person, bob: Person) -> Room:
    """Ada and bob have said three things there, and nobody who comes later reads them."""
    made = await ada.call("room.create", client_id="cellar", name="Cellar", slug="cellar", history="since_join")
    room = Room(made["room"]["id"])
    await bob.call("room.join", slug="cellar")
    for number in (1, 2, 3):
        await ada.say(room, f"secret {number}")
    return room


@pytest.fixture
async def newcomer(eve: Person, cellar: Room) -> Person:
    """Eve, who has just come."""
    await eve.call("room.join", slug="cellar")
    return eve


async def page(person: Person, room: Room, **place: int) -> tuple[list[int], bool, bool]:
    answer = await person.call("message.list", room=room.id, **place)
    return [message["seq"] for message in answer["messages"]], answer["has_before"], answer["has_after"]


EVERY_WAY: list[dict[str, int]] = [
    {},
    *({way: seq} for way in ("before", "after", "around") for seq in (0, 1, 2, 3, 4, 5, 9)),
    {"around": 2, "limit": 1},
]


class TestPages:
    @pytest.mark.parametrize("place", EVERY_WAY, ids=str)
    async def test_none_holds_what_was_before(
        self, ada: Person, cellar: Room, newcomer: Person, place: dict[str, int]
    ) -> None:
        assert (await page(newcomer, cellar, **place))[0] == []
        await ada.say(cellar, "said to all")
        await newcomer.say(cellar, "said by eve")
        seqs, has_before, _ = await page(newcomer, cellar, **place)
        assert set(seqs) <= {4, 5}
        assert not (has_before and 4 in seqs)

    async def test_the_first_that_one_may_read_is_the_beginning(
        self, ada: Person, cellar: Room, newcomer: Person
    ) -> None:
        assert await page(newcomer, cellar) == ([], False, False)
        for number in (4, 5, 6):
            await ada.say(cellar, f"{number}")
        assert await page(newcomer, cellar) == ([4, 5, 6], False, False)
        assert await page(newcomer, cellar, limit=2) == ([5, 6], True, False)
        assert await page(newcomer, cellar, before=5) == ([4], False, True)
        assert await page(newcomer, cellar, after=0, limit=2) == ([4, 5], False, True)
        assert await page(newcomer, cellar, around=2, limit=2) == ([4, 5], False, True)
        assert await page(newcomer, cellar, before=4) == ([], False, True)
        assert await page(newcomer, cellar, after=6) == ([], True, False)

    async def test_who_was_there_reads_on(self, bob: Person, cellar: Room, newcomer: Person) -> None:
        assert await page(bob, cellar) == ([1, 2, 3], False, False)

    async def test_a_room_shows_everything_unless_it_says_otherwise(
        self, ada: Person, lobby: Room, eve: Person
    ) -> None:
        await ada.say(lobby, "for everybody")
        joined = await eve.call("room.join", slug="lobby")
        assert (joined["room"]["history"], joined["membership"]["first_seq"]) == ("all", 1)
        assert (await page(eve, lobby))[0] == [1]


class TestCatchingUp:
    async def test_a_replay_begins_with_ones_own_coming(self, cellar: Room, ada: Person, newcomer: Person) -> None:
        stay = await membership(newcomer, cellar)
        await ada.say(cellar, "said to all")
        for cursor in (0, 1, stay["since"] - 1, stay["since"]):
            (frame,) = (await catch_up(newcomer, cellar, cursor))[1:]
            assert [message["seq"] for message in things(frame, "message")] == [4]

    async def test_so_does_a_reset(self, cellar: Room, ada: Person, newcomer: Person) -> None:
        stay = await membership(newcomer, cellar)
        for _ in range(-(-REPLAY_LIMIT // AT_ONCE) + 1):
            await fill(ada, cellar)
        (reset,) = (await catch_up(newcomer, cellar, stay["since"]))[1:]
        assert (reset["type"], reset["has_before"]) == ("reset", True)
        (reset,) = (await catch_up(newcomer, cellar, 0))[1:]
        assert min(message["seq"] for message in things(reset, "message")) > 3

    async def test_a_reset_right_after_coming_is_empty(self, cellar: Room, newcomer: Person) -> None:
        (reset,) = (await catch_up(newcomer, cellar, 0))[1:]
        assert (reset["type"], things(reset, "message"), reset["has_before"]) == ("reset", [], False)


class TestLive:
    async def test_a_socket_that_was_there_is_sent_what_comes_after(
        self, cellar: Room, ada: Person, eve: Person
    ) -> None:
        socket = await eve.connect()
        await eve.call("room.join", slug="cellar")
        await ada.say(cellar, "said to all")
        (message,) = await socket.messages(cellar, 1)
        assert message["seq"] == 4
        assert seqs_in(list(socket.frames)) == set()

    async def test_what_is_said_while_one_comes_is_shown_from_there_on(
        self, cellar: Room, ada: Person, eve: Person
    ) -> None:
        """Both in flight at once: the batch that lets somebody in may hold messages from before and after."""
        socket, writer = await eve.connect(), await ada.connect()
        for number in range(40):
            writer.write(
                {"type": "message.send", "ref": number, "room": cellar.id, "client_id": f"w{number}", "body": "!"}
            )
            if number == 20:
                socket.write({"type": "room.join", "ref": 1, "slug": "cellar"})
        first = (await socket.first(lambda frame: frame.get("ref") == 1))["result"]["membership"]["first_seq"]
        await ada.say(cellar, "the last")
        heard: set[int] = set()
        while 44 not in heard:
            heard |= seqs_in([await socket.next("changes")])
        assert min(heard) >= first
        assert (await page(eve, cellar, limit=200))[0] == list(range(first, 45))


class TestStays:
    async def test_who_comes_again_reads_only_of_the_present_stay(self, cellar: Room, ada: Person, bob: Person) -> None:
        await bob.call("room.leave", room=cellar.id)
        await ada.say(cellar, "while bob was away")
        await bob.call("room.join", slug="cellar")
        assert await page(bob, cellar) == ([], False, False)
        await ada.say(cellar, "bob is back")
        assert await page(bob, cellar) == ([5], False, False)
        (reset,) = (await catch_up(bob, cellar, 1))[1:]
        assert [message["seq"] for message in things(reset, "message")] == [5]

    async def test_a_resend_is_answered_with_its_place_and_no_more(self, cellar: Room, bob: Person) -> None:
        sent = await bob.say(cellar, "mine", client_id="mine")
        await bob.call("room.leave", room=cellar.id)
        await bob.call("room.join", slug="cellar")
        assert await bob.say(cellar, "mine", client_id="mine") == sent
        assert (await page(bob, cellar))[0] == []

    async def test_nothing_hidden_is_unread_and_nothing_hidden_can_be_made_so(
        self, cellar: Room, newcomer: Person
    ) -> None:
        welcome = (await newcomer.call("sync.get"))["frames"][0]
        assert [read["seq"] for read in things(welcome, "read")] == [welcome["last_seqs"][cellar.log]]
        refusal = await newcomer.refused("read.unread", room=cellar.id, generation=0, seq=3)
        assert (refusal["code"], refusal["field"]) == ("invalid", "seq")


async def test_who_repeats_the_making_of_a_room_means_the_same_history(ada: Person) -> None:
    asked: dict[str, Any] = {"client_id": "one", "name": "One", "kind": "private"}
    made = await ada.call("room.create", **asked)
    assert await ada.call("room.create", **asked, history="all") == made
    assert (await ada.refused("room.create", **asked, history="since_join"))["code"] == "conflict"


async def fill(person: Person, room: Room) -> None:
    """Many messages, and few enough for whoever wrote them to read their answers."""
    socket = await person.connect()
    for number in range(AT_ONCE):
        client_id = uuid4().hex
        socket.write({"type": "message.send", "ref": number, "room": room.id, "client_id": client_id, "body": "!"})
    await socket.messages(room, AT_ONCE)
    socket.cut()


async def membership(person: Person, room: Room) -> Frame:
    details = await person.call("room.get", room=room.id)
    found: Frame = details["membership"]
    assert found["first_seq"] == 4
    return found


async def catch_up(person: Person, room: Room, cursor: int) -> list[Frame]:
    epoch = (await person.call("sync.get"))["frames"][0]["epoch"]
    frames: list[Frame] = (await person.call("sync.get", epoch=epoch, cursors={room.log: cursor}))["frames"]
    return frames


def seqs_in(frames: list[Frame]) -> set[int]:
    return {message["seq"] for frame in frames for message in things(frame, "message")}
