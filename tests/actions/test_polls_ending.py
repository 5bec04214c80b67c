"""Polls: when they end, and what goes with the messages that they are in."""

from parley.basics.times import rfc3339
from parley.process.app import Running
from tests import aging
from tests.actions.polling import ask, close_in_time, counts, in_future, let_time_pass, poll_in, vote
from tests.cast import PASSWORD, Person, Room, things


class TestClosing:
    async def test_is_for_who_asked_and_for_moderators(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(bob, lobby)
        await ask(ada, lobby)
        refused = await bob.refused("poll.close", room=lobby.id, seq=2)
        assert refused["code"] == "forbidden"
        await bob.call("poll.close", room=lobby.id, seq=1)
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        await bob.call("poll.close", room=lobby.id, seq=2)

    async def test_ends_the_voting_for_everybody(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        mine = await vote(bob, lobby, 1)
        socket = await bob.connect()
        closed = await ada.call("poll.close", room=lobby.id, seq=1)
        (poll,) = things(await socket.next("changes"), "poll")
        assert (poll["rev"], poll["counts"]) == (closed["rev"], [0, 1, 0])
        assert "closed_at" in poll
        assert await ada.call("poll.close", room=lobby.id, seq=1) == closed
        for options in ([0], []):
            refused = await bob.refused("poll.vote", room=lobby.id, seq=1, options=options)
            assert (refused["code"], refused["message"]) == ("conflict", "This poll is closed.")
        assert await vote(bob, lobby, 1) == mine
        assert await poll_in(ada, lobby) == poll

    async def test_in_time_refuses_votes_at_once_and_tells_everybody_once(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ask(ada, lobby, closes_at=in_future(hours=1))
        await vote(bob, lobby, 1)
        socket = await bob.connect()
        over = server.services.now() - 1
        await let_time_pass(server, lobby, over)
        refused = await bob.refused("poll.vote", room=lobby.id, seq=1, options=[0])
        assert (refused["code"], refused["message"]) == ("conflict", "This poll is closed.")
        await close_in_time(server)
        (poll,) = things(await socket.next("changes"), "poll")
        assert (poll["closed_at"], poll["counts"]) == (rfc3339(over), [0, 1, 0])
        await close_in_time(server)
        assert await poll_in(ada, lobby) == poll

    async def test_in_time_closes_what_was_deleted_at_that_moment_and_is_back(
        self, server: Running, lobby: Room, ada: Person
    ) -> None:
        await ask(ada, lobby, closes_at=in_future(hours=1))
        await let_time_pass(server, lobby, server.services.now() - 1)
        await ada.call("message.erase", room=lobby.id, seq=1)
        await aging.make_due(server, "poll.close")
        await server.runner.look()
        await ada.call("message.restore", room=lobby.id, seq=1)
        assert "closed_at" not in await poll_in(ada, lobby)
        await close_in_time(server)
        assert "closed_at" in await poll_in(ada, lobby)


class TestWhatGoesWithItsMessage:
    async def test_erased_and_back(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ask(ada, lobby)
        mine = await vote(bob, lobby, 1)
        await ada.call("message.erase", room=lobby.id, seq=1)
        told = await bob.call("message.list", room=lobby.id)
        assert (told["things"], told["own"], "poll" in told["messages"][0]) == ([], [], False)
        for verb, more in (("vote", {"options": [0]}), ("close", {}), ("voters", {"option": 0})):
            assert (await bob.refused(f"poll.{verb}", room=lobby.id, seq=1, **more))["code"] == "gone"
        await ada.call("message.restore", room=lobby.id, seq=1)
        told = await bob.call("message.list", room=lobby.id)
        (poll,), (back,) = things(told, "poll"), told["own"]
        assert (poll["counts"], poll["first"]) == ([0, 1, 0], [[], [bob.id], []])
        assert (back["options"], back["rev"] > mine["rev"]) == ([1], True)
        await vote(bob, lobby, 0)
        assert await counts(ada, lobby) == [1, 0, 0]

    async def test_forgotten(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        for _ in range(2):
            await ask(ada, lobby)
        for seq in (1, 2):
            await vote(bob, lobby, 1, seq=seq)
        await ada.call("room.update", room=lobby.id, keep_days=30)
        assert await aging.forget(server, int(lobby.id), 1) == 1
        told = await bob.call("message.list", room=lobby.id)
        assert [poll["seq"] for poll in things(told, "poll")] == [own["seq"] for own in told["own"]] == [2]

    async def test_a_deleted_account_stays_counted_without_its_name(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ask(ada, lobby)
        await vote(bob, lobby, 1)
        await bob.call("account.delete", password=PASSWORD, messages="keep")
        told = await ada.call("poll.voters", room=lobby.id, seq=1, option=1)
        assert [card["name"] for card in told["cards"].values()] == ["Deleted user"]
        assert await counts(ada, lobby) == [0, 1, 0]
