"""Who is in a room, and what its owner and moderators do about it."""

import asyncio

import pytest

from tests.cast import Frame, Person, Room, Visitor, things


class TestTheList:
    async def test_it_is_in_the_order_of_handles_and_comes_in_pages(
        self, lobby: Room, ada: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        found: list[str] = []
        page: Frame = {"more": True}
        while page["more"]:
            page = await ada.call("member.list", room=lobby.id, limit=1, **({"after": found[-1]} if found else {}))
            found += [page["people"][stay["person"]]["handle"] for stay in page["members"]]
        assert found == ["ada", "bob", "eve"]

    @pytest.mark.parametrize(
        ("prefix", "handles"),
        [
            ("", ["ada", "bob", "zoe"]),
            ("B", ["bob"]),
            ("unal", ["zoe"]),
            ("Ü", ["zoe"]),
            ("nal", []),
            ("_", []),
            ("%", []),
        ],
    )
    async def test_it_is_searched_by_the_beginnings_of_handles_and_names(
        self, lobby: Room, ada: Person, visitor: Visitor, prefix: str, handles: list[str]
    ) -> None:
        account = {"handle": "zoe", "name": "Zoë ÜNAL", "password": "a password to test with", "client_id": "zoe"}
        session = await visitor.call("account.register", **account, deliver="token")
        await ada.call("member.add", room=lobby.id, person=session["me"]["id"])
        page = await ada.call("member.list", room=lobby.id, prefix=prefix)
        assert [page["people"][stay["person"]]["handle"] for stay in page["members"]] == handles

    async def test_those_who_left_are_not_in_it(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.call("room.leave", room=lobby.id)
        page = await ada.call("member.list", room=lobby.id)
        assert [stay["person"] for stay in page["members"]] == [ada.id]


class TestAdding:
    async def test_who_is_added_to_a_private_room_is_in_it_at_once(self, den: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        added = await ada.call("member.add", room=den.id, person=bob.id)
        assert (added["member"]["person"], added["member"]["role"], added["member"]["until"]) == (
            bob.id,
            "member",
            None,
        )
        entered = await socket.next("changes")
        assert [own["room"] for own in things(entered, "membership")] == [den.id]
        assert entered["rooms"][den.id]["name"] == "Den"
        await ada.say(den, "welcome")
        assert (await socket.messages(den, 1))[0]["body"] == "welcome"

    async def test_adding_a_member_changes_nothing(self, lobby: Room, ada: Person, bob: Person) -> None:
        before = await ada.call("room.get", room=lobby.id)
        added = await ada.call("member.add", room=lobby.id, person=bob.id)
        assert added["member"] in before["members"]
        assert (await ada.call("room.get", room=lobby.id))["head"] == before["head"]

    async def test_in_a_private_room_members_add_people_if_it_says_so(
        self, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=bob.id)
        assert (await bob.refused("member.add", room=den.id, person=eve.id))["code"] == "forbidden"
        assert (await ada.call("room.update", room=den.id, adding="members"))["room"]["adding"] == "members"
        await bob.call("member.add", room=den.id, person=eve.id)
        await eve.say(den, "thank you")

    async def test_to_a_public_room_every_member_adds_people(self, lobby: Room, bob: Person, eve: Person) -> None:
        await bob.call("member.add", room=lobby.id, person=eve.id)
        await eve.say(lobby, "hello")

    async def test_whoever_is_nobody_or_cannot_come_is_refused(self, lobby: Room, ada: Person, bob: Person) -> None:
        assert (await ada.refused("member.add", room=lobby.id, person="12345"))["field"] == "person"
        await ada.call("user.deactivate", person=bob.id)
        await ada.call("member.remove", room=lobby.id, person=bob.id)
        assert (await ada.refused("member.add", room=lobby.id, person=bob.id))["code"] == "conflict"

    async def test_an_owner_who_is_added_again_owns_the_room_that_has_none(
        self, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("room.update", room=den.id, adding="members")
        await ada.call("member.add", room=den.id, person=bob.id)
        await ada.call("room.leave", room=den.id)
        assert (await bob.call("member.add", room=den.id, person=ada.id))["member"]["role"] == "owner"


class TestRemoving:
    async def test_who_is_removed_is_out_and_is_sent_nothing_after(self, lobby: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        removed = await ada.call("member.remove", room=lobby.id, person=bob.id)
        assert await socket.next("gone") == {"type": "gone", "log": lobby.log, "at": removed["at"]}
        await ada.say(lobby, "he is gone")
        assert (await bob.refused("message.send", room=lobby.id, body="no", client_id="1"))["code"] == "not_found"
        await socket.ask("me.get")
        assert not [frame for frame in socket.frames if frame.get("log") == lobby.log and things(frame, "message")]

    async def test_removing_twice_is_removing_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        first = await ada.call("member.remove", room=lobby.id, person=bob.id)
        await ada.say(lobby, "in between")
        assert await ada.call("member.remove", room=lobby.id, person=bob.id) == first

    async def test_they_can_come_back_as_others_come(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.call("member.remove", room=lobby.id, person=bob.id)
        await bob.call("room.join", slug="lobby")
        await bob.say(lobby, "back")

    async def test_nobody_removes_themselves_or_who_was_never_there(
        self, lobby: Room, ada: Person, eve: Person
    ) -> None:
        assert (await ada.refused("member.remove", room=lobby.id, person=ada.id))["code"] == "forbidden"
        assert (await ada.refused("member.remove", room=lobby.id, person=eve.id))["code"] == "not_found"

    async def test_a_moderator_removes_members_and_nobody_above(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        for verb in ("member.remove", "member.ban"):
            assert (await bob.refused(verb, room=lobby.id, person=ada.id))["code"] == "forbidden"
        await bob.call("member.remove", room=lobby.id, person=eve.id)


class TestBans:
    async def test_who_is_banned_is_out_and_comes_in_by_no_door(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        socket = await bob.connect()
        ban = await ada.call("member.ban", room=lobby.id, person=bob.id, reason="Spam")
        assert (ban["person"], ban["by"], ban["reason"]) == (bob.id, ada.id, "Spam")
        await socket.next("gone")
        refusal = await bob.refused("room.join", slug="lobby")
        assert (refusal["code"], refusal["message"]) == ("forbidden", "You are banned from this room.")
        for adder in (ada, eve):
            assert (await adder.refused("member.add", room=lobby.id, person=bob.id))["code"] == "conflict"
        assert await ada.call("member.ban", room=lobby.id, person=bob.id, reason="Again") == ban

    async def test_somebody_is_banned_before_they_come(self, lobby: Room, ada: Person, eve: Person) -> None:
        await ada.call("member.ban", room=lobby.id, person=eve.id)
        assert (await eve.refused("room.join", slug="lobby"))["code"] == "forbidden"

    async def test_a_lifted_ban_is_over(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.call("member.ban", room=lobby.id, person=bob.id)
        for _ in range(2):
            await ada.call("member.unban", room=lobby.id, person=bob.id)
        await bob.call("room.join", slug="lobby")
        assert (await ada.call("ban.list", room=lobby.id))["bans"] == []

    async def test_owner_and_moderators_see_them_and_nobody_else(
        self, lobby: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        async with await visitor.register("carl") as carl:
            bans = [await ada.call("member.ban", room=lobby.id, person=one.id) for one in (eve, carl)]
            first = await ada.call("ban.list", room=lobby.id, limit=1)
            second = await ada.call("ban.list", room=lobby.id, limit=1, after=first["bans"][0]["person"])
            assert first["bans"] + second["bans"] == sorted(bans, key=lambda ban: int(ban["person"]))
            assert (first["more"], second["more"]) == (True, False)
            assert first["people"].keys() == {ada.id, first["bans"][0]["person"]}
        assert (await bob.refused("ban.list", room=lobby.id))["code"] == "forbidden"
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        assert len((await bob.call("ban.list", room=lobby.id))["bans"]) == 2


class TestRoles:
    async def test_who_is_there_hears_of_a_new_role(self, lobby: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        since = things(socket.welcome, "membership")[0]["since"]
        answer = await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        assert (answer["member"]["role"], answer["member"]["since"]) == ("moderator", since)
        own, shared = [
            await socket.first(lambda frame, log=log: frame.get("log") == log) for log in (bob.log, lobby.log)
        ]
        assert [thing["role"] for thing in things(own, "membership")] == ["moderator"]
        assert things(shared, "stay") == [answer["member"]]
        await ada.say(lobby, "still there?")
        assert (await socket.messages(lobby, 1))[0]["body"] == "still there?"

    async def test_a_moderator_erases_what_others_said(self, lobby: Room, ada: Person, bob: Person) -> None:
        said = await ada.say(lobby, "oops")
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        await bob.call("message.erase", room=lobby.id, seq=said["seq"])

    async def test_nobody_raises_themselves(self, lobby: Room, ada: Person, bob: Person, eve: Person) -> None:
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        for role in ("owner", "moderator", "member"):
            refusal = await bob.refused("member.set_role", room=lobby.id, person=bob.id, role=role)
            assert refusal["code"] == "forbidden"
        assert (await ada.refused("member.set_role", room=lobby.id, person=eve.id, role="member"))["field"] == "person"

    async def test_the_last_owner_stays_one(self, lobby: Room, ada: Person, bob: Person) -> None:
        refusal = await ada.refused("member.set_role", room=lobby.id, person=ada.id, role="member")
        assert (refusal["code"], refusal["field"]) == ("conflict", "person")
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="owner")
        await bob.call("member.set_role", room=lobby.id, person=ada.id, role="member")
        assert (await bob.refused("member.set_role", room=lobby.id, person=bob.id, role="member"))["code"] == "conflict"

    async def test_the_servers_administrators_look_after_public_rooms_that_they_are_in(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        made = await bob.call("room.create", client_id="yard", name="Yard", slug="yard")
        yard = Room(made["room"]["id"])
        await eve.call("room.join", slug="yard")
        assert (await ada.refused("member.remove", room=yard.id, person=eve.id))["code"] == "not_found"
        await ada.call("room.join", slug="yard")
        await ada.call("member.set_role", room=yard.id, person=eve.id, role="moderator")
        assert (await ada.refused("member.remove", room=yard.id, person=bob.id))["code"] == "conflict"
        await ada.call("member.set_role", room=yard.id, person=eve.id, role="owner")
        await ada.call("member.ban", room=yard.id, person=bob.id)

    async def test_they_do_not_look_after_private_ones(self, ada: Person, bob: Person, eve: Person) -> None:
        made = await bob.call("room.create", client_id="shed", name="Shed", kind="private")
        for person in (ada, eve):
            await bob.call("member.add", room=made["room"]["id"], person=person.id)
        refusal = await ada.refused("member.remove", room=made["room"]["id"], person=eve.id)
        assert refusal["code"] == "forbidden"


async def test_two_owners_who_lower_each_other_leave_one(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("member.set_role", room=lobby.id, person=bob.id, role="owner")
    fields = {"room": lobby.id, "role": "member"}
    answers = await asyncio.gather(
        ada.request("member.set_role", person=bob.id, **fields), bob.request("member.set_role", person=ada.id, **fields)
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
    members = (await ada.call("room.get", room=lobby.id))["members"]
    assert sorted(stay["role"] for stay in members) == ["member", "owner"]
