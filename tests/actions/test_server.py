"""Who may register: what administrators choose, and what the settings say."""

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.actions.audited import audit_rows
from tests.actions.test_invitations import come, invite
from tests.cast import PASSWORD, Frame, Person, Refusal, Room, Visitor
from tests.conftest import with_changes

CLEO = {"name": "Cleo", "password": PASSWORD, "client_id": "cleo", "deliver": "token"}
BY_INVITATION = "This server takes newcomers by invitation only. Ask somebody who is here for a link."


async def refused(visitor: Visitor, handle: str) -> Frame:
    return await visitor.refused("account.register", handle=handle, **CLEO)


class TestChosen:
    async def test_it_is_open_until_somebody_chooses(self, ada: Person, visitor: Visitor) -> None:
        info = await visitor.call("server.get")
        assert (info["registration"], info["registration_is_set"]) == ("open", False)
        await visitor.call("account.register", handle="cleo", **CLEO)

    async def test_by_invitation_only_those_with_a_link_come_and_no_handle_is_told(
        self, server: Running, ada: Person, den: Room, visitor: Visitor
    ) -> None:
        told = await ada.call("server.set_registration", registration="invitation")
        assert told["registration"] == "invitation"
        assert await refused(visitor, "ada") == await refused(visitor, "cleo")
        assert (await refused(visitor, "cleo"))["message"] == BY_INVITATION
        async with await come(visitor, "cleo", await invite(ada, den)) as cleo:
            assert (await cleo.connect()).welcome["settings"]["registration"] == "invitation"
        acts = [row for row in await audit_rows(server) if row.action == "server.set_registration"]
        assert [(row.actor, row.details) for row in acts] == [(int(ada.id), '{"before":"open","after":"invitation"}')]

    async def test_where_it_is_closed_no_link_makes_an_account(
        self, ada: Person, eve: Person, den: Room, visitor: Visitor
    ) -> None:
        await ada.call("server.set_registration", registration="closed")
        made = await invite(ada, den)
        assert (await visitor.call("invite.get", token=made["token"]))["newcomers"] is False
        with pytest.raises(Refusal, match="does not let people register"):
            await come(visitor, "cleo", made)
        await eve.call("invite.accept", token=made["token"])

    async def test_it_outlives_the_server(self, settings: Settings) -> None:
        async with (
            serving(settings) as server,
            Visitor(settings) as visitor,
            await visitor.set_up("ada", server) as ada,
        ):
            await ada.call("server.set_registration", registration="closed")
        async with serving(settings), Visitor(settings) as visitor:
            assert (await visitor.call("server.get"))["registration"] == "closed"


class TestSet:
    async def test_what_the_settings_say_is_the_last_word(self, settings: Settings) -> None:
        async with (
            serving(settings) as server,
            Visitor(settings) as visitor,
            await visitor.set_up("ada", server) as ada,
        ):
            await ada.call("server.set_registration", registration="open")
        changed = with_changes(settings, registration="invitation")
        async with serving(changed), Visitor(changed) as visitor, await visitor.sign_in("ada") as ada:
            info = await visitor.call("server.get")
            assert (info["registration"], info["registration_is_set"]) == ("invitation", True)
            refusal = await ada.refused("server.set_registration", registration="open")
            assert (refusal["code"], "PARLEY_REGISTRATION" in refusal["message"]) == ("forbidden", True)
            assert (await refused(visitor, "cleo"))["message"] == BY_INVITATION
