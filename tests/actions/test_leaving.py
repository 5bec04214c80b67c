"""Deleting one's own account: what goes, what stays, and that nothing of it is left anywhere."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, text

from parley.basics.times import HOUR, rfc3339
from parley.changes import THE_SERVER, person_log
from parley.process.app import Running
from parley.store import arriving, authenticators, identities, leaving, passkeys, proofs
from parley.store.database import Transaction
from parley.store.schema import metadata
from parley.store.units import WriteTransaction, write_alone
from tests.actions.audited import audited
from tests.actions.test_avatars import upload
from tests.actions.test_people import NEWCOMER, told
from tests.cast import PASSWORD, PATIENCE, Person, Refusal, Room, Visitor, things
from tests.pictures import picture

CANARY = "canary7d11"
WORDS = "SELECT words FROM searched_words"


async def delete(person: Person, messages: str = "keep") -> None:
    await person.call("account.delete", password=PASSWORD, messages=messages)


class TestDeleting:
    async def test_it_takes_the_password(self, bob: Person) -> None:
        refusal = await bob.refused("account.delete", password="not mine", messages="keep")
        assert (refusal["code"], refusal["field"]) == ("forbidden", "password")
        assert (await bob.call("me.get"))["handle"] == "bob"

    async def test_the_only_owner_stays(self, ada: Person, bob: Person) -> None:
        assert "only owner" in (await ada.refused("account.delete", password=PASSWORD, messages="keep"))["message"]
        await ada.call("user.set_role", person=bob.id, role="owner")
        await delete(ada)

    async def test_all_sessions_end_at_once(self, bob: Person, visitor: Visitor) -> None:
        async with await visitor.sign_in("bob") as elsewhere:
            socket = await elsewhere.connect()
            await delete(bob)
            assert (await elsewhere.refused("me.get"))["code"] == "unauthenticated"
            assert (await socket.until_closed())[0] == 4401
        with pytest.raises(Refusal, match="wrong"):
            await visitor.sign_in("bob")

    async def test_others_see_a_deleted_user_who_left(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "hello")
        socket = await ada.connect()
        await delete(bob)
        card = await told(socket, bob, "server")
        assert card == {"handle": f"deleted-{bob.id}", "name": "Deleted user", "avatar": None, "rev": card["rev"]}
        members = await ada.call("member.list", room=lobby.id)
        assert [member["person"] for member in members["members"]] == [ada.id]
        assert (await ada.call("message.list", room=lobby.id))["messages"][0]["body"] == "hello"

    async def test_it_cannot_be_opened_again_and_nobody_has_the_handle(
        self, ada: Person, bob: Person, visitor: Visitor
    ) -> None:
        await delete(bob)
        assert (await ada.refused("user.reactivate", person=bob.id))["code"] == "gone"
        assert (await ada.call("user.list", deactivated=True))["users"] == []
        refusal = await visitor.refused("account.register", **NEWCOMER, handle="bob", name="Bob")
        assert (refusal["code"], refusal["field"]) == ("conflict", "handle")
        # The name is anybody's: two people may share one, and one of them is not here any more.
        await visitor.call("account.register", **NEWCOMER, handle="bob2", name="Bob")

    async def test_it_is_in_the_audit_record(self, server: Running, bob: Person) -> None:
        await delete(bob)
        assert (await audited(server))[-1] == ("account.delete", int(bob.id))

    async def test_once_is_enough(self, bob: Person) -> None:
        answers = await asyncio.gather(
            *(bob.request("account.delete", password=PASSWORD, messages="keep") for _ in range(3))
        )
        assert min(answer.status_code for answer in answers) == 200
        assert {answer.status_code for answer in answers} <= {200, 401, 403}


class TestErasing:
    async def test_all_that_they_said_is_erased_everywhere(
        self, server: Running, lobby: Room, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(leaving, "BATCH", 2)
        for n in range(5):
            await bob.say(lobby, f"{CANARY} {n}")
        await bob.call("message.edit", room=lobby.id, seq=1, body=f"{CANARY} again")
        await ada.say(lobby, "mine")
        several = Room((await bob.call("direct.open", people=[ada.id]))["room"]["id"])
        await bob.say(several, CANARY)
        await delete(bob, "erase")
        await erased(server)
        for room, bodies in ((lobby, ["", "", "", "", "", "mine"]), (several, [""])):
            assert [one["body"] for one in (await ada.call("message.list", room=room.id))["messages"]] == bodies

    async def test_so_is_what_they_said_in_threads(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        for root in ("root", "another"):
            await ada.say(lobby, root)
        for person, reply in ((bob, "one"), (ada, "two"), (bob, "three")):
            await person.call("message.send", room=lobby.id, thread=1, client_id=reply, body=reply)
        await bob.call("message.send", room=lobby.id, thread=2, client_id="alone", body="alone")
        await delete(bob, "erase")
        await erased(server)
        there = await ada.call("message.list", room=lobby.id, thread=1)
        assert [reply["body"] for reply in there["messages"]] == ["", "two", ""]
        listed = (await ada.call("thread.list"))["threads"]
        assert [(one["thread"]["seq"], one["thread"]["count"]) for one in listed] == [(1, 1)]

    async def test_those_who_look_see_it_go(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "hello")
        socket = await ada.connect()
        await delete(bob, "erase")
        frame = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "message") != [])
        assert things(frame, "message")[0]["erased"] is True


async def test_no_way_in_is_left(server: Running, bob: Person) -> None:
    person = int(bob.id)

    async def ways_in(tx: WriteTransaction) -> None:
        await passkeys.add(tx, person, credential=b"c", public_key=b"k", sign_count=0, transports="", name="Laptop")
        await authenticators.begin(tx, person, b"sealed")
        await authenticators.put_codes(tx, person, [b"h" * 32])
        await identities.add(tx, person=person, provider="id", issuer="https://id.example", subject="b", email=None)

    await write_alone(server.services.writer, (person_log(person), THE_SERVER), ways_in)
    await delete(bob)

    async def left(tx: Transaction) -> int:
        tables = (proofs.passkeys, proofs.authenticators, proofs.recovery_codes, arriving.identities)
        return sum([len(await tx.all(select(table))) for table in tables])

    assert await server.services.database.read(left) == 0


async def test_nothing_of_a_deleted_account_is_left(
    server: Running, lobby: Room, ada: Person, bob: Person, visitor: Visitor
) -> None:
    """In no table, the index of the search included."""
    session = await visitor.call("account.register", **NEWCOMER, handle=CANARY, name=f"{CANARY} Jones")
    async with Person(visitor.settings, session) as eve:
        await eve.call("room.join", slug="lobby")
        await eve.call("me.update", pronouns=CANARY, language="de", status={"text": CANARY, "minutes": 60})
        await eve.call("me.update", handle=f"{CANARY}.2")
        assert (await upload(eve, picture())).status_code == 200
        await eve.call("block.add", person=bob.id)
        await eve.say(lobby, CANARY)
        await bob.say(lobby, "hello")
        await eve.call("message.edit", room=lobby.id, seq=1, body=f"{CANARY} {CANARY}")
        await eve.call("message.save", room=lobby.id, seq=1)
        await eve.call("draft.put", room=lobby.id, body=CANARY)
        await eve.call("room.favourite", room=lobby.id)
        section = (await eve.call("section.create", client_id="s", name=CANARY))["id"]
        await eve.call("section.put_room", room=lobby.id, section=section)
        await eve.call("message.report", room=lobby.id, seq=2, reason="other", note=CANARY)
        await bob.call("message.report", room=lobby.id, seq=1, reason="spam")
        await eve.call("room.mute", room=lobby.id, level="nothing")
        when = rfc3339(server.services.now() + HOUR)
        await eve.call("scheduled.create", room=lobby.id, client_id="s", body=CANARY, at=when)
        await eve.call("reminder.create", client_id="r", text=CANARY, at=when)
        assert CANARY in str(await everything(server))
        await delete(eve, "erase")
        await erased(server)
        found = await everything(server)
        assert [table for table, rows in found.items() if CANARY in str(rows)] == []
        assert found["avatars"] == found["blocks"] == found["saves"] == []
        assert found["drafts"] == found["favourites"] == found["mutes"] == []
        assert found["sections"] == found["section_rooms"] == []
        assert found["reports"] == found["complaints"] == []
        assert found["scheduled"] == found["reminders"] == []
        assert not {row["kind"] for row in found["jobs"]} & {"scheduled.send", "reminder.ring"}


async def erased(server: Running) -> None:
    """The job is done, and the index of the search has followed."""
    async with asyncio.timeout(PATIENCE):
        while CANARY in str(await everything(server, but=("people", "audit"))) or await pending(server):
            await server.runner.look()
            await asyncio.sleep(0.02)


async def pending(server: Running) -> bool:
    rows = (await everything(server))["jobs"]
    return any(row["kind"] == leaving.ERASE_MESSAGES.name for row in rows)


async def everything(server: Running, but: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    async def rows(tx: Transaction) -> dict[str, list[dict[str, Any]]]:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        found = {table.name: [dict(row._mapping) for row in await tx.all(select(table))] for table in tables}
        # Each database has this one in its own way.
        return found | {"searched_words": [dict(row._mapping) for row in await tx.all(text(WORDS))]}

    return await server.services.database.read(rows)
