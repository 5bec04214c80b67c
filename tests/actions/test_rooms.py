import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.cast import Frame, Person, Refusal, Room, Visitor

ROOM: dict[str, Any] = {"client_id": "one", "name": "Garden", "slug": "garden", "topic": "what grows"}


async def test_whoever_makes_a_room_owns_it_and_is_in_it(ada: Person) -> None:
    made = await ada.call("room.create", **ROOM)
    room, membership = made["room"], made["membership"]
    assert (room["kind"], room["slug"], room["name"], room["topic"]) == ("public", "garden", "Garden", "what grows")
    assert room["created_by"] == ada.id
    assert (membership["room"], membership["role"], membership["until"]) == (room["id"], "owner", None)


async def test_a_slug_keeps_to_its_rules(ada: Person) -> None:
    for slug in (
        "g",
        "Garden",
        "1garden",
        "-garden",
        "garden-",
        "gar--den",
        "gar den",
        "gården",
        "garden\n",
        "g" * 61,
        "",
    ):
        refusal = await ada.refused("room.create", **{**ROOM, "slug": slug})
        assert (slug, refusal["code"], refusal["field"]) == (slug, "invalid", "slug")


async def test_a_slug_within_the_rules_is_kept(ada: Person) -> None:
    for slug in ("ga", "garden-2", "a-b-c", "g" * 60):
        made = await ada.call("room.create", **{**ROOM, "slug": slug, "client_id": slug})
        assert made["room"]["slug"] == slug


async def test_a_public_room_needs_a_slug_and_a_private_one_has_none(ada: Person) -> None:
    for other in ({"kind": "private"}, {"slug": None}, {"kind": "private", "slug": "x"}, {"kind": "dm"}):
        assert (await ada.refused("room.create", **{**ROOM, **other}))["code"] == "invalid"


async def test_a_room_has_a_name_that_can_be_shown(ada: Person) -> None:
    for name in (" ", "\u200b\u202e", "", "n" * 81):
        refusal = await ada.refused("room.create", **{**ROOM, "name": name})
        assert (name, refusal["code"], refusal["field"]) == (name, "invalid", "name")


async def test_nothing_invisible_stays_in_a_rooms_name(ada: Person) -> None:
    made = await ada.call("room.create", **{**ROOM, "name": " The\u200b \u202eGarden \n"})
    assert made["room"]["name"] == "The Garden"


class TestRepeating:
    async def test_the_same_client_id_returns_the_same_room(self, ada: Person) -> None:
        answers = await asyncio.gather(*(ada.call("room.create", **ROOM) for _ in range(5)))
        assert answers == [answers[0]] * 5
        assert len((await ada.call("room.list"))["rooms"]) == 1

    @pytest.mark.parametrize(
        "other", [{"name": "Yard"}, {"slug": "yard"}, {"topic": ""}, {"kind": "private", "slug": None}]
    )
    async def test_the_same_client_id_for_another_room_is_a_conflict(self, ada: Person, other: dict[str, Any]) -> None:
        await ada.call("room.create", **ROOM)
        refusal = await ada.refused("room.create", **{**ROOM, **other})
        assert (refusal["code"], refusal["field"]) == ("conflict", "client_id")

    async def test_a_client_id_belongs_to_whoever_uses_it(self, ada: Person, bob: Person) -> None:
        hers = await ada.call("room.create", **ROOM)
        his = await bob.call("room.create", **{**ROOM, "slug": "yard"})
        assert hers["room"]["id"] != his["room"]["id"]

    async def test_it_is_answered_after_leaving_too(self, ada: Person) -> None:
        made = await ada.call("room.create", **ROOM)
        left = await ada.call("room.leave", room=made["room"]["id"])
        again = await ada.call("room.create", **ROOM)
        assert (again["room"], again["membership"]["until"]) == (made["room"], left["at"])


class TestSlugs:
    async def test_a_taken_one_is_refused(self, ada: Person, bob: Person) -> None:
        await ada.call("room.create", **ROOM)
        refusal = await bob.refused("room.create", **ROOM)
        assert (refusal["code"], refusal["field"]) == ("conflict", "slug")

    async def test_one_whose_room_everybody_has_left_stays_taken(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", **ROOM)
        await ada.call("room.leave", room=made["room"]["id"])
        assert (await bob.refused("room.create", **ROOM))["code"] == "conflict"

    async def test_of_many_who_take_one_at_once_one_gets_it(self, ada: Person, visitor: Visitor) -> None:
        async with AsyncExitStack() as leaving:
            crowd = [await leaving.enter_async_context(await visitor.register(f"guest{n}")) for n in range(8)]
            for round_ in range(5):
                wanted = {**ROOM, "slug": f"garden-{round_}", "client_id": f"r{round_}"}
                answers = await asyncio.gather(*(person.request("room.create", **wanted) for person in crowd))
                assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


class TestJoining:
    async def test_a_newcomer_is_a_member(self, lobby: Room, eve: Person) -> None:
        joined = await eve.call("room.join", slug="lobby")
        assert (joined["room"]["id"], joined["membership"]["role"]) == (lobby.id, "member")
        await eve.say(lobby, "hello")

    async def test_joining_twice_is_joining_once(self, lobby: Room, eve: Person) -> None:
        first = await eve.call("room.join", slug="lobby")
        again = await asyncio.gather(*(eve.call("room.join", slug="lobby") for _ in range(5)))
        assert again == [first] * 5
        details = await eve.call("room.get", room="lobby")
        assert [stay["person"] for stay in details["members"]].count(eve.id) == 1

    async def test_a_private_room_cannot_be_joined_by_guessing(self, den: Room, eve: Person) -> None:
        """Its id is no slug, its name is none either, and none of the answers tells that it is there."""
        answers = [await eve.refused("room.join", slug=slug) for slug in ("den", "nothing-here")]
        assert answers[0] == answers[1]
        assert answers[0]["code"] == "not_found"
        assert (await eve.refused("room.join", slug=den.id))["code"] == "invalid"

    async def test_coming_back_is_a_stay_of_its_own(self, lobby: Room, bob: Person) -> None:
        left = await bob.call("room.leave", room=lobby.id)
        back = await bob.call("room.join", slug="lobby")
        assert back["membership"]["since"] > left["at"]
        assert back["membership"]["until"] is None


class TestLeaving:
    async def test_the_leaver_is_out(self, lobby: Room, ada: Person, bob: Person) -> None:
        left = await bob.call("room.leave", room=lobby.id)
        details = await ada.call("room.get", room="lobby")
        assert left["at"] == details["head"]
        assert [stay["person"] for stay in details["members"]] == [ada.id]

    async def test_leaving_twice_is_leaving_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        first = await bob.call("room.leave", room=lobby.id)
        await ada.say(lobby, "in between")
        assert await bob.call("room.leave", room=lobby.id) == first

    async def test_an_owner_who_comes_back_owns_the_room_again(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.call("room.leave", room=lobby.id)
        assert (await bob.refused("room.update", room=lobby.id, topic="Bob's"))["code"] == "forbidden"
        await bob.call("room.leave", room=lobby.id)
        assert (await bob.call("room.join", slug="lobby"))["membership"]["role"] == "member"
        assert (await ada.call("room.join", slug="lobby"))["membership"]["role"] == "owner"
        assert (await ada.call("room.update", room=lobby.id, topic="Ada's"))["room"]["topic"] == "Ada's"

    async def test_strangers_cannot_leave_and_learn_nothing(self, lobby: Room, den: Room, eve: Person) -> None:
        answers = [await eve.refused("room.leave", room=room) for room in (lobby.id, den.id, "12345")]
        assert answers == [answers[0]] * 3
        assert answers[0]["code"] == "not_found"


class TestDetails:
    async def test_a_member_is_told_everything(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "one")
        for ref in ("lobby", lobby.id):
            details = await bob.call("room.get", room=ref)
            assert details["last_seq"] == 1
            assert details["membership"]["role"] == "member"
            assert [stay["person"] for stay in details["members"]] == [ada.id, bob.id]
            assert details["members_complete"] is True
            assert set(details["people"]) == {ada.id, bob.id}

    async def test_others_see_that_a_public_room_is_there_and_no_more(self, lobby: Room, eve: Person) -> None:
        details = await eve.call("room.get", room="lobby")
        assert details["room"]["id"] == lobby.id
        told = {name: details[name] for name in ("head", "last_seq", "membership", "members")}
        assert told == {"head": 0, "last_seq": 0, "membership": None, "members": []}

    async def test_a_private_room_is_not_there_for_others(self, den: Room, ada: Person, eve: Person) -> None:
        assert (await ada.call("room.get", room=den.id))["room"]["slug"] is None
        answers = [await eve.request("room.get", room=ref) for ref in (den.id, "12345", "no-such-slug", "9" * 19)]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1

    async def test_a_private_room_is_not_there_any_more_for_those_who_left(self, den: Room, ada: Person) -> None:
        await ada.call("room.leave", room=den.id)
        assert await ada.refused("room.get", room=den.id) == await ada.refused("room.get", room="12345")


class TestTheList:
    async def test_everybody_sees_public_rooms_and_only_members_private_ones(
        self, lobby: Room, den: Room, ada: Person, eve: Person
    ) -> None:
        assert ids(await ada.call("room.list")) == [lobby.id, den.id]
        seen = await eve.call("room.list")
        assert (ids(seen), seen["memberships"], seen["more"]) == ([lobby.id], [], False)

    async def test_it_says_which_ones_the_caller_is_in(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        assert [own["room"] for own in (await ada.call("room.list"))["memberships"]] == [lobby.id, den.id]
        assert [own["room"] for own in (await bob.call("room.list"))["memberships"]] == [lobby.id]

    async def test_it_comes_in_pages_and_skips_none(self, ada: Person, bob: Person) -> None:
        made = [
            (await ada.call("room.create", client_id=f"{n}", name="Room", slug=f"room-{n}"))["room"]["id"]
            for n in range(5)
        ]
        found: list[str] = []
        page: Frame = {"more": True}
        while page["more"]:
            place = {"after": found[-1]} if found else {}
            page = await bob.call("room.list", limit=2, **place)
            assert len(page["rooms"]) <= 2
            found += ids(page)
        assert found == made

    async def test_a_left_private_room_is_not_in_it(self, den: Room, ada: Person) -> None:
        await ada.call("room.leave", room=den.id)
        assert ids(await ada.call("room.list")) == []


async def test_nobody_does_anything_with_rooms_without_a_session(lobby: Room, visitor: Visitor) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("room.create", ROOM),
        ("room.list", {}),
        ("room.get", {"room": "lobby"}),
        ("room.join", {"slug": "lobby"}),
        ("room.leave", {"room": lobby.id}),
    ]
    for verb, fields in calls:
        with pytest.raises(Refusal, match="unauthenticated"):
            await visitor.call(verb, **fields)


def ids(page: Frame) -> list[str]:
    return [room["id"] for room in page["rooms"]]
