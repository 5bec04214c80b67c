"""A copy of one's data has one's own words and acts, and nobody else's."""

import pytest

from parley.later import export_archive
from parley.process.app import Running
from parley.store import listing, said
from tests.actions.audited import audited
from tests.actions.exporting import LATER, Copy, Json, ask, downloaded, export, prepared, state
from tests.actions.test_avatars import upload
from tests.cast import Person, Room
from tests.pictures import opened, picture


async def test_it_is_asked_for_prepared_and_downloaded(server: Running, lobby: Room, ada: Person, bob: Person) -> None:
    await ada.say(lobby, "mine")
    await bob.say(lobby, "not mine")
    assert await state(ada) is None
    asked = await ask(ada)
    assert (asked["ready_at"], asked["size"]) == (None, None)
    ready = await prepared(server, ada)
    answer = await downloaded(ada)
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content) == ready["size"]
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="parley-{ready["ready_at"][:10]}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    copy = Copy(answer.content)
    assert [message["body"] for message in copy["messages"]] == ["mine"]
    assert "not mine" not in copy.text()
    assert ("account.export", int(ada.id)) in await audited(server)


async def test_its_index_names_every_file_and_says_what_is_left_out(server: Running, ada: Person) -> None:
    copy = await export(server, ada)
    index = copy["index"]
    assert (index["format"], index["version"], index["person"]) == ("parley-export", 1, ada.id)
    assert sorted(file["name"] for file in index["files"]) == sorted(copy.names)
    assert all(len(copy[file["name"][:-5]]) == file["entries"] for file in index["files"] if "entries" in file)
    assert any("other people" in sentence for sentence in index["left_out"])
    assert "ada" in copy.zip.read("README.txt").decode()


@pytest.fixture
async def conversation(lobby: Room, den: Room, ada: Person, bob: Person) -> str:
    """After everything that ada can do is done."""
    await ada.call("me.update", pronouns="she/her", status={"text": "away", "minutes": 60})
    assert (await upload(ada, picture())).status_code == 200
    await bob.say(lobby, "others' words")
    await ada.say(lobby, "frist")
    await ada.call("message.edit", room=lobby.id, seq=2, body="first")
    await ada.call("message.send", room=lobby.id, thread=1, client_id="reply", body="a reply")
    await ada.call("poll.create", room=lobby.id, client_id="poll", question="Lunch?", options=["Pizza", "Sushi"])
    await ada.call("poll.vote", room=lobby.id, seq=3, options=[1])
    await ada.say(lobby, "gone")
    await ada.call("message.erase", room=lobby.id, seq=4)
    await ada.call("message.react", room=lobby.id, seq=1, emoji="👍")
    await ada.call("message.pin", room=lobby.id, seq=1)
    await ada.call("message.save", room=lobby.id, seq=1)
    await ada.call("draft.put", room=lobby.id, body="I was about")
    await ada.call("scheduled.create", room=lobby.id, client_id="s", body="later", at=LATER)
    await ada.call("reminder.create", client_id="r", text="milk", at=LATER)
    await ada.call("room.favourite", room=lobby.id)
    section = (await ada.call("section.create", client_id="team", name="Team"))["id"]
    await ada.call("section.put_room", room=den.id, section=section)
    await ada.call("room.mute", room=den.id, level="nothing")
    await ada.call("block.add", person=bob.id)
    await ada.call("message.report", room=lobby.id, seq=1, reason="other", note="not nice")
    await ada.call("invite.create", client_id="i", rooms=[den.id])
    return str((await ada.call("direct.open", people=[bob.id]))["room"]["id"])


async def test_ones_account_and_words_are_in_it(
    server: Running, conversation: str, lobby: Room, den: Room, ada: Person, bob: Person
) -> None:
    copy = await export(server, ada)
    profile = copy["profile"]
    assert (profile["handle"], profile["pronouns"], profile["status"]["text"]) == ("ada", "she/her", "away")
    assert opened(copy.zip.read("avatar-192.webp")).size == (192, 192)
    said = {message["body"]: message for message in copy["messages"]}
    assert set(said) == {"first", "a reply", said_in_poll(copy)}
    assert [version["body"] for version in said["first"]["before"]] == ["frist"]
    assert (said["a reply"]["room"], said["a reply"]["thread"], said["a reply"]["seq"]) == (lobby.id, 1, 1)
    names = {room["room"]: room["name"] for room in copy["rooms"]}
    assert (names[lobby.id], names[den.id]) == ("Lobby", "Den")
    [direct] = [room for room in copy["rooms"] if room["room"] == conversation]
    assert sorted(direct["people"]) == sorted([ada.id, bob.id])
    assert {person["id"]: person["handle"] for person in copy["people"]} == {ada.id: "ada", bob.id: "bob"}
    assert {session["ended_at"] for session in copy["sessions"]} == {None}
    nothing: Json = {"passkeys": [], "authenticator_app": None, "recovery_codes_left": 0, "providers": []}
    assert copy["sign_in"] == {"password": True} | nothing
    acts = {act["action"]: act for act in copy["audit"]}
    assert acts["account.export"]["is_by_you"] is True
    assert acts["account.export"]["address"]
    assert "others' words" not in copy.text()


async def test_so_is_what_one_did_and_ordered(
    server: Running, conversation: str, lobby: Room, den: Room, ada: Person, bob: Person
) -> None:
    copy = await export(server, ada)
    about = {"room": lobby.id, "thread": None, "seq": 1}
    assert copy["reactions"] == [about | {"emoji": "👍"}]
    assert copy["votes"] == [about | {"seq": 3, "options": [1]}]
    assert [{**copy[name][0], "at": ""} for name in ("pins", "saves")] == [about | {"at": ""}] * 2
    assert [thread["thread"] for thread in copy["threads"]] == [1]
    assert [(draft["thread"], draft["body"]) for draft in copy["drafts"]] == [(None, "I was about")]
    assert [(one["body"], one["at"]) for one in copy["scheduled"]] == [("later", LATER)]
    assert [(one["text"], one["is_due"]) for one in copy["reminders"]] == [("milk", False)]
    assert [favourite["room"] for favourite in copy["favourites"]] == [lobby.id]
    assert [(section["name"], section["position"]) for section in copy["sections"]] == [("Team", 1)]
    [placed] = copy["section_rooms"]
    assert placed == {"room": den.id, "section": copy["sections"][0]["id"], "position": 1}
    assert [(mute["room"], mute["level"]) for mute in copy["mutes"]] == [(den.id, "nothing")]
    assert [block["person"] for block in copy["blocks"]] == [bob.id]
    assert [(one["seq"], one["reason"], one["note"]) for one in copy["reports"]] == [(1, "other", "not nice")]
    [invitation] = copy["invitations"]
    assert copy["invitation_rooms"] == [{"invitation": invitation["id"], "room": den.id}]


def said_in_poll(copy: Copy) -> str:
    [poll] = [message for message in copy["messages"] if message["poll"]]
    assert (poll["poll"]["question"], poll["poll"]["options"]) == ("Lunch?", ["Pizza", "Sushi"])
    body: str = poll["body"]
    return body


class TestRoomsThatOneLeft:
    async def test_own_words_are_there_and_what_a_private_room_is_called_now_is_not(
        self, server: Running, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("member.add", room=den.id, person=bob.id)
        await bob.say(den, "bob was here")
        await bob.call("room.leave", room=den.id)
        await ada.call("room.update", room=den.id, name="About bob")
        copy = await export(server, bob)
        assert [message["body"] for message in copy["messages"]] == ["bob was here"]
        [room] = [room for room in copy["rooms"] if room["room"] == den.id]
        assert (room["name"], room["is_in_it"]) == (None, False)
        assert "About bob" not in copy.text()

    async def test_a_public_one_keeps_its_name(self, server: Running, lobby: Room, bob: Person) -> None:
        await bob.call("room.leave", room=lobby.id)
        [room] = [room for room in (await export(server, bob))["rooms"] if room["room"] == lobby.id]
        assert (room["name"], room["is_in_it"]) == ("Lobby", False)


async def test_what_moderators_know_of_one_is_not_in_it(server: Running, lobby: Room, ada: Person, bob: Person) -> None:
    await bob.say(lobby, "buy this")
    await ada.call("message.report", room=lobby.id, seq=1, reason="spam", note="a nuisance")
    [report] = (await ada.call("report.list"))["reports"]
    await ada.call("report.close", report=report["id"])
    await ada.call("member.ban", room=lobby.id, person=bob.id, reason="a nuisance")
    copy = await export(server, bob)
    assert "nuisance" not in copy.text()
    assert [ban["room"] for ban in copy["bans"]] == [lobby.id]
    acts = {act["action"]: act for act in copy["audit"]}
    assert "report.close" not in acts
    ban = acts["member.ban"]
    assert (ban["is_by_you"], ban["address"], ban["details"], ban["person"]) == (False, None, {}, bob.id)
    [mine] = (await export(server, ada))["bans_by_you"]
    assert (mine["person"], mine["reason"]) == (bob.id, "a nuisance")


async def test_long_lists_and_many_rooms_are_read_in_portions(
    server: Running, lobby: Room, den: Room, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said, "WINDOW", 2)
    monkeypatch.setattr(said, "LOGS", 1)
    monkeypatch.setattr(listing, "PORTION", 2)
    monkeypatch.setattr(export_archive, "MOST", 400)
    for n in range(1, 8):
        await (ada if n % 3 else bob).say(lobby, f"lobby {n}")
        await ada.call("message.react", room=lobby.id, seq=n, emoji="👍")
        await ada.call("message.send", room=lobby.id, thread=n, client_id=f"t{n}", body=f"thread {n}")
        await ada.say(den, f"den {n}")
    copy = await export(server, ada)
    parts = [name for name in copy.names if name.startswith("messages")]
    assert parts[:3] == ["messages.json", "messages-2.json", "messages-3.json"]
    found = [message["body"] for name in parts for message in copy[name[:-5]]]
    wanted = [f"{where} {n}" for where in ("lobby", "thread", "den") for n in range(1, 8)]
    assert sorted(found) == sorted(set(wanted) - {"lobby 3", "lobby 6"})
    reactions = [one["seq"] for name in copy.names if name.startswith("reactions") for one in copy[name[:-5]]]
    assert reactions == list(range(1, 8))
