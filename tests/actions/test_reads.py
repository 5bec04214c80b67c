"""How far one has read: the same on all of one's devices, and never back unless one says so."""

import asyncio
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Frame, Person, Room, Socket, things


async def position(person: Person, room: Room) -> Frame:
    welcome = (await person.call("sync.get"))["frames"][0]
    (found,) = [read for read in things(welcome, "read") if read["room"] == room.id]
    return dict(found)


async def place(person: Person, room: Room) -> tuple[int, int]:
    found = await position(person, room)
    return found["generation"], found["seq"]


async def fill(person: Person, room: Room, count: int) -> None:
    for number in range(count):
        await person.say(room, f"{number}")


async def mark(person: Person, room: Room, seq: int, generation: int = 0) -> Frame:
    return await person.call("read.mark", room=room.id, generation=generation, seq=seq)


async def unread(person: Person, room: Room, seq: int, generation: int = 0) -> Frame:
    return await person.call("read.unread", room=room.id, generation=generation, seq=seq)


class TestMark:
    async def test_a_mark_is_answered_with_what_stands(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 3)
        marked = await mark(ada, lobby, 2)
        assert (marked["room"], marked["generation"], marked["seq"]) == (lobby.id, 0, 2)
        assert await position(ada, lobby) == marked

    async def test_it_only_moves_forward(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 3)
        last = await mark(ada, lobby, 3)
        for seq in (0, 1, 3):
            assert await mark(ada, lobby, seq) == last

    async def test_an_older_generation_changes_nothing(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 3)
        begun = await unread(ada, lobby, 2)
        assert await mark(ada, lobby, 3, generation=0) == begun
        assert await mark(ada, lobby, 3, generation=7) == begun
        assert (await mark(ada, lobby, 3, generation=1))["seq"] == 3

    async def test_not_past_the_last_message(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 1)
        refusal = await ada.refused("read.mark", room=lobby.id, generation=0, seq=2)
        assert (refusal["code"], refusal["field"]) == ("invalid", "seq")
        assert await place(ada, lobby) == (0, 0)

    async def test_not_in_a_room_one_is_not_in(self, den: Room, lobby: Room, ada: Person, eve: Person) -> None:
        await fill(ada, den, 1)
        refusals = [
            await eve.refused(verb, room=room, generation=0, seq=1)
            for verb in ("read.mark", "read.unread")
            for room in (den.id, lobby.id, "999")
        ]
        assert {refusal["code"] for refusal in refusals} == {"not_found"}
        assert len({str(refusal) for refusal in refusals}) == 1

    async def test_everybody_has_their_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        await fill(ada, lobby, 2)
        await mark(ada, lobby, 2)
        assert (await place(ada, lobby), await place(bob, lobby)) == ((0, 2), (0, 0))


class TestUnread:
    async def test_it_begins_the_next_generation_before_the_message(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 5)
        await mark(ada, lobby, 5)
        begun = await unread(ada, lobby, 3)
        assert (begun["generation"], begun["seq"]) == (1, 2)
        assert await position(ada, lobby) == begun

    async def test_asking_twice_is_asking_once(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 2)
        assert await unread(ada, lobby, 2) == await unread(ada, lobby, 2)

    async def test_there_has_to_be_such_a_message(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 2)
        for seq in (0, 3):
            refusal = await ada.refused("read.unread", room=lobby.id, generation=0, seq=seq)
            assert (refusal["code"], refusal["field"]) == ("invalid", "seq")


class TestStays:
    async def test_who_comes_has_read_what_was_said_before(self, lobby: Room, ada: Person, eve: Person) -> None:
        await fill(ada, lobby, 3)
        await eve.call("room.join", slug="lobby")
        await fill(ada, lobby, 1)
        assert await place(eve, lobby) == (0, 3)

    async def test_who_comes_again_begins_at_the_newest_and_in_a_later_generation(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await fill(ada, lobby, 2)
        await unread(bob, lobby, 1)
        await bob.call("room.leave", room=lobby.id)
        await fill(ada, lobby, 2)
        assert (await bob.refused("read.mark", room=lobby.id, generation=1, seq=1))["code"] == "not_found"
        await bob.call("room.join", slug="lobby")
        assert await place(bob, lobby) == (2, 4)
        assert (await mark(bob, lobby, 4, generation=1))["generation"] == 2


class TestDevices:
    async def test_a_mark_reaches_ones_other_devices_and_nobody_else(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await fill(ada, lobby, 2)
        phone, laptop, other = await ada.connect(), await ada.connect(), await bob.connect()
        marked = await phone.ask("read.mark", room=lobby.id, generation=0, seq=2)
        for device in (phone, laptop):
            frame = await device.first(lambda frame: frame.get("log") == ada.log)
            assert frame["things"] == [marked]
            assert (frame["to"], "rooms" in frame) == (marked["rev"], False)
        await ada.say(lobby, "after it")
        await other.messages(lobby, 1)
        assert [frame for frame in other.frames if things(frame, "read")] == []

    async def test_what_was_missed_is_caught_up_with(self, lobby: Room, ada: Person) -> None:
        await fill(ada, lobby, 3)
        known = await ada.connect()
        known.cut()
        await mark(ada, lobby, 1)
        marked = await mark(ada, lobby, 3)
        cursors = {"epoch": known.welcome["epoch"], "cursors": {ada.log: known.welcome["heads"][ada.log]}}
        (frame,) = (await ada.call("sync.get", **cursors))["frames"][1:]
        assert (frame["things"], frame["to"]) == ([marked], marked["rev"])

    async def test_the_welcome_says_how_far_each_room_has_come(self, lobby: Room, den: Room, ada: Person) -> None:
        await fill(ada, lobby, 2)
        assert (await ada.connect()).welcome["last_seqs"] == {lobby.log: 2, den.log: 0}


moves = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["mark", "mark", "mark", "unread"]), st.integers(1, 9), st.integers(0, 1)),
        min_size=1,
        max_size=8,
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
async def test_inside_a_generation_no_position_goes_back_whatever_two_devices_mark_at_once(
    lobby: Room, ada: Person, moves: list[list[tuple[str, int, int]]]
) -> None:
    await fill(ada, lobby, max(0, 9 - (await ada.call("room.get", room=lobby.id))["last_seq"]))
    devices = [await ada.connect(), await ada.connect()]
    answers = [await position(ada, lobby)]
    for moment in moves:
        generation = answers[-1]["generation"]
        asked = [ask(devices[device], what, lobby, generation, seq) for what, seq, device in moment]
        answers += sorted(await asyncio.gather(*asked), key=lambda answer: int(answer["rev"]))
    for _, told in groupby(sorted(answers, key=lambda answer: answer["rev"]), key=lambda answer: answer["generation"]):
        seqs = [answer["seq"] for answer in told]
        assert seqs == sorted(seqs)
    newest = max(answers, key=lambda answer: answer["rev"])
    assert await position(ada, lobby) == newest
    for device in devices:
        last = [newest] if newest["rev"] == device.welcome["heads"][ada.log] else []
        while not last or last[-1]["rev"] < newest["rev"]:
            last += things(await device.first(lambda frame: things(frame, "read")), "read")
        assert last[-1] == newest
        device.cut()


async def ask(device: Socket, what: str, room: Room, generation: int, seq: int) -> Frame:
    return await device.ask(f"read.{what}", room=room.id, generation=generation, seq=seq)
