"""Accounts of others: who sees whom, roles in the server, and closing an account to its person."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.actions.test_sessions import REVOKED_WITHIN
from tests.cast import PASSWORD, Frame, Person, Room, Visitor

EVERYBODY = ["ada", "bob", "eve"]


@pytest.fixture
async def guest(ada: Person, visitor: Visitor) -> AsyncIterator[Person]:
    """Gus, a guest who was put into no room."""
    async with await visitor.register("gus") as before:
        await ada.call("user.set_role", person=before.id, role="guest")
    async with await visitor.sign_in("gus") as person:
        yield person


class TestLookingUp:
    async def test_people_are_found_by_the_beginning_of_handle_or_name(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        assert handles(await bob.call("user.list")) == EVERYBODY
        assert handles(await bob.call("user.list", prefix="E")) == ["eve"]
        assert handles(await bob.call("user.list", after="ada", limit=1)) == ["bob"]
        assert (await bob.call("user.list", limit=3))["more"] is False
        assert (await bob.call("user.list", limit=2))["more"] is True

    async def test_one_is_found_by_their_id(self, ada: Person, bob: Person) -> None:
        found = await bob.call("user.get", person=ada.id)
        assert (found["card"]["handle"], found["role"], found["deactivated_at"]) == ("ada", "owner", None)
        assert (await bob.refused("user.get", person="12345"))["code"] == "not_found"

    async def test_the_deactivated_are_not_listed_and_still_have_a_name(self, ada: Person, bob: Person) -> None:
        await ada.call("user.deactivate", person=bob.id)
        assert handles(await ada.call("user.list")) == ["ada"]
        found = await ada.call("user.get", person=bob.id)
        assert (found["card"]["handle"], found["deactivated_at"] is None) == ("bob", False)

    async def test_administrators_list_the_deactivated(self, ada: Person, bob: Person, eve: Person) -> None:
        await ada.call("user.deactivate", person=bob.id)
        assert handles(await ada.call("user.list", deactivated=True)) == ["bob"]
        assert handles(await ada.call("user.list", deactivated=True, prefix="e")) == []
        assert (await eve.refused("user.list", deactivated=True))["code"] == "forbidden"


class TestGuests:
    async def test_they_see_only_rooms_that_they_were_put_into(
        self, lobby: Room, den: Room, ada: Person, guest: Person
    ) -> None:
        assert (await guest.call("room.list"))["rooms"] == []
        answers = [await guest.refused("room.get", room=ref) for ref in ("lobby", lobby.id, den.id, "nothing-here")]
        assert answers == [answers[0]] * 4
        assert (await guest.refused("room.join", slug="lobby"))["code"] == "not_found"
        await ada.call("member.add", room=den.id, person=guest.id)
        assert [room["id"] for room in (await guest.call("room.list"))["rooms"]] == [den.id]
        await guest.say(den, "hello")

    async def test_they_make_no_rooms_and_do_not_see_the_directory(self, lobby: Room, guest: Person) -> None:
        made = await guest.refused("room.create", client_id="1", name="Mine", kind="private")
        assert made["code"] == "forbidden"
        assert (await guest.refused("user.list"))["code"] == "forbidden"

    async def test_they_know_the_people_of_their_rooms(
        self, den: Room, ada: Person, bob: Person, guest: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=guest.id)
        assert (await guest.call("user.get", person=ada.id))["card"]["handle"] == "ada"
        assert (await guest.call("user.get", person=guest.id))["role"] == "guest"
        assert await guest.refused("user.get", person=bob.id) == await guest.refused("user.get", person="12345")
        await ada.call("member.remove", room=den.id, person=guest.id)
        assert (await guest.refused("user.get", person=ada.id))["code"] == "not_found"

    async def test_the_servers_log_tells_them_of_nobody(self, ada: Person, guest: Person, visitor: Visitor) -> None:
        socket = await guest.connect()
        assert "server" not in socket.welcome["heads"]
        epoch = socket.welcome["epoch"]
        frames = (await guest.call("sync.get", epoch=epoch, cursors={"server": 0}))["frames"]
        assert [frame["type"] for frame in frames] == ["welcome", "gone"]
        async with await visitor.register("carl"):
            await socket.ask("me.get")
        assert not [frame for frame in socket.frames if frame.get("log") == "server"]

    async def test_whoever_becomes_one_is_signed_out(self, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        await ada.call("user.set_role", person=bob.id, role="guest")
        assert (await socket.until_closed())[0] == 4401
        assert (await bob.refused("me.get"))["code"] == "unauthenticated"


class TestRoles:
    async def test_an_owner_gives_every_role(self, ada: Person, bob: Person) -> None:
        for role in ("admin", "member", "owner"):
            assert (await ada.call("user.set_role", person=bob.id, role=role))["role"] == role
            assert (await bob.call("me.get"))["role"] == role

    async def test_an_administrator_raises_nobody_and_not_themselves(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ada.call("user.set_role", person=bob.id, role="admin")
        for whom, role in ((bob, "owner"), (bob, "admin"), (eve, "admin"), (eve, "owner"), (ada, "member")):
            refusal = await bob.refused("user.set_role", person=whom.id, role=role)
            assert (whom.handle, role, refusal["code"]) == (whom.handle, role, "forbidden")
        assert (await bob.call("user.set_role", person=eve.id, role="guest"))["role"] == "guest"
        assert (await bob.call("user.set_role", person=bob.id, role="member"))["role"] == "member"

    async def test_the_last_owner_stays_one(self, ada: Person, bob: Person) -> None:
        assert (await ada.refused("user.set_role", person=ada.id, role="admin"))["code"] == "conflict"
        await ada.call("user.set_role", person=bob.id, role="owner")
        assert (await ada.call("user.set_role", person=ada.id, role="admin"))["role"] == "admin"
        assert (await bob.refused("user.set_role", person=bob.id, role="member"))["code"] == "conflict"

    async def test_two_owners_who_lower_each_other_leave_one(self, ada: Person, bob: Person) -> None:
        for _ in range(10):
            await ada.call("user.set_role", person=bob.id, role="owner")
            answers = await asyncio.gather(
                ada.request("user.set_role", person=bob.id, role="member"),
                bob.request("user.set_role", person=ada.id, role="member"),
            )
            assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
            if answers[1].status_code == 200:
                ada, bob = bob, ada


class TestDeactivating:
    async def test_it_shuts_somebody_out_everywhere_at_once(
        self, lobby: Room, ada: Person, bob: Person, visitor: Visitor
    ) -> None:
        async with await visitor.sign_in("bob") as elsewhere:
            sockets = [await bob.connect(), await elsewhere.connect()]
            closed = await ada.call("user.deactivate", person=bob.id)
            assert closed["deactivated_at"] is not None
            for socket in sockets:
                assert (await socket.until_closed(REVOKED_WITHIN))[0] == 4401
            for one in (bob, elsewhere):
                assert (await one.refused("me.get"))["code"] == "unauthenticated"
        signing_in = {"handle": "bob", "password": PASSWORD, "deliver": "token"}
        assert (await visitor.refused("session.create", **signing_in))["code"] == "unauthenticated"
        assert await ada.call("user.deactivate", person=bob.id) == closed
        opened = await ada.call("user.reactivate", person=bob.id)
        assert opened["deactivated_at"] is None
        async with await visitor.sign_in("bob") as again:
            await again.say(lobby, "back, and still in the lobby")

    async def test_members_change_nobodys_account(self, ada: Person, bob: Person, eve: Person) -> None:
        for verb in ("user.deactivate", "user.reactivate"):
            assert (await bob.refused(verb, person=eve.id))["code"] == "forbidden"

    async def test_nobody_deactivates_themselves_or_who_is_above_them(self, ada: Person, bob: Person) -> None:
        await ada.call("user.set_role", person=bob.id, role="admin")
        assert (await bob.refused("user.deactivate", person=ada.id))["code"] == "forbidden"
        assert (await ada.refused("user.deactivate", person=ada.id))["code"] == "forbidden"

    async def test_nothing_is_said_after_it(self, lobby: Room, ada: Person, bob: Person, visitor: Visitor) -> None:
        """In each round, what was answered was said before, and nobody hears of more."""
        hers = await ada.connect()
        for number in range(12):
            async with await visitor.sign_in("bob") as once:
                his = await once.connect()
                sends = [
                    his.ask("message.send", room=lobby.id, body="still here", client_id=f"{number}-{n}")
                    for n in range(6)
                ]
                answers = await asyncio.gather(
                    *sends[:3], hers.ask("user.deactivate", person=bob.id), *sends[3:], return_exceptions=True
                )
                said = {answer["seq"] for answer in answers if isinstance(answer, dict) and "seq" in answer}
                marker = await ada.say(lobby, "after")
                page = await ada.call("message.list", room=lobby.id, before=marker["seq"] + 1, limit=8)
                newest = {one["seq"] for one in page["messages"] if one["client_id"].startswith(f"{number}-")}
                assert said <= newest
                assert (await ada.call("message.list", room=lobby.id, after=marker["seq"]))["messages"] == []
            await ada.call("user.reactivate", person=bob.id)


def handles(page: Frame) -> list[str]:
    return [user["card"]["handle"] for user in page["users"]]
