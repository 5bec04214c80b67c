"""Taking along what the server keeps about oneself: asking for it, waiting for it, and downloading it."""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from parley.basics.times import DAY, HOUR, now_ms, rfc3339
from parley.doors.http import exports as door
from parley.later import export_archive
from parley.process.app import Running
from parley.store import export_tables, exports, listing, said
from parley.store.database import Transaction
from tests.actions.audited import audited
from tests.actions.conftest import ADAS
from tests.actions.test_avatars import upload
from tests.cast import PASSWORD, PATIENCE, Person, Room, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox
from tests.pictures import opened, picture

FILE = "/api/accounts/export/file"
LATER = rfc3339(now_ms() + HOUR)
Json = Any


async def ask(person: Person, client_id: str = "first") -> Json:
    return await person.call("account.export", client_id=client_id, password=PASSWORD)


async def state(person: Person) -> Json:
    return (await person.call("account.get_export"))["export"]


async def prepared(server: Running, person: Person) -> Json:
    async with asyncio.timeout(PATIENCE):
        while (export := await state(person)) is None or export["ready_at"] is None:
            await server.runner.look()
    return export


async def downloaded(person: Person) -> httpx2.Response:
    return await person.http.get(FILE, headers=person.headers)


async def export(server: Running, person: Person, client_id: str = "first") -> "Copy":
    await ask(person, client_id)
    await prepared(server, person)
    answer = await downloaded(person)
    assert answer.status_code == 200, answer.text
    return Copy(answer.content)


class Copy:
    """A file that somebody downloaded, opened."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        assert self.zip.testzip() is None
        self.names = self.zip.namelist()

    def __getitem__(self, name: str) -> Json:
        return json.loads(self.zip.read(f"{name}.json"))

    def text(self) -> str:
        return "\n".join(self.zip.read(name).decode(errors="replace") for name in self.names)


async def pieces(server: Running) -> int:
    async def count(tx: Transaction) -> int:
        return len(await tx.all(select(export_tables.export_pieces.c.number)))

    return await server.services.database.read(count)


async def until(server: Running, holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await server.runner.look()


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


class TestAsking:
    async def test_it_takes_the_password(self, bob: Person) -> None:
        for password in ({"password": "not mine"}, {}):
            refusal = await bob.refused("account.export", client_id="x", **password)
            assert (refusal["code"], refusal["field"]) == ("forbidden", "password")
        assert await state(bob) is None

    async def test_again_with_the_same_client_id_is_the_same_one(self, server: Running, bob: Person) -> None:
        first = await ask(bob)
        assert await ask(bob) == first
        ready = await prepared(server, bob)
        assert await ask(bob) == ready

    async def test_another_one_has_to_wait_and_is_told_for_how_long(
        self, server: Running, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await ask(bob)
        refusal = await bob.refused("account.export", client_id="second", password=PASSWORD)
        assert (refusal["code"], "being prepared" in refusal["message"]) == ("conflict", True)
        await prepared(server, bob)
        clock.advance(ms=DAY - HOUR - HOUR // 2)
        async with await visitor.sign_in("bob") as later:
            refusal = await later.refused("account.export", client_id="second", password=PASSWORD)
        assert refusal["code"] == "conflict"
        assert "in 2 hours" in refusal["message"]

    async def test_many_at_once_are_one(self, server: Running, bob: Person) -> None:
        asking = (bob.request("account.export", client_id=str(n), password=PASSWORD) for n in range(4))
        assert sorted(answer.status_code for answer in await asyncio.gather(*asking)) == [202, 409, 409, 409]


class TestDownloading:
    async def test_it_is_its_owners_alone(self, server: Running, ada: Person, bob: Person, visitor: Visitor) -> None:
        await export(server, bob)
        assert (await visitor.http.get(FILE)).status_code == 401
        # Ada owns the server.
        assert (await downloaded(ada)).status_code == 404
        await bob.call("session.end")
        assert (await downloaded(bob)).status_code == 401

    async def test_there_is_none_before_it_is_ready(self, bob: Person) -> None:
        await ask(bob)
        assert (await downloaded(bob)).status_code == 404

    async def test_somebody_whose_account_is_closed_gets_no_further(
        self, server: Running, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also if that happens between two pieces."""
        monkeypatch.setattr(export_archive, "PIECE", 64)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 640)
        await ask(bob)
        await prepared(server, bob)
        async with bob.http.stream("GET", FILE, headers=bob.headers) as answer:
            assert answer.status_code == 200
            await ada.call("user.deactivate", person=bob.id)
            with pytest.raises(httpx2.RemoteProtocolError):
                await answer.aread()
        assert (await downloaded(bob)).status_code == 401

    async def test_nobody_has_more_than_two_at_a_time(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await ask(bob)
        await prepared(server, bob)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 64)
        async with (
            bob.http.stream("GET", FILE, headers=bob.headers) as first,
            bob.http.stream("GET", FILE, headers=bob.headers) as second,
        ):
            assert (first.status_code, second.status_code) == (200, 200)
            refused = await downloaded(bob)
            assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 1 << 30)
        async with asyncio.timeout(PATIENCE):
            while (await downloaded(bob)).status_code != 200:
                pass

    async def test_who_is_too_slow_gets_no_further_and_may_try_again(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await ask(bob)
        await prepared(server, bob)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 64)
        monkeypatch.setattr(door, "LEAST_BYTES_PER_SECOND", 1 << 30)
        monkeypatch.setattr(door, "GRACE_SECONDS", 0.1)
        for _ in range(door.TOGETHER + 1):
            async with bob.http.stream("GET", FILE, headers=bob.headers) as answer:
                assert answer.status_code == 200
                with pytest.raises(httpx2.RemoteProtocolError):
                    await answer.aread()


class TestTheEnd:
    async def test_after_a_day_it_is_gone_and_another_one_can_be_asked_for(
        self, server: Running, bob: Person, visitor: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await export(server, bob)
        assert await pieces(server) > exports.BATCH
        clock.advance(ms=DAY - HOUR)
        async with await visitor.sign_in("bob") as later:
            assert (await downloaded(later)).status_code == 200
        clock.advance(ms=HOUR + 1)
        async with await visitor.sign_in("bob") as later:
            assert await state(later) is None
            assert (await downloaded(later)).status_code == 404

            async def gone() -> bool:
                return await pieces(server) == 0

            await until(server, gone)
            assert (await ask(later, "second"))["ready_at"] is None

    async def test_nothing_of_it_is_left_of_a_deleted_account(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await export(server, bob)
        await bob.call("account.delete", password=PASSWORD, messages="keep")

        async def rows(tx: Transaction) -> int:
            return len(await tx.all(select(export_tables.exports)))

        assert await server.services.database.read(rows) == 0

        async def gone() -> bool:
            return await pieces(server) == 0

        await until(server, gone)

    async def test_one_that_nobody_wants_any_more_is_not_written(self, server: Running, bob: Person) -> None:
        await ask(bob)
        await bob.call("account.delete", password=PASSWORD, messages="keep")

        async def idle() -> bool:
            return not await server.runner.look()

        await until(server, idle)
        assert await pieces(server) == 0


class TestLetters:
    async def test_a_letter_says_that_it_is_ready_and_has_no_secret_in_it(
        self, server: Running, reachable: Person, mailbox: Mailbox
    ) -> None:
        await ask(reachable)
        assert await mailbox.is_empty()
        await prepared(server, reachable)
        letter = await mailbox.take(ADAS)
        assert "is ready" in letter.subject
        base = server.services.settings.base_url
        assert re.findall(r"https?://\S+", letter.text) == [f"{base}/settings/account"]

    async def test_it_is_written_in_the_language_of_the_request(
        self, server: Running, reachable: Person, mailbox: Mailbox
    ) -> None:
        reachable.headers["Accept-Language"] = "de"
        await ask(reachable)
        await prepared(server, reachable)
        assert "bereit" in (await mailbox.take(ADAS)).subject
        readme = Copy((await downloaded(reachable)).content).zip.read("README.txt").decode()
        assert "JSON" in readme
        assert "aufbewahrt" in readme

    async def test_who_has_no_address_gets_none(self, server: Running, bob: Person, mailbox: Mailbox) -> None:
        await export(server, bob)
        assert await mailbox.is_empty()


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
