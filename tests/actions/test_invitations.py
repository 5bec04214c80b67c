"""Invitations: who makes them, what they offer, how they end, and coming by one."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from parley.process.app import Running
from tests.actions.audited import audit_rows
from tests.cast import PASSWORD, Frame, Person, Refusal, Room, Visitor
from tests.conftest import Clock

HOUR = 3_600_000
SPENT = "This invitation does not work any more. Ask for a new link."


async def invite(maker: Person, *rooms: Room, **fields: Any) -> Frame:
    ids = [room.id for room in rooms]
    return await maker.call("invite.create", client_id=uuid4().hex, rooms=ids, **fields)


async def come(visitor: Visitor, handle: str, made: Frame) -> Person:
    who = {"handle": handle, "name": handle.title(), "password": PASSWORD, "client_id": handle, "deliver": "token"}
    return Person(visitor.settings, await visitor.call("account.register", **who, invitation=made["token"]))


async def rooms_of(person: Person) -> set[str]:
    return set((await person.call("sync.get"))["frames"][0]["rooms"])


async def handles_in(room: Room, member: Person) -> list[str]:
    page = await member.call("member.list", room=room.id)
    return sorted(card["handle"] for card in page["people"].values())


@pytest.fixture
async def hall(bob: Person) -> Room:
    """A private room with bob alone."""
    made = await bob.call("room.create", client_id="hall", name="Hall", kind="private")
    return Room(made["room"]["id"])


@pytest.fixture
async def gus(ada: Person, visitor: Visitor) -> AsyncIterator[Person]:
    """A guest."""
    made = await invite(ada, role="guest")
    async with await come(visitor, "gus", made) as person:
        yield person


class TestMaking:
    async def test_the_link_has_the_token_behind_the_hash_and_only_a_hash_of_it_is_kept(
        self, server: Running, ada: Person, den: Room
    ) -> None:
        made = await invite(ada, den, uses=10, hours=24)
        assert made["link"] == f"{server.services.settings.base_url}/invite#{made['token']}"
        assert len(made["token"]) == 43
        told = made["invitation"]
        assert told["rooms"] == [{"id": den.id, "name": "Den"}]
        assert (told["by"], told["role"], told["uses"], told["uses_left"]) == (ada.id, "member", 10, 10)
        assert made["token"] not in str(await ada.call("invite.list"))

    async def test_the_same_call_again_does_not_make_a_second_link(self, ada: Person) -> None:
        await ada.call("invite.create", client_id="once")
        refusal = await ada.refused("invite.create", client_id="once")
        assert (refusal["code"], refusal["field"]) == ("conflict", "client_id")

    async def test_owners_and_moderators_invite_into_their_rooms_and_nowhere_else(
        self, ada: Person, bob: Person, eve: Person, den: Room, hall: Room
    ) -> None:
        await invite(bob, hall)
        assert (await bob.refused("invite.create", client_id="1", rooms=[hall.id, den.id]))["code"] == "not_found"
        refusal = await bob.refused("invite.create", client_id="2")
        assert (refusal["code"], refusal["field"]) == ("forbidden", "rooms")
        await bob.call("member.add", room=hall.id, person=eve.id)
        assert (await eve.refused("invite.create", client_id="3", rooms=[hall.id]))["code"] == "forbidden"
        await bob.call("member.set_role", room=hall.id, person=eve.id, role="moderator")
        await invite(eve, hall)

    async def test_an_administrator_needs_the_right_to_add_people_too(
        self, ada: Person, bob: Person, lobby: Room, hall: Room
    ) -> None:
        assert (await ada.refused("invite.create", client_id="1", rooms=[hall.id]))["code"] == "not_found"
        await bob.call("member.add", room=hall.id, person=ada.id)
        assert (await ada.refused("invite.create", client_id="2", rooms=[hall.id]))["code"] == "forbidden"
        await bob.call("room.update", room=hall.id, adding="members")
        await invite(ada, hall, lobby)

    async def test_nobody_invites_to_more_than_they_are(
        self, ada: Person, bob: Person, hall: Room, gus: Person
    ) -> None:
        assert (await bob.refused("invite.create", client_id="1", rooms=[hall.id], role="admin"))["field"] == "role"
        await bob.call("member.add", room=hall.id, person=gus.id)
        await bob.call("member.set_role", room=hall.id, person=gus.id, role="moderator")
        assert (await gus.refused("invite.create", client_id="2", rooms=[hall.id]))["field"] == "role"
        await invite(gus, hall, role="guest")
        await ada.call("user.set_role", person=bob.id, role="admin")
        assert (await bob.refused("invite.create", client_id="3", role="admin"))["field"] == "role"
        await invite(ada, role="admin")
        assert (await ada.refused("invite.create", client_id="4", role="owner"))["code"] == "invalid"

    async def test_no_link_leads_into_a_conversation_or_an_archived_room(
        self, ada: Person, bob: Person, lobby: Room
    ) -> None:
        made = await ada.call("direct.open", people=[bob.id])
        answers = [await ada.refused("invite.create", client_id="1", rooms=[made["room"]["id"]])]
        await ada.call("room.archive", room=lobby.id)
        answers.append(await ada.refused("invite.create", client_id="2", rooms=[lobby.id]))
        assert [answer["code"] for answer in answers] == ["forbidden"] * 2


class TestOffer:
    async def test_it_names_server_inviter_and_rooms_to_anybody_with_the_link(
        self, ada: Person, den: Room, visitor: Visitor
    ) -> None:
        made = await invite(ada, den)
        offered = {"server": "Parley", "by": "Ada", "rooms": ["Den"], "newcomers": True}
        assert await visitor.call("invite.get", token=made["token"]) == offered

    async def test_everything_that_does_not_work_is_one_answer(
        self, ada: Person, bob: Person, eve: Person, den: Room, hall: Room, visitor: Visitor, clock: Clock
    ) -> None:
        used, revoked, over, good = [await invite(ada, den, hours=hours) for hours in (24, 24, 1, 24)]
        lost, unknown = await invite(bob, hall), {"token": "x" * 43}
        await eve.call("invite.accept", token=used["token"])
        await ada.call("invite.revoke", invitation=revoked["invitation"]["id"])
        await bob.call("room.archive", room=hall.id)
        clock.advance(ms=2 * HOUR)
        assert (await visitor.call("invite.get", token=good["token"]))["rooms"] == ["Den"]
        answers = [
            await visitor.request("invite.get", token=each["token"]) for each in (used, revoked, over, lost, unknown)
        ]
        assert [answer.status_code for answer in answers] == [410] * 5
        assert {answer.content for answer in answers} == {answers[0].content}
        assert answers[0].json()["message"] == SPENT


class TestComing:
    async def test_a_newcomer_is_in_the_rooms_with_the_role_at_once(
        self, server: Running, ada: Person, den: Room, lobby: Room, visitor: Visitor
    ) -> None:
        made = await invite(ada, den, lobby, uses=2)
        async with await come(visitor, "cleo", made) as cleo:
            assert await rooms_of(cleo) == {den.id, lobby.id}
            assert (await cleo.call("me.get"))["role"] == "member"
        (listed,) = (await ada.call("invite.list"))["invitations"]
        assert (listed["uses_left"], listed["last_used_at"] is None) == (1, False)
        acts = [(row.action, row.person, row.room) for row in await audit_rows(server) if row.action == "invite.accept"]
        assert sorted(acts) == sorted(("invite.accept", int(cleo.id), int(room.id)) for room in (den, lobby))

    async def test_a_guest_by_link_is_in_no_other_room(
        self, ada: Person, den: Room, lobby: Room, visitor: Visitor
    ) -> None:
        await ada.call("room.update", room=lobby.id, is_default=True)
        async with await come(visitor, "gus", await invite(ada, den, role="guest")) as gus:
            assert await rooms_of(gus) == {den.id}
        async with await come(visitor, "cleo", await invite(ada, lobby)) as cleo:
            assert await rooms_of(cleo) == {lobby.id}

    async def test_somebody_with_an_account_comes_into_the_rooms(self, ada: Person, eve: Person, den: Room) -> None:
        made = await invite(ada, den)
        answer = await eve.call("invite.accept", token=made["token"])
        assert [each["room"]["name"] for each in answer["rooms"]] == ["Den"]
        assert await eve.call("invite.accept", token=made["token"]) == answer
        await eve.say(den, "thanks")
        await eve.call("room.leave", room=den.id)
        assert (await eve.refused("invite.accept", token=made["token"]))["code"] == "gone"

    async def test_who_is_there_already_takes_no_place(self, ada: Person, bob: Person, lobby: Room) -> None:
        made = await invite(ada, lobby)
        await bob.call("invite.accept", token=made["token"])
        assert (await ada.call("invite.list"))["invitations"][0]["uses_left"] == 1

    async def test_the_same_registration_again_is_the_same_person(
        self, ada: Person, den: Room, visitor: Visitor
    ) -> None:
        """Its first answer was lost, and it took the last place."""
        made = await invite(ada, den)
        first, again = [await come(visitor, "cleo", made) for _ in range(2)]
        assert first.id == again.id

    async def test_a_spent_link_does_not_tell_which_handles_there_are(
        self, ada: Person, eve: Person, den: Room, visitor: Visitor
    ) -> None:
        made = await invite(ada, den)
        await eve.call("invite.accept", token=made["token"])
        told = []
        for handle in ("ada", "nobody"):
            with pytest.raises(Refusal) as refusal:
                await come(visitor, handle, made)
            told.append(refusal.value.body)
        assert told[0] == told[1]
        assert told[0]["code"] == "gone"

    async def test_a_banned_person_does_not_get_in(self, ada: Person, eve: Person, den: Room) -> None:
        made = await invite(ada, den, uses=5)
        await ada.call("member.ban", room=den.id, person=eve.id)
        refusal = await eve.refused("invite.accept", token=made["token"])
        assert (refusal["code"], "banned" in refusal["message"]) == ("forbidden", True)
        assert await handles_in(den, ada) == ["ada"]
        assert (await ada.call("invite.list"))["invitations"][0]["uses_left"] == 5

    async def test_who_was_removed_comes_back_while_it_works(self, ada: Person, eve: Person, den: Room) -> None:
        made = await invite(ada, den, uses=2)
        await eve.call("invite.accept", token=made["token"])
        await ada.call("member.remove", room=den.id, person=eve.id)
        await eve.call("invite.accept", token=made["token"])
        assert await handles_in(den, ada) == ["ada", "eve"]


class TestEnds:
    async def test_it_is_over_when_its_maker_is_deactivated_or_may_not_invite_any_more(
        self, ada: Person, bob: Person, eve: Person, hall: Room
    ) -> None:
        await bob.call("member.add", room=hall.id, person=ada.id)
        await bob.call("member.set_role", room=hall.id, person=ada.id, role="owner")
        made = await invite(bob, hall, uses=9)
        await ada.call("member.set_role", room=hall.id, person=bob.id, role="member")
        assert (await eve.refused("invite.accept", token=made["token"]))["code"] == "gone"
        await ada.call("member.set_role", room=hall.id, person=bob.id, role="moderator")
        await ada.call("user.deactivate", person=bob.id)
        assert (await eve.refused("invite.accept", token=made["token"]))["code"] == "gone"
        assert (await ada.call("invite.list"))["invitations"] == []
        await ada.call("user.reactivate", person=bob.id)
        await eve.call("invite.accept", token=made["token"])

    async def test_one_room_less_leaves_the_others(self, ada: Person, eve: Person, den: Room, lobby: Room) -> None:
        made = await invite(ada, den, lobby)
        await ada.call("room.archive", room=lobby.id)
        answer = await eve.call("invite.accept", token=made["token"])
        assert [each["room"]["id"] for each in answer["rooms"]] == [den.id]

    async def test_only_the_maker_and_administrators_revoke_and_twice_is_once(
        self, server: Running, ada: Person, bob: Person, eve: Person, hall: Room, visitor: Visitor
    ) -> None:
        made = await invite(bob, hall)
        id_ = made["invitation"]["id"]
        assert (await eve.refused("invite.revoke", invitation=id_))["code"] == "not_found"
        for _ in range(2):
            await ada.call("invite.revoke", invitation=id_)
        assert (await visitor.refused("invite.get", token=made["token"]))["code"] == "gone"
        acts = [(row.action, row.actor, row.person) for row in await audit_rows(server)]
        assert acts.count(("invite.revoke", int(ada.id), int(bob.id))) == 1


class TestListing:
    async def test_people_see_their_own_and_administrators_all_without_names_of_rooms_they_do_not_see(
        self, ada: Person, bob: Person, hall: Room, den: Room
    ) -> None:
        await invite(bob, hall)
        await invite(ada, den)
        (own,) = (await bob.call("invite.list"))["invitations"]
        assert (own["rooms"], own["hidden_rooms"]) == ([{"id": hall.id, "name": "Hall"}], 0)
        page = await ada.call("invite.list")
        assert [(each["by"], len(each["rooms"]), each["hidden_rooms"]) for each in page["invitations"]] == [
            (ada.id, 1, 0),
            (bob.id, 0, 1),
        ]
        assert set(page["people"]) == {ada.id, bob.id}

    async def test_pages_go_back_in_time(self, ada: Person) -> None:
        made = [(await invite(ada))["invitation"]["id"] for _ in range(3)]
        page = await ada.call("invite.list", limit=2)
        rest = await ada.call("invite.list", limit=2, before=page["invitations"][-1]["id"])
        assert [each["id"] for each in (*page["invitations"], *rest["invitations"])] == made[::-1]
        assert (page["more"], rest["more"]) == (True, False)

    async def test_a_person_has_a_hundred_open_ones_at_most(self, ada: Person) -> None:
        made = [await invite(ada) for _ in range(100)]
        assert (await ada.refused("invite.create", client_id="one-more"))["code"] == "conflict"
        await ada.call("invite.revoke", invitation=made[0]["invitation"]["id"])
        await invite(ada)
