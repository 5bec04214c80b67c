"""Polls: what is asked, who may vote, and that each vote is counted once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from parley.protocol.polls import FIRST_LIMIT
from tests.actions.polling import OPTIONS, ask, counts, in_future, poll_in, vote
from tests.actions.searching import Search
from tests.cast import Frame, Person, Room, Visitor, things

LUNCH = {"question": "Lunch?", "options": OPTIONS}


class TestAsking:
    async def test_is_a_message_with_a_poll(self, lobby: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        closes_at = in_future(days=1)
        sent = await ada.call("poll.create", room=lobby.id, client_id="p", closes_at=closes_at, **LUNCH)
        frame = await socket.next("changes")
        (message,), (poll,) = things(frame, "message"), things(frame, "poll")
        assert (message["body"], message["poll"]) == ("Lunch?\n\n- Pizza\n- Sushi\n- Soup", True)
        assert (message["seq"], message["rev"]) == (sent["seq"], sent["rev"]) == (1, poll["rev"] - 1)
        terms = {"thing": "poll", "seq": 1, **LUNCH, "closes_at": closes_at}
        result = {"counts": [0, 0, 0], "first": [[], [], []], "voters": 0}
        assert poll == terms | result | {"rev": frame["to"]}
        assert await poll_in(ada, lobby) == poll

    async def test_twice_is_once(self, lobby: Room, ada: Person) -> None:
        poll = {"room": lobby.id, "client_id": "p", **LUNCH, "closes_at": in_future(days=1)}
        first, again = [await ada.call("poll.create", **poll) for _ in range(2)]
        assert first == again
        refused = await ada.refused("poll.create", **poll | {"multiple": True})
        assert (refused["code"], refused["field"]) == ("conflict", "client_id")
        refused = await ada.refused("message.send", room=lobby.id, client_id="p", body="Lunch?")
        assert (refused["code"], refused["field"]) == ("conflict", "client_id")

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"options": ["one"]}, "options"),
            ({"options": [f"{n}" for n in range(21)]}, "options"),
            ({"options": [f"{n}" for n in range(1000)]}, "options"),
            ({"options": ["same", " SAME"]}, "options"),
            ({"options": ["one", " \n "]}, "options"),
            ({"options": ["one", "x" * 101]}, "options"),
            ({"question": ""}, "question"),
            ({"question": " \t"}, "question"),
            ({"question": "x" * 301}, "question"),
            ({"closes_at": "2020-01-01T00:00:00.000Z"}, "closes_at"),
            ({"closes_at": "2326-01-01T00:00:00.000Z"}, "closes_at"),
            ({"closes_at": "2026-02-31T00:00:00.000Z"}, "closes_at"),
        ],
    )
    async def test_is_refused_with_the_field(self, lobby: Room, ada: Person, terms: Frame, field: str) -> None:
        refused = await ada.refused("poll.create", room=lobby.id, client_id="p", **LUNCH | terms)
        assert refused["code"] == "invalid"
        assert refused["field"].partition("[")[0] == field
        assert (await ada.call("message.list", room=lobby.id))["messages"] == []

    async def test_of_twenty_options(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby, options=[f"option {n}" for n in range(20)], multiple=True)
        await vote(bob, lobby, *range(20))
        assert await counts(ada, lobby) == [1] * 20

    async def test_in_a_room_for_announcements_is_for_those_who_write_there(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("room.update", room=lobby.id, posting="moderators")
        refused = await bob.refused("poll.create", room=lobby.id, client_id="p", **LUNCH)
        assert refused["code"] == "forbidden"
        await ask(ada, lobby)
        await vote(bob, lobby, 1)
        assert await counts(ada, lobby) == [0, 1, 0]

    async def test_in_a_thread_opens_it(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "What about lunch?")
        sent = await bob.call("poll.create", room=lobby.id, client_id="p", thread=1, **LUNCH)
        assert sent["log"].startswith("thread:")
        mine = await vote(ada, lobby, 2, thread=1)
        assert mine["room"] == sent["log"].partition(":")[2]
        told = await ada.call("message.list", room=lobby.id, thread=1)
        ((poll,), own) = things(told, "poll"), told["own"]
        assert (poll["counts"], [one for one in own if one["thing"] == "vote"]) == ([0, 0, 1], [mine])
        await bob.call("poll.close", room=lobby.id, thread=1, seq=1)
        assert (await ada.refused("poll.vote", room=lobby.id, thread=1, seq=1, options=[0]))["code"] == "conflict"

    async def test_what_was_asked_is_not_edited(self, lobby: Room, ada: Person) -> None:
        await ask(ada, lobby)
        refused = await ada.refused("message.edit", room=lobby.id, seq=1, body="Dinner?")
        assert refused["message"] == "A poll cannot be edited. Delete it and make another one."

    async def test_is_found(self, search: Search, lobby: Room, ada: Person) -> None:
        await ask(ada, lobby)
        await ada.say(lobby, "Pizza, please")
        body = "Lunch?\n\n- Pizza\n- Sushi\n- Soup"
        assert await search(ada, "has:poll") == await search(ada, "lunch soup") == [body]
        assert await search(ada, "pizza has:polls") == [body]
        assert await search(ada, "pizza -has:poll") == ["Pizza, please"]


class TestVoting:
    async def test_is_counted_and_named_and_one_s_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        hers, his = await ada.connect(), await bob.connect()
        mine = await vote(bob, lobby, 1)
        assert (mine["thing"], mine["room"], mine["seq"], mine["options"]) == ("vote", lobby.id, 1, [1])
        frame = await hers.first(lambda frame: frame["type"] == "changes" and frame["log"] == lobby.log)
        (poll,) = things(frame, "poll")
        assert (poll["counts"], poll["first"], poll["voters"]) == ([0, 1, 0], [[], [bob.id], []], 1)
        assert frame["people"].keys() == {bob.id}
        frame = await his.first(lambda frame: frame["type"] == "changes" and frame["log"] == bob.log)
        assert things(frame, "vote") == [mine]
        told = await bob.call("message.list", room=lobby.id)
        assert (told["own"], mine["since"], bob.id in told["people"]) == ([mine], poll["rev"], True)
        assert (await ada.call("message.list", room=lobby.id))["own"] == []

    async def test_again_replaces_the_vote(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        for option in (0, 1, 1, 2):
            await vote(bob, lobby, option)
        poll = await poll_in(ada, lobby)
        assert (poll["counts"], poll["first"], poll["voters"]) == ([0, 0, 1], [[], [], [bob.id]], 1)
        before = await bob.call("message.list", room=lobby.id)
        assert await vote(bob, lobby, 2) == before["own"][0]
        assert await bob.call("message.list", room=lobby.id) == before

    async def test_for_nothing_takes_it_back(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        assert (await vote(bob, lobby))["until"] == 0
        await vote(bob, lobby, 1)
        assert (await vote(bob, lobby))["until"] > 0
        told = await bob.call("message.list", room=lobby.id)
        (poll,) = things(told, "poll")
        assert (poll["counts"], poll["first"], poll["voters"], told["own"]) == ([0, 0, 0], [[], [], []], 0, [])

    async def test_for_several_where_one_may(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby, multiple=True)
        assert (await vote(bob, lobby, 2, 0, 2))["options"] == [0, 2]
        await vote(ada, lobby, 2)
        poll = await poll_in(ada, lobby)
        assert (poll["counts"], poll["voters"]) == ([1, 0, 2], 2)
        assert poll["first"] == [[bob.id], [], [bob.id, ada.id]]

    async def test_for_what_cannot_be_chosen(self, lobby: Room, ada: Person) -> None:
        await ask(ada, lobby)
        for options in ([0, 1], [3], [19], [20], [-1], [0] * 21, ["Pizza"], None):
            refused = await ada.refused("poll.vote", room=lobby.id, seq=1, options=options)
            assert (refused["code"], refused["field"].partition("[")[0]) == ("invalid", "options")
        assert await counts(ada, lobby) == [0, 0, 0]

    async def test_by_many_at_once_counts_each_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        sockets = [await ada.connect(), await bob.connect()]
        for ref in range(1, 11):
            for n, socket in enumerate(sockets):
                socket.write({"type": "poll.vote", "room": lobby.id, "seq": 1, "options": [(ref + n) % 3], "ref": ref})
        for socket in sockets:
            for _ in range(10):
                await socket.next("ok")
        poll = await poll_in(ada, lobby)
        assert (poll["counts"], poll["voters"]) == ([0, 1, 1], 2)
        assert poll["first"] == [[], [ada.id], [bob.id]]

    async def test_not_about_other_messages(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "no poll")
        for verb, more in (("vote", {"options": [0]}), ("close", {}), ("voters", {"option": 0})):
            refused = await ada.refused(f"poll.{verb}", room=lobby.id, seq=1, **more)
            assert (refused["code"], refused["message"]) == ("not_found", "This message is not a poll.")

    async def test_by_those_who_left_stays_and_by_others_is_refused(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ask(ada, lobby)
        await vote(bob, lobby, 1)
        await bob.call("room.leave", room=lobby.id)
        for person in (bob, eve):
            for verb, more in (("vote", {"options": [0]}), ("close", {}), ("voters", {"option": 0})):
                assert (await person.refused(f"poll.{verb}", room=lobby.id, seq=1, **more))["code"] == "not_found"
        assert await counts(ada, lobby) == [0, 1, 0]

    async def test_not_in_what_one_may_not_see(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await ask(ada, cellar)
        await bob.call("room.join", slug="cellar")
        socket = await bob.connect()
        for verb, more in (("vote", {"options": [0]}), ("close", {}), ("voters", {"option": 0})):
            assert (await bob.refused(f"poll.{verb}", room=cellar.id, seq=1, **more))["code"] == "not_found"
        await vote(ada, cellar, 0)
        await ada.say(cellar, "after")
        frame = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "message"))
        assert "poll" not in str(frame)


class TestMany:
    @pytest.fixture
    async def crowd(self, lobby: Room, visitor: Visitor) -> AsyncIterator[list[Person]]:
        async with AsyncExitStack() as leaving:
            guests = range(FIRST_LIMIT + 2)
            people = [await leaving.enter_async_context(await visitor.register(f"guest{n}")) for n in guests]
            for person in people:
                await person.call("room.join", slug="lobby")
            yield people

    async def test_the_first_are_named_and_the_rest_can_be_asked_for(
        self, lobby: Room, ada: Person, crowd: list[Person]
    ) -> None:
        await ask(ada, lobby)
        for person in crowd:
            await vote(person, lobby, 1)
        ids = [person.id for person in crowd]
        poll = await poll_in(ada, lobby)
        assert (poll["counts"][1], poll["first"][1]) == (len(ids), ids[:FIRST_LIMIT])
        found: list[str] = []
        place: Frame = {}
        while True:
            told = await ada.call("poll.voters", room=lobby.id, seq=1, option=1, limit=3, **place)
            assert told["cards"].keys() == set(told["people"])
            found += told["people"]
            if not told["more"]:
                break
            place = {"after": found[-1]}
        assert found == ids
        await asyncio.gather(vote(crowd[0], lobby), vote(crowd[1], lobby, 0))
        poll = await poll_in(ada, lobby)
        assert (poll["first"][1], poll["first"][0]) == (ids[2:], [ids[1]])


class TestAnonymous:
    async def test_nobody_but_the_voter_learns_of_a_vote(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby, anonymous=True, multiple=True)
        hers, his = await ada.connect(), await bob.connect()
        mine = await vote(bob, lobby, 0, 2)
        frame = await hers.first(lambda frame: frame["type"] == "changes" and frame["log"] == lobby.log)
        (poll,) = things(frame, "poll")
        assert (poll["counts"], poll["first"], poll["voters"]) == ([1, 0, 1], [[], [], []], 1)
        assert frame.get("people", {}) == {}
        frame = await his.first(lambda frame: frame["type"] == "changes" and frame["log"] == bob.log)
        assert things(frame, "vote") == [mine]
        told = await ada.call("message.list", room=lobby.id)
        assert bob.id not in str(told)
        cursors = {lobby.log: 10**9}
        welcome = (await ada.call("sync.get"))["frames"][0]
        frames = (await ada.call("sync.get", epoch=welcome["epoch"], cursors=welcome["heads"] | cursors))["frames"]
        assert things(next(frame for frame in frames if frame["type"] == "reset"), "poll") == [poll]
        for person in (ada, bob):
            refused = await person.refused("poll.voters", room=lobby.id, seq=1, option=0)
            assert refused["message"] == "This poll is anonymous: nobody can see who voted."

    async def test_also_not_from_the_audit_record_or_from_what_ends_it(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ask(ada, lobby, anonymous=True)
        await vote(bob, lobby, 0)
        await vote(bob, lobby, 1)
        socket = await ada.connect()
        await ada.call("poll.close", room=lobby.id, seq=1)
        frame = await socket.next("changes")
        assert (things(frame, "poll")[0]["counts"], frame.get("people", {})) == ([0, 1, 0], {})
        await ada.call("message.erase", room=lobby.id, seq=1)
        await ada.call("message.restore", room=lobby.id, seq=1)
        frame = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "poll"))
        assert (things(frame, "poll")[0]["counts"], set(frame["people"])) == ([0, 1, 0], {ada.id})
        assert "poll" not in str(await ada.call("audit.list"))
