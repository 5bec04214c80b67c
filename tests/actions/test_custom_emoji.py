"""Emoji of a server: administrators add and remove them, and everybody hears of it at once and uses them."""

import asyncio

import httpx2
import pytest
from sqlalchemy import update

from parley.actions import custom_emoji as actions
from parley.process.app import Running
from parley.protocol.reactions import KINDS_LIMIT
from parley.store import truths
from parley.store.emoji_tables import custom_emoji
from parley.store.units import WriteTransaction, write_alone
from tests.actions.test_avatars import no_picture
from tests.cast import Frame, Person, Room, Visitor
from tests.pictures import animated, number_of_frames, opened, picture

PARROT = "party_parrot"


async def add(person: Visitor, name: str = PARROT, data: bytes | None = None, **headers: str) -> httpx2.Response:
    content = picture() if data is None else data
    return await person.http.post(f"/api/emoji/{name}", content=content, headers=person.headers | headers)


async def added(person: Visitor, name: str = PARROT, data: bytes | None = None) -> str:
    """The name of its picture."""
    answer = await add(person, name, data)
    assert answer.status_code == 200, answer.text
    one: Frame = answer.json()
    assert one["name"] == name
    return str(one["picture"])


async def names(person: Person) -> list[str]:
    return [one["name"] for one in (await person.call("emoji.list"))["emoji"]]


async def react(person: Person, room: Room, emoji: str = f":{PARROT}:") -> Frame:
    return await person.call("message.react", room=room.id, seq=1, emoji=emoji)


class TestAdding:
    async def test_everybody_is_told_and_finds_it_in_the_list(self, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        assert socket.welcome["settings"]["emoji"] == 0
        shown = await added(ada)
        told = {"emoji": PARROT, "picture": shown, "rev": 1}
        assert await socket.next("signal") == {"type": "signal", "kind": "emoji", "log": "server"} | told
        assert await bob.call("emoji.list") == {"emoji": [{"name": PARROT, "picture": shown}], "rev": 1, "people": {}}
        assert (await bob.connect()).welcome["settings"]["emoji"] == 1
        for_ada = await ada.call("emoji.list")
        assert for_ada["emoji"][0]["added_by"] == ada.id
        assert set(for_ada["people"]) == {ada.id}

    async def test_a_guest_is_told_as_well(self, ada: Person, bob: Person, visitor: Visitor) -> None:
        await ada.call("user.set_role", person=bob.id, role="guest")
        async with await visitor.sign_in("bob") as guest:
            socket = await guest.connect()
            shown = await added(ada)
            assert (await socket.next("signal"))["picture"] == shown
            assert await names(guest) == [PARROT]

    async def test_its_picture_is_small_keeps_its_proportions_and_may_be_kept_for_ever(
        self, ada: Person, bob: Person
    ) -> None:
        shown = await added(ada, data=picture(size=(400, 200)))
        for form in ("moving", "still"):
            answer = await bob.http.get(f"/api/emoji/{shown}/{form}", headers=bob.headers)
            assert opened(answer.content).size == (128, 64)
            assert answer.headers["content-type"] == "image/webp"
            assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in answer.headers["content-security-policy"]

    async def test_an_animation_is_kept_with_its_first_frame(self, ada: Person) -> None:
        shown = await added(ada, data=animated("GIF", 3))
        for form, frames in (("moving", 3), ("still", 1)):
            answer = await ada.http.get(f"/api/emoji/{shown}/{form}", headers=ada.headers)
            assert number_of_frames(answer.content) == frames

    async def test_repeating_it_changes_nothing_and_another_picture_is_refused(self, ada: Person) -> None:
        assert await added(ada) == await added(ada)
        answer = await add(ada, data=picture(colour=(1, 200, 1)))
        assert answer.status_code == 409
        assert PARROT in answer.json()["message"]
        assert (await ada.call("emoji.list"))["rev"] == 1

    async def test_of_many_at_once_under_one_name_one_is_added(self, ada: Person) -> None:
        colours = [(200, at * 40, 10) for at in range(4)]
        answers = await asyncio.gather(*(add(ada, data=picture(colour=colour)) for colour in colours))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert await names(ada) == [PARROT]

    async def test_several_at_once_are_all_told(self, ada: Person) -> None:
        await asyncio.gather(*(added(ada, name) for name in ("my_one", "my_two", "my_three")))
        told = await ada.call("emoji.list")
        assert (told["rev"], [one["name"] for one in told["emoji"]]) == (3, ["my_one", "my_three", "my_two"])

    async def test_there_are_only_so_many(self, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "EMOJI_LIMIT", 1)
        await added(ada)
        answer = await add(ada, "another")
        assert answer.status_code == 409
        assert "can have 1 emoji" in answer.json()["message"]

    @pytest.mark.parametrize("name", ["x", "a" * 31, "Parrot", "pärrot", "_a", "a_", "a_-b", "a b", "a:b", "a%0A"])
    async def test_a_name_has_its_form(self, ada: Person, name: str) -> None:
        answer = await add(ada, name)
        assert (answer.status_code, answer.json()["field"]) == (400, "name")

    @pytest.mark.parametrize("name", ["smile", "+1", "tada", "thumbsup"])
    async def test_a_name_of_a_common_emoji_is_taken(self, ada: Person, name: str) -> None:
        answer = await add(ada, name)
        assert (answer.status_code, answer.json()["field"]) == (409, "name")

    @pytest.mark.parametrize("name", ["c++", "a__b", "2-3", "a" * 30])
    async def test_other_names_are_fine(self, ada: Person, name: str) -> None:
        await added(ada, name)
        assert await names(ada) == [name]

    @no_picture
    async def test_what_is_no_picture_is_refused_and_changes_nothing(
        self, ada: Person, data: bytes, status: int
    ) -> None:
        answer = await add(ada, data=data)
        assert answer.status_code == status, answer.text
        assert await names(ada) == []

    async def test_a_polyglot_loses_what_else_it_was(self, ada: Person) -> None:
        shown = await added(ada, data=picture("GIF") + b"<script>canary()</script>")
        answer = await ada.http.get(f"/api/emoji/{shown}/moving", headers=ada.headers)
        assert b"canary" not in answer.content

    async def test_it_is_for_administrators(self, ada: Person, bob: Person, visitor: Visitor) -> None:
        assert (await add(bob)).status_code == 403
        assert (await add(visitor)).status_code == 401
        assert (await add(ada, Origin="https://evil.example")).status_code == 403
        await ada.call("user.set_role", person=bob.id, role="admin")
        async with await visitor.sign_in("bob") as administrator:
            await added(administrator)

    async def test_nobody_sees_it_without_a_session(self, ada: Person, visitor: Visitor) -> None:
        shown = await added(ada)
        assert (await visitor.http.get(f"/api/emoji/{shown}/moving")).status_code == 401

    async def test_there_is_no_such_picture(self, ada: Person) -> None:
        shown = await added(ada)
        for path in (f"{'0' * 64}/moving", f"{shown}/large", f"{shown}/moving.webp", f"..%2f{shown}/moving"):
            assert (await ada.http.get(f"/api/emoji/{path}", headers=ada.headers)).status_code == 404, path

    async def test_it_is_on_the_record(self, ada: Person) -> None:
        await added(ada)
        await ada.call("emoji.remove", name=PARROT)
        await ada.call("emoji.remove", name=PARROT)
        acts = (await ada.call("audit.list", action="emoji."))["entries"]
        assert [(act["action"], act["by"], act["details"]) for act in acts] == [
            ("emoji.remove", ada.id, {"name": PARROT}),
            ("emoji.add", ada.id, {"name": PARROT}),
        ]


class TestRemoving:
    async def test_everybody_is_told_and_its_address_stops(self, ada: Person, bob: Person) -> None:
        shown = await added(ada)
        socket = await bob.connect()
        await ada.call("emoji.remove", name=PARROT)
        signal = await socket.next("signal")
        assert signal == {"type": "signal", "kind": "emoji", "log": "server", "emoji": PARROT, "rev": 2}
        assert (await bob.http.get(f"/api/emoji/{shown}/moving", headers=bob.headers)).status_code == 404
        assert await names(bob) == []

    async def test_a_picture_stays_as_long_as_another_name_has_it(self, ada: Person) -> None:
        shown = await added(ada)
        assert await added(ada, "another") == shown
        await ada.call("emoji.remove", name=PARROT)
        assert (await ada.http.get(f"/api/emoji/{shown}/moving", headers=ada.headers)).status_code == 200


class TestReacting:
    async def test_it_is_counted_by_its_name(self, lobby: Room, ada: Person, bob: Person) -> None:
        await added(ada)
        await ada.say(lobby, f"hello :{PARROT}:")
        assert (await react(bob, lobby))["emoji"] == f":{PARROT}:"
        await react(ada, lobby)
        told = await ada.call("message.list", room=lobby.id)
        assert [(tally["key"], tally["count"]) for tally in told["things"]] == [(f":{PARROT}:", 2)]
        who = await ada.call("reaction.list", room=lobby.id, seq=1, emoji=f":{PARROT}:")
        assert who["people"] == [bob.id, ada.id]
        # The text is what was written.
        assert told["messages"][0]["body"] == f"hello :{PARROT}:"

    @pytest.mark.parametrize("emoji", [":nope:", ":smile:", ":a:", "party_parrot", ":Party:", "::", ": :"])
    async def test_an_unknown_name_is_refused(self, lobby: Room, ada: Person, emoji: str) -> None:
        await ada.say(lobby, "hello")
        refusal = await ada.refused("message.react", room=lobby.id, seq=1, emoji=emoji)
        assert (refusal["code"], refusal["field"]) == ("invalid", "emoji")

    async def test_what_was_removed_stays_and_can_be_taken_back_and_not_added(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await added(ada)
        await ada.say(lobby, "hello")
        await react(bob, lobby)
        await ada.call("emoji.remove", name=PARROT)
        refusal = await ada.refused("message.react", room=lobby.id, seq=1, emoji=f":{PARROT}:")
        assert refusal["message"] == f"There is no emoji called :{PARROT}: on this server."
        told = await ada.call("message.list", room=lobby.id)
        assert [tally["count"] for tally in told["things"]] == [1]
        who = await ada.call("reaction.list", room=lobby.id, seq=1, emoji=f":{PARROT}:")
        assert who["people"] == [bob.id]
        await bob.call("message.unreact", room=lobby.id, seq=1, emoji=f":{PARROT}:")
        assert (await ada.call("message.list", room=lobby.id))["things"] == []

    async def test_a_message_has_only_so_many_kinds(self, lobby: Room, ada: Person) -> None:
        await added(ada)
        await ada.say(lobby, "hello")
        for at in range(KINDS_LIMIT):
            await react(ada, lobby, chr(0x1F600 + at))
        refusal = await ada.refused("message.react", room=lobby.id, seq=1, emoji=f":{PARROT}:")
        assert refusal["code"] == "conflict"

    async def test_the_longest_name_fits(self, lobby: Room, ada: Person) -> None:
        await added(ada, "a" * 30)
        await ada.say(lobby, "hello")
        assert (await react(ada, lobby, f":{'a' * 30}:"))["emoji"] == f":{'a' * 30}:"

    async def test_a_status_has_one_too(self, ada: Person) -> None:
        await added(ada)
        me = await ada.call("me.update", status={"emoji": f":{PARROT}:"})
        assert me["status"]["emoji"] == f":{PARROT}:"
        assert (await ada.refused("me.update", status={"emoji": ":nope:"}))["field"] == "emoji"


async def test_a_picture_that_is_not_its_own_any_more_is_found(server: Running, ada: Person) -> None:
    await added(ada)
    read = server.services.database.read
    assert await read(truths.broken) == []

    async def spoil(tx: WriteTransaction) -> None:
        await tx.run(update(custom_emoji).values(moving=b"spoilt"))

    await write_alone(server.services.writer, (), spoil)
    assert await read(truths.broken) == [f"the picture of the emoji {PARROT} is not the one that its address says"]
