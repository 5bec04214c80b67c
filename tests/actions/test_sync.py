"""`sync.get` and `hello`: the same frames, by the same rule for each cursor."""

from typing import Any

import pytest

from parley.changes import THE_SERVER
from parley.process.app import Running
from parley.protocol.sync import CURSOR_LIMIT
from parley.realtime.recent import REPLAY_LIMIT
from parley.store import people
from parley.store.units import WriteTransaction, write_alone
from parley.things import MESSAGE
from tests.cast import Frame, Person, Room, things

MANY = REPLAY_LIMIT + 1
RESET_PAGE = MESSAGE.most


async def frames(person: Person, **known: Any) -> list[Frame]:
    """What `sync.get` answers, which must be what `hello` is sent."""
    answer: list[Frame] = (await person.call("sync.get", **known))["frames"]
    socket = await person.connect(**known)
    assert [socket.welcome, *[await socket.first(lambda frame: True) for _ in answer[1:]]] == answer
    assert answer[0]["type"] == "welcome"
    return answer


async def caught_up(person: Person, **known: Any) -> list[Frame]:
    """What follows the welcome, for a client of this epoch."""
    epoch = (await person.call("sync.get"))["frames"][0]["epoch"]
    return (await frames(person, epoch=epoch, **known))[1:]


async def head_of(person: Person, room: Room) -> int:
    head: int = (await person.call("room.get", room=room.id))["head"]
    return head


async def fill(person: Person, room: Room, count: int) -> None:
    socket = await person.connect()
    for n in range(count):
        socket.write({"type": "message.send", "ref": n, "room": room.id, "client_id": f"fill{n}", "body": f"{n}"})
    await socket.messages(room, count)
    socket.cut()


async def test_the_welcome_says_who_where_and_how_far(lobby: Room, den: Room, ada: Person, bob: Person) -> None:
    (welcome,) = await frames(bob)
    assert (welcome["you"]["handle"], welcome["settings"]["name"]) == ("bob", "Parley")
    arranged = ["favourite", "section", "section_room", "mute"]
    kinds = ["membership", "read", "block", "mention", "draft", *arranged, "scheduled", "reminder", "held"]
    assert (welcome["log"], welcome["complete"]) == (bob.log, kinds)
    assert list(welcome["rooms"]) == [lobby.id]
    assert [own["room"] for own in things(welcome, "membership")] == [lobby.id]
    assert welcome["heads"].keys() == {bob.log, "server", lobby.log}
    assert welcome["heads"][lobby.log] == await head_of(bob, lobby)
    assert welcome["last_seqs"] == {lobby.log: 0}


class TestARoom:
    async def test_at_its_head_there_is_nothing(self, lobby: Room, bob: Person) -> None:
        assert await caught_up(bob, cursors={lobby.log: await head_of(bob, lobby)}) == []

    async def test_behind_it_there_is_every_change(self, lobby: Room, ada: Person, bob: Person, eve: Person) -> None:
        cursor = await head_of(bob, lobby)
        await ada.say(lobby, "one")
        await eve.call("room.join", slug="lobby")
        await eve.say(lobby, "two")
        (frame,) = await caught_up(bob, cursors={lobby.log: cursor})
        assert (frame["type"], frame["from"], frame["to"]) == ("changes", cursor, cursor + 3)
        assert [message["body"] for message in things(frame, "message")] == ["one", "two"]
        assert [stay["person"] for stay in things(frame, "stay")] == [eve.id]
        assert {card["handle"] for card in frame["people"].values()} == {"ada", "eve"}

    async def test_too_far_behind_it_there_is_a_fresh_start(self, lobby: Room, ada: Person, bob: Person) -> None:
        cursor = await head_of(bob, lobby)
        await fill(ada, lobby, MANY)
        (frame,) = await caught_up(bob, cursors={lobby.log: cursor})
        assert (frame["type"], frame["head"], frame["has_before"]) == ("reset", cursor + MANY, True)
        assert [message["seq"] for message in things(frame, "message")] == list(range(MANY - RESET_PAGE + 1, MANY + 1))
        assert {stay["person"] for stay in things(frame, "stay")} == {ada.id, bob.id}
        (replay,) = await caught_up(bob, cursors={lobby.log: cursor + 1})
        assert (replay["type"], len(replay["things"])) == ("changes", REPLAY_LIMIT)

    async def test_above_it_there_is_a_fresh_start(self, lobby: Room, ada: Person, bob: Person) -> None:
        head = await head_of(bob, lobby)
        (frame,) = await caught_up(bob, cursors={lobby.log: head + 1})
        assert (frame["type"], frame["head"], things(frame, "message")) == ("reset", head, [])
        assert frame["complete"] == ["stay", "room"]

    async def test_one_that_was_left_is_gone(self, lobby: Room, ada: Person, bob: Person) -> None:
        cursor = await head_of(bob, lobby)
        left = await bob.call("room.leave", room=lobby.id)
        await ada.say(lobby, "not for bob")
        assert await caught_up(bob, cursors={lobby.log: cursor}) == [
            {"type": "gone", "log": lobby.log, "at": left["at"]}
        ]

    async def test_one_that_was_joined_again_starts_afresh(self, lobby: Room, ada: Person, bob: Person) -> None:
        cursor = await head_of(bob, lobby)
        await bob.call("room.leave", room=lobby.id)
        await bob.call("room.join", slug="lobby")
        (frame,) = await caught_up(bob, cursors={lobby.log: cursor})
        assert (frame["type"], frame["log"]) == ("reset", lobby.log)

    async def test_one_nobody_knows_and_one_of_others_are_gone_alike(self, den: Room, bob: Person) -> None:
        for log in (den.log, "room:12345", f"room:{'9' * 19}", f"person:{den.id}", "thread:12345"):
            assert await caught_up(bob, cursors={log: 0}) == [{"type": "gone", "log": log, "at": 0}]

    async def test_without_a_cursor_it_is_not_replayed(self, lobby: Room, bob: Person) -> None:
        assert await caught_up(bob) == []

    async def test_more_than_an_outbox_holds_arrives_all_the_same(self, lobby: Room, ada: Person, bob: Person) -> None:
        """300 messages of 8,000 bytes: more than may wait for a slow reader, in one frame."""
        cursor = await head_of(bob, lobby)
        socket = await ada.connect()
        for n in range(300):
            command = {"room": lobby.id, "client_id": f"long{n}", "body": "x" * 8000}
            socket.write({"type": "message.send", "ref": n, **command})
        await socket.messages(lobby, 300)
        (frame,) = await caught_up(bob, cursors={lobby.log: cursor})
        assert [message["seq"] for message in things(frame, "message")] == list(range(1, 301))


@pytest.mark.parametrize("epoch", [None, "", "another"])
async def test_cursors_of_another_epoch_mean_nothing(lobby: Room, ada: Person, bob: Person, epoch: str | None) -> None:
    await ada.say(lobby, "one")
    assert len(await frames(bob, epoch=epoch, cursors={lobby.log: 0, bob.log: 0, "server": 0})) == 1


class TestTheOtherLogs:
    async def test_ones_own_has_the_memberships_that_changed(self, lobby: Room, bob: Person) -> None:
        mine = (await frames(bob))[0]["heads"][bob.log]
        left = await bob.call("room.leave", room=lobby.id)
        (frame,) = await caught_up(bob, cursors={bob.log: mine})
        assert (frame["log"], frame["from"], frame["to"]) == (bob.log, mine, mine + 1)
        assert [own["until"] for own in things(frame, "membership")] == [left["at"]]

    async def test_of_a_room_that_was_left_it_does_not_tell_how_it_looks_now(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.call("room.leave", room=lobby.id)
        await ada.call("room.update", room=lobby.id, topic="not for bob")
        (his,) = await caught_up(bob, cursors={bob.log: 0})
        (hers,) = await caught_up(ada, cursors={ada.log: 0})
        assert "rooms" not in his
        assert {room["name"] for room in hers["rooms"].values()} == {"Lobby", "Den"}

    async def test_the_servers_has_the_people_who_came(self, bob: Person, eve: Person) -> None:
        (frame,) = await caught_up(bob, cursors={"server": 0})
        assert frame["log"] == "server"
        assert {card["handle"] for card in frame["people"].values()} == {"ada", "bob", "eve"}

    async def test_at_their_heads_there_is_nothing(self, bob: Person) -> None:
        welcome = (await frames(bob))[0]
        assert await caught_up(bob, cursors=welcome["heads"]) == []

    async def test_nobody_is_left_out_however_many_came(self, server: Running, ada: Person) -> None:
        async def come(tx: WriteTransaction) -> None:
            for n in range(MANY):
                newcomer = {"handle": f"guest{n}", "name": "Guest", "password_hash": "", "client_id": "c"}
                await people.add(tx, role="member", **newcomer)

        await write_alone(server.services.writer, (THE_SERVER,), come)
        found = await caught_up(ada, cursors={"server": 0})
        assert sum(len(frame["people"]) for frame in found) == MANY + 1
        cursor = 0
        for frame in found:
            assert frame["from"] <= cursor
            cursor = frame["to"]
        assert cursor == (await frames(ada))[0]["heads"]["server"]


class TestBadCursors:
    async def test_too_many_are_refused(self, ada: Person) -> None:
        cursors = {f"room:{n}": 0 for n in range(1, CURSOR_LIMIT + 2)}
        refusal = await ada.refused("sync.get", cursors=cursors)
        assert (refusal["code"], refusal["field"]) == ("invalid", "cursors")
        socket = await ada.open()
        socket.write({"type": "hello", "cursors": cursors})
        assert (await socket.next("error"))["code"] == "invalid"
        assert (await socket.until_closed())[0] == 4400

    async def test_as_many_as_may_be_are_answered(self, ada: Person) -> None:
        assert len(await caught_up(ada, cursors={f"room:{n}": 0 for n in range(1, CURSOR_LIMIT + 1)})) == CURSOR_LIMIT

    async def test_what_is_none_is_refused(self, ada: Person) -> None:
        logs: list[Any] = [{log: 0} for log in ("lobby", "1", "room:0", "room:x", "server:1", "room:1 ", "rooms:1", "")]
        values: list[Any] = [{"room:1": value} for value in (-1, 2**53, "0", None, 0.5)]
        cursors: list[Any] = [*logs, *values, [1]]
        for bad in cursors:
            refusal = await ada.refused("sync.get", cursors=bad)
            assert (bad, refusal["code"]) == (bad, "invalid")
            assert refusal["field"].startswith("cursors")

    async def test_ten_thousand_rooms_are_refused_and_cost_nobody_else_anything(self, ada: Person, bob: Person) -> None:
        others = await bob.connect()
        socket = await ada.open()
        socket.write({"type": "hello", "cursors": {f"room:{n}": 0 for n in range(1, 10_001)}})
        told = await socket.next("error")
        assert (told["code"], "65,536 bytes" in told["message"]) == ("too_large", True)
        assert (await socket.until_closed())[0] == 4413
        assert (await others.ask("me.get"))["id"] == bob.id
        refusal = await ada.refused("sync.get", cursors={f"room:{n}": 0 for n in range(1, 10_001)})
        assert refusal["code"] == "too_large"

    async def test_the_farthest_in_the_future_is_a_fresh_start(self, lobby: Room, bob: Person) -> None:
        for ahead in (2**31, 2**53 - 1):
            (frame,) = await caught_up(bob, cursors={lobby.log: ahead, bob.log: ahead, "server": ahead})
            assert (frame["type"], frame["head"]) == ("reset", await head_of(bob, lobby))

    @pytest.mark.parametrize("beyond", [2**53, 2**63 - 1, 2**63, 2**64, 10**300])
    async def test_what_no_log_can_reach_is_refused_at_both_doors(self, lobby: Room, bob: Person, beyond: int) -> None:
        for cursors in ({"cursors": {log: beyond}} for log in (lobby.log, bob.log, "server")):
            assert (await bob.refused("sync.get", **cursors))["code"] == "invalid"
            socket = await bob.open()
            socket.write({"type": "hello", **cursors})
            assert (await socket.next("error"))["code"] == "invalid"
            assert (await socket.until_closed())[0] == 4400
