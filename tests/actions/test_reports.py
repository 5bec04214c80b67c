"""Reporting messages: who is asked to look, what they see, and how a report ends."""

from typing import Any

import pytest
from sqlalchemy import select

from parley.actions import reports as actions
from parley.basics.times import DAY
from parley.process.app import Running
from parley.protocol.reports import COMPLAINTS_SHOWN
from parley.store import reports
from parley.store.database import Transaction
from parley.store.report_tables import complaints
from parley.store.report_tables import reports as table
from parley.store.units import write_alone
from tests.actions.audited import audited
from tests.aging import forget, purge
from tests.cast import PASSWORD, Frame, Person, Room, Socket, Visitor
from tests.conftest import Clock

# Bob said the first message in the lobby.
BOBS = 1


async def report(person: Person, room: Room, seq: int = BOBS, **fields: Any) -> Frame:
    return await person.call("message.report", room=room.id, seq=seq, **{"reason": "spam", **fields})


async def open_ones(person: Person, **fields: Any) -> list[Frame]:
    page = await person.call("report.list", **fields)
    named = {one["sender"] for one in page["reports"]}
    named |= {complaint["person"] for one in page["reports"] for complaint in one["complaints"]}
    assert set(page["people"]) == named
    return list(page["reports"])


async def close(person: Person, one: Frame, **fields: Any) -> Frame:
    return await person.call("report.close", report=one["id"], **fields)


async def signals(socket: Socket) -> list[Frame]:
    await socket.ask("me.get")
    return [frame for frame in socket.frames if frame["type"] == "signal"]


async def left(server: Running) -> tuple[int, int]:
    """How many rows there are of reports, and of complaints."""

    async def rows(tx: Transaction) -> tuple[int, int]:
        return len(await tx.all(select(table))), len(await tx.all(select(complaints)))

    return await server.services.database.read(rows)


@pytest.fixture
async def said(lobby: Room, bob: Person, eve: Person) -> Room:
    """The lobby, where bob has said something and eve is, too."""
    await eve.call("room.join", slug="lobby")
    await bob.say(lobby, "Cheap watches")
    return lobby


@pytest.fixture
async def moderated(said: Room, ada: Person, eve: Person, visitor: Visitor) -> tuple[Room, Person]:
    """Eve moderates the lobby; cleo is a member."""
    await ada.call("member.set_role", room=said.id, person=eve.id, role="moderator")
    cleo = await visitor.register("cleo")
    await cleo.call("room.join", slug="lobby")
    return said, cleo


class TestReporting:
    async def test_those_who_look_after_the_room_see_what_it_said_who_reported_it_and_why(
        self, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await report(eve, said, reason="abuse", note="  In three rooms. ")
        (one,) = await open_ones(ada, room=said.id)
        (complaint,) = one["complaints"]
        assert complaint == {
            "person": eve.id,
            "reason": "abuse",
            "note": "In three rooms.",
            "at": complaint["at"],
        }
        (message,) = (await ada.call("message.list", room=said.id))["messages"]
        assert one == {
            "id": one["id"],
            "room": said.id,
            "room_name": "Lobby",
            "room_kind": "public",
            "thread": None,
            "seq": BOBS,
            "sender": bob.id,
            "body": "Cheap watches",
            "said_at": message["created_at"],
            "is_edited": False,
            "is_erased": False,
            "complaints": [complaint],
            "count": 1,
        }
        assert await open_ones(ada) == [one]

    async def test_again_replaces_the_reason_and_others_are_added(
        self, moderated: tuple[Room, Person], ada: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            await report(eve, lobby, note="first")
            await report(cleo, lobby, reason="private")
            await report(eve, lobby, reason="danger", note="second")
            (one,) = await open_ones(ada)
            assert one["count"] == 2
            told = {each["person"]: (each["reason"], each["note"]) for each in one["complaints"]}
            assert told == {cleo.id: ("private", ""), eve.id: ("danger", "second")}

    async def test_the_sender_can_neither_change_nor_delete_what_was_reported(
        self, server: Running, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await report(eve, said)
        await bob.call("message.edit", room=said.id, seq=BOBS, body="Good morning")
        (one,) = await open_ones(ada)
        assert (one["body"], one["is_edited"], one["is_erased"]) == ("Cheap watches", True, False)
        await bob.call("message.erase", room=said.id, seq=BOBS)
        await purge(server)
        (one,) = await open_ones(ada)
        assert (one["body"], one["is_edited"], one["is_erased"]) == ("Cheap watches", False, True)

    async def test_a_reply_in_a_thread(self, said: Room, ada: Person, bob: Person, eve: Person) -> None:
        for body in ("one", "two"):
            await bob.call("message.send", room=said.id, thread=BOBS, client_id=body, body=body)
        await report(eve, said, 2, thread=BOBS)
        (one,) = await open_ones(ada, room=said.id)
        assert (one["thread"], one["seq"], one["body"]) == (BOBS, 2, "two")
        await close(ada, one, delete_message=True)
        there = await eve.call("message.list", room=said.id, thread=BOBS)
        assert [each["body"] for each in there["messages"]] == ["one", ""]
        assert (await ada.call("message.list", room=said.id))["messages"][0]["body"] == "Cheap watches"

    async def test_nobody_reports_what_is_their_own_or_deleted_or_unseen(
        self, said: Room, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        assert "your own" in (await bob.refused("message.report", room=said.id, seq=BOBS, reason="spam"))["message"]
        await ada.say(den, "alone")
        for refused in (
            await eve.refused("message.report", room=den.id, seq=1, reason="spam"),
            await eve.refused("message.report", room=said.id, seq=2, reason="spam"),
        ):
            assert refused["code"] == "not_found"
        await bob.call("message.erase", room=said.id, seq=BOBS)
        assert (await eve.refused("message.report", room=said.id, seq=BOBS, reason="spam"))["code"] == "gone"
        assert await open_ones(ada) == []

    @pytest.mark.parametrize(
        "fields", [{"reason": "dull"}, {"note": "x" * 501}, {"note": "hidden \x07"}, {"reason": None}, {"more": 1}]
    )
    async def test_what_makes_no_sense_is_refused(self, said: Room, eve: Person, fields: Frame) -> None:
        asked = {"room": said.id, "seq": BOBS, "reason": "spam"} | fields
        assert (await eve.refused("message.report", **asked))["code"] == "invalid"

    async def test_nobody_has_many_open(
        self, said: Room, ada: Person, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "MOST_OPEN", 2)
        for body in ("two", "three"):
            await bob.say(said, body)
        for seq in (1, 2):
            await report(eve, said, seq)
        assert "2 open reports" in (await eve.refused("message.report", room=said.id, seq=3, reason="spam"))["message"]
        await close(ada, (await open_ones(ada))[0])
        await report(eve, said, 3)

    async def test_of_many_complaints_the_first_are_shown_and_all_are_counted(
        self, server: Running, said: Room, ada: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reports, "COMPLAINTS_SHOWN", 1)
        await report(ada, said, note="first")
        await report(eve, said, note="second")
        (one,) = await open_ones(ada)
        assert ([each["note"] for each in one["complaints"]], one["count"]) == (["first"], 2)
        assert COMPLAINTS_SHOWN > 1


class TestLookingAfter:
    async def test_moderators_see_those_of_their_rooms_and_members_none(
        self, moderated: tuple[Room, Person], ada: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            await report(cleo, lobby)
            assert [one["body"] for one in await open_ones(eve, room=lobby.id)] == ["Cheap watches"]
            for person, fields in ((eve, {}), (cleo, {}), (cleo, {"room": lobby.id})):
                assert (await person.refused("report.list", **fields))["code"] == "forbidden"
            (one,) = await open_ones(ada)
            assert (await cleo.refused("report.close", report=one["id"]))["code"] == "not_found"

    async def test_nobody_sees_or_closes_reports_of_what_they_said(
        self, moderated: tuple[Room, Person], ada: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            await eve.say(lobby, "I moderate here")
            await report(cleo, lobby, 2)
            (one,) = await open_ones(ada)
            assert await open_ones(eve, room=lobby.id) == []
            assert (await eve.refused("report.close", report=one["id"]))["code"] == "not_found"
            assert await open_ones(ada) == [one]

    async def test_of_a_conversation_only_administrators_see_them_and_can_delete_what_was_said(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        room = Room((await bob.call("direct.open", people=[eve.id]))["room"]["id"])
        await bob.say(room, "I know where you live")
        await report(eve, room, reason="danger")
        (one,) = await open_ones(ada)
        assert (one["room_name"], one["room_kind"], one["body"]) == ("", "direct", "I know where you live")
        for person in (bob, eve):
            assert (await person.refused("report.list", room=room.id))["code"] == "forbidden"
        # All that ada sees of the conversation is this message.
        assert (await ada.refused("message.list", room=room.id))["code"] == "not_found"
        await close(ada, one, delete_message=True)
        assert [each["body"] for each in (await eve.call("message.list", room=room.id))["messages"]] == [""]
        assert (await bob.refused("message.restore", room=room.id, seq=1))["code"] == "forbidden"

    async def test_pages(self, said: Room, ada: Person, bob: Person, eve: Person) -> None:
        for body in ("two", "three"):
            await bob.say(said, body)
        for seq in (2, 1, 3):
            await report(eve, said, seq)
        page = await ada.call("report.list", limit=2)
        assert ([one["seq"] for one in page["reports"]], page["more"]) == ([3, 1], True)
        page = await ada.call("report.list", limit=2, before=page["reports"][-1]["id"])
        assert ([one["seq"] for one in page["reports"]], page["more"]) == ([2], False)


class TestClosing:
    async def test_it_is_over_for_all_and_in_the_audit_record(
        self, server: Running, moderated: tuple[Room, Person], ada: Person, bob: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            await report(cleo, lobby, note="secret")
            (one,) = await open_ones(eve, room=lobby.id)
            await close(eve, one)
            assert await open_ones(ada) == []
            assert (await ada.refused("report.close", report=one["id"]))["code"] == "not_found"
            assert (await audited(server))[-1] == ("report.close", int(bob.id))
            entry = (await ada.call("audit.list", action="report.close"))["entries"][0]
            assert entry["by"] == eve.id
            assert entry["details"] == {"thread": None, "seq": BOBS, "deleted": False}
            assert "secret" not in str(entry)
            assert (await ada.call("message.list", room=lobby.id))["messages"][0]["body"] == "Cheap watches"
            await report(cleo, lobby)
            assert len(await open_ones(ada)) == 1

    async def test_the_message_goes_for_everybody_who_looks(
        self, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await report(eve, said)
        socket = await bob.connect()
        await close(ada, (await open_ones(ada))[0], delete_message=True)
        frame = await socket.next("changes")
        assert [(thing["seq"], thing["erased"]) for thing in frame["things"]] == [(BOBS, True)]

    async def test_a_message_that_is_gone_already_is_no_trouble(
        self, server: Running, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await report(eve, said)
        await bob.call("message.erase", room=said.id, seq=BOBS)
        await close(ada, (await open_ones(ada))[0], delete_message=True)
        assert await open_ones(ada) == []
        assert (await bob.call("message.restore", room=said.id, seq=BOBS))["rev"] > 0


class TestForgetting:
    async def test_a_room_that_drops_old_messages_drops_what_was_reported_of_them(
        self, server: Running, said: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await bob.call("message.send", room=said.id, thread=BOBS, client_id="t", body="a reply")
        await bob.say(said, "later")
        await ada.call("room.update", room=said.id, keep_days=30)
        for seq, fields in ((1, {}), (2, {}), (1, {"thread": BOBS})):
            await report(eve, said, seq, **fields)
        await forget(server, int(said.id), 1)
        assert [one["body"] for one in await open_ones(ada)] == ["later"]

    async def test_a_deleted_room_has_none(self, said: Room, ada: Person, eve: Person) -> None:
        await report(eve, said)
        await ada.call("room.delete", room=said.id)
        assert await open_ones(ada) == []

    async def test_who_deletes_their_account_has_reported_nothing(
        self, moderated: tuple[Room, Person], ada: Person, bob: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            await bob.say(lobby, "two")
            await report(cleo, lobby)
            await report(eve, lobby)
            await report(cleo, lobby, 2)
            await cleo.call("account.delete", password=PASSWORD, messages="keep")
        (one,) = await open_ones(ada)
        assert ([each["person"] for each in one["complaints"]], one["count"]) == ([eve.id], 1)

    @pytest.mark.parametrize(("messages", "left"), [("keep", 1), ("erase", 0)])
    async def test_who_has_all_erased_that_they_said_has_the_copies_erased(
        self, said: Room, ada: Person, bob: Person, eve: Person, messages: str, left: int
    ) -> None:
        await report(eve, said)
        await bob.call("account.delete", password=PASSWORD, messages=messages)
        assert len(await open_ones(ada)) == left

    async def test_nobody_keeps_one_for_ever(
        self, server: Running, clock: Clock, said: Room, ada: Person, eve: Person
    ) -> None:
        await report(eve, said)
        clock.advance(ms=reports.KEPT_MS - DAY)
        await write_alone(server.services.writer, (), reports.clean)
        assert await left(server) == (1, 1)
        clock.advance(ms=2 * DAY)
        await write_alone(server.services.writer, (), reports.clean)
        assert await left(server) == (0, 0)


class TestSignals:
    async def test_those_who_look_after_it_are_told_at_once_and_nobody_else(
        self, moderated: tuple[Room, Person], ada: Person, bob: Person, eve: Person
    ) -> None:
        lobby, cleo = moderated
        async with cleo:
            hers, eves, his = await ada.connect(), await eve.connect(), await bob.connect()
            await report(cleo, lobby)
            for socket in (hers, eves):
                assert await socket.next("signal") == {"type": "signal", "kind": "reports", "log": "server"}
            await close(eve, (await open_ones(eve, room=lobby.id))[0])
            await hers.next("signal")
            await eves.next("signal")
            await eve.say(lobby, "I moderate here")
            await report(cleo, lobby, 2)
            await hers.next("signal")
            # Eve hears nothing of the report that is about her, and bob nothing at all.
            assert await signals(eves) == await signals(his) == []
