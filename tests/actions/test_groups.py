"""Groups of people: what administrators do with them, and who sees what of them."""

import pytest

from parley.changes import THE_SERVER
from parley.process.app import Running
from parley.store import groups
from parley.store.units import WriteTransaction, write_alone
from tests.cast import Frame, Person, Room, Visitor


async def made(ada: Person, *people: Person, handle: str = "design") -> Frame:
    group = await ada.call("group.create", client_id=handle, handle=handle, name=handle.title())
    return await ada.call("group.add", group=group["id"], people=[one.id for one in people]) if people else group


async def handles_in(person: Person, group: Frame, **fields: str | int) -> list[str]:
    found = await person.call("group.get", group=group["id"], **fields)
    return [member["card"]["handle"] for member in found["members"]]


async def acts(ada: Person) -> list[tuple[str, str | None]]:
    page = await ada.call("audit.list", action="group.")
    return [(entry["action"], entry["person"]) for entry in reversed(page["entries"])]


class TestMaking:
    async def test_everybody_finds_it_and_administrators_change_and_delete_it(self, ada: Person, bob: Person) -> None:
        told = {"client_id": "1", "handle": "design", "name": " The  designers ", "description": "They draw."}
        group = await ada.call("group.create", **told)
        shown = {"id": group["id"], "handle": "design", "name": "The designers", "description": "They draw."}
        assert group == shown | {"members": 0}
        assert await bob.call("group.list") == {"groups": [group], "more": False}
        changed = await ada.call("group.update", group=group["id"], handle="drawing", description="")
        assert changed == group | {"handle": "drawing", "description": ""}
        assert (await bob.call("group.get", group=group["id"]))["group"] == changed
        for _ in range(2):
            await ada.call("group.delete", group=group["id"])
        assert (await bob.refused("group.get", group=group["id"]))["code"] == "not_found"
        assert await acts(ada) == [("group.create", None), ("group.update", None), ("group.delete", None)]

    async def test_saying_it_again_makes_one_group_and_something_else_is_a_conflict(self, ada: Person) -> None:
        assert await made(ada) == await made(ada)
        other = await ada.refused("group.create", client_id="design", handle="drawing", name="Drawing")
        assert (other["code"], other["field"]) == ("conflict", "client_id")
        assert await acts(ada) == [("group.create", None)]

    async def test_the_list_is_searched_by_handles_and_names_and_comes_in_pages(self, ada: Person) -> None:
        for handle in ("writers", "design", "drivers"):
            await made(ada, handle=handle)
        found = await ada.call("group.list", prefix="D", limit=1)
        assert ([one["handle"] for one in found["groups"]], found["more"]) == (["design"], True)
        found = await ada.call("group.list", prefix="d", after="design")
        assert ([one["handle"] for one in found["groups"]], found["more"]) == (["drivers"], False)
        assert (await ada.call("group.list", prefix="%"))["groups"] == []

    async def test_there_are_no_more_than_so_many(self, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("parley.group_policies.MOST_GROUPS", 1)
        await made(ada)
        refused = await ada.refused("group.create", client_id="2", handle="writers", name="Writers")
        assert refused["code"] == "conflict"

    async def test_a_text_that_hides_something_is_refused(self, ada: Person) -> None:
        group = await made(ada)
        for field, value in (("description", "a\u202eb"), ("name", "\u200b"), ("handle", "everyone")):
            refused = await ada.refused("group.update", group=group["id"], **{field: value})
            assert (refused["code"], refused["field"]) == ("invalid", field)


class TestHandles:
    @pytest.mark.parametrize("handle", ["bob", "bobby", "moderator", "deleted-1"])
    async def test_one_that_is_or_was_a_person_s_or_is_reserved_is_refused(
        self, ada: Person, bob: Person, handle: str
    ) -> None:
        await bob.call("me.update", handle="bobby")
        group = await made(ada)
        for verb, more in (("group.create", {"client_id": "2", "name": "Group"}), ("group.update", group)):
            fields = more | {"handle": handle}
            told = {name: fields[name] for name in ("client_id", "name", "handle") if name in fields}
            told |= {"group": group["id"]} if verb == "group.update" else {}
            assert (await ada.refused(verb, **told))["field"] == "handle"

    async def test_one_of_another_group_is_refused(self, ada: Person) -> None:
        await made(ada)
        other = await made(ada, handle="writers")
        assert (await ada.refused("group.update", group=other["id"], handle="design"))["code"] == "conflict"

    async def test_no_person_takes_one_that_a_group_has_or_had(
        self, ada: Person, bob: Person, visitor: Visitor
    ) -> None:
        group = await made(ada)
        await ada.call("group.update", group=group["id"], handle="drawing")
        await ada.call("group.delete", group=group["id"])
        await made(ada, handle="writers")
        account = {"name": "Zoe", "password": "a password to test with", "client_id": "zoe", "deliver": "token"}
        for handle in ("design", "drawing", "writers"):
            assert (await bob.refused("me.update", handle=handle))["field"] == "handle"
            refused = await visitor.refused("account.register", handle=handle, **account)
            assert (refused["code"], refused["field"]) == ("conflict", "handle")
        again = await ada.call("group.create", client_id="again", handle="drawing", name="Drawing")
        assert again["handle"] == "drawing"

    async def test_after_a_time_people_can_have_those_that_groups_had(
        self, server: Running, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("parley.store.groups.KEPT_MS", 0)
        group = await made(ada)
        await ada.call("group.delete", group=group["id"])

        async def clean(tx: WriteTransaction) -> None:
            await groups.clean(tx)

        await write_alone(server.services.writer, (THE_SERVER,), clean)
        await bob.call("me.update", handle="design")


class TestMembers:
    async def test_they_are_added_and_removed_once_each(self, ada: Person, bob: Person, eve: Person) -> None:
        group = await made(ada, bob)
        for _ in range(2):
            assert (await ada.call("group.add", group=group["id"], people=[eve.id, bob.id]))["members"] == 2
        assert await handles_in(ada, group) == ["bob", "eve"]
        assert await handles_in(ada, group, limit=1) == ["bob"]
        assert await handles_in(ada, group, after="bob") == ["eve"]
        assert await handles_in(ada, group, prefix="E") == ["eve"]
        for _ in range(2):
            assert (await ada.call("group.remove", group=group["id"], person=bob.id))["members"] == 1
        added = [("group.add", bob.id), ("group.add", eve.id)]
        assert await acts(ada) == [("group.create", None), *added, ("group.remove", bob.id)]

    async def test_all_are_added_or_none(self, ada: Person, bob: Person, eve: Person) -> None:
        group = await made(ada)
        refused = await ada.refused("group.add", group=group["id"], people=[bob.id, "12345"])
        assert (refused["code"], refused["field"]) == ("not_found", "people")
        await ada.call("user.deactivate", person=eve.id)
        assert (await ada.refused("group.add", group=group["id"], people=[bob.id, eve.id]))["code"] == "conflict"
        assert await handles_in(ada, group) == []

    async def test_there_are_no_more_than_so_many(
        self, ada: Person, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("parley.group_policies.MOST_MEMBERS", 1)
        group = await made(ada, bob)
        assert (await ada.refused("group.add", group=group["id"], people=[eve.id]))["code"] == "conflict"
        assert (await ada.call("group.add", group=group["id"], people=[bob.id]))["members"] == 1

    async def test_a_deactivated_person_stays_and_one_who_deletes_their_account_leaves(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        group = await made(ada, bob, eve)
        await ada.call("user.deactivate", person=bob.id)
        found = await ada.call("group.get", group=group["id"])
        assert [one["deactivated_at"] is None for one in found["members"]] == [False, True]
        await eve.call("account.delete", password="correct horse battery staple", messages="keep")
        assert await handles_in(ada, group) == ["bob"]


class TestGuests:
    async def test_a_guest_sees_the_members_of_the_rooms_that_they_share_and_no_list(
        self, lobby: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        group, others = await made(ada, bob, eve), await made(ada, eve, handle="others")
        await ada.call("user.set_role", person=bob.id, role="guest")
        bob = await visitor.sign_in("bob")
        await bob.call("room.leave", room=lobby.id)
        await ada.call("member.add", room=lobby.id, person=bob.id)
        found = await bob.call("group.get", group=group["id"])
        assert ([one["person"] for one in found["members"]], found["group"]["members"]) == ([bob.id], 1)
        assert (await bob.refused("group.get", group=others["id"]))["code"] == "not_found"
        assert (await bob.refused("group.list"))["code"] == "forbidden"
        assert (await bob.refused("member.add_group", room=lobby.id, group=group["id"]))["code"] == "forbidden"
        await eve.call("room.join", slug="lobby")
        assert await handles_in(bob, group) == ["bob", "eve"]
        await bob.__aexit__(None, None, None)
