"""The server's name: what its settings say, until an administrator chooses another one."""

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.actions.audited import audit_rows
from tests.actions.conftest import ADAS
from tests.actions.exporting import export
from tests.actions.test_invitations import invite
from tests.cast import PASSWORD, Person, Room, Visitor
from tests.conftest import with_changes
from tests.mailbox import Mailbox

ACME = "Acme Rockets"


async def test_it_is_what_the_settings_say_until_somebody_chooses(settings: Settings) -> None:
    before = with_changes(settings, server_name="From the settings")
    async with serving(before) as server, Visitor(before) as visitor, await visitor.set_up("ada", server) as ada:
        assert (await visitor.call("server.get"))["name"] == "From the settings"
        assert (await ada.call("server.set_name", name=ACME))["name"] == ACME
    async with serving(settings), Visitor(settings) as visitor:
        assert (await visitor.call("server.get"))["name"] == ACME


async def test_pages_that_are_open_are_told_and_new_ones_welcomed_with_it(ada: Person, bob: Person) -> None:
    socket = await bob.connect()
    await ada.call("server.set_name", name=ACME)
    signal = await socket.next("signal")
    assert signal == {"type": "signal", "kind": "server_name", "log": "server", "name": ACME}
    assert (await bob.connect()).welcome["settings"]["name"] == ACME


async def test_a_guest_is_told_as_well(ada: Person, bob: Person, visitor: Visitor) -> None:
    await ada.call("user.set_role", person=bob.id, role="guest")
    async with await visitor.sign_in("bob") as guest:
        socket = await guest.connect()
        await ada.call("server.set_name", name=ACME)
        assert (await socket.next("signal"))["name"] == ACME


async def test_it_is_in_the_audit_record_and_the_same_name_again_is_not(server: Running, ada: Person) -> None:
    for name in (ACME, ACME, "Acme"):
        await ada.call("server.set_name", name=name)
    acts = [row.details for row in await audit_rows(server) if row.action == "server.set_name"]
    assert acts == [f'{{"before":"Parley","after":"{ACME}"}}', f'{{"before":"{ACME}","after":"Acme"}}']


@pytest.mark.parametrize("name", ["", " \u3000", "\u200b\u2060", "n" * 81, "e" + "\u0301" * 9, "\ufdfa" * 10])
async def test_a_name_that_nobody_sees_or_that_is_too_long_is_refused(ada: Person, name: str) -> None:
    refusal = await ada.refused("server.set_name", name=name)
    assert (refusal["code"], refusal["field"]) == ("invalid", "name")
    assert (await ada.call("server.get"))["name"] == "Parley"


async def test_it_is_cleaned_as_peoples_names_are(ada: Person) -> None:
    assert (await ada.call("server.set_name", name=" Acme\u202e \n\u00a0Ｒockets\u200b "))["name"] == ACME


async def test_it_may_be_the_name_of_the_program(ada: Person) -> None:
    await ada.call("server.set_name", name=ACME)
    assert (await ada.call("server.set_name", name="Parley"))["name"] == "Parley"


async def test_what_names_the_server_names_it_so(
    server: Running, reachable: Person, den: Room, visitor: Visitor, mailbox: Mailbox
) -> None:
    ada = reachable
    await ada.call("server.set_name", name=ACME)
    assert (await ada.call("passkey.begin", password=PASSWORD))["rp_name"] == ACME
    assert "issuer=Acme%20Rockets" in (await ada.call("second_factor.begin", password=PASSWORD))["uri"]
    made = await invite(ada, den)
    assert (await visitor.call("invite.get", token=made["token"]))["server"] == ACME
    assert (await export(server, ada))["index"]["server"] == ACME
    await visitor.call("account.request_password_reset", login="ada")
    await ada.call("account.change_password", password=PASSWORD, new_password="a long new password")
    for letter in (await mailbox.take(ADAS), await mailbox.take(ADAS)):
        assert ACME in letter.subject + letter.text


async def test_a_password_that_is_made_of_it_is_easy_to_guess(ada: Person) -> None:
    change = {"password": PASSWORD, "new_password": "acme-rockets!"}
    await ada.call("server.set_name", name=ACME)
    refusal = await ada.refused("account.change_password", **change)
    assert (refusal["code"], refusal["field"]) == ("invalid", "new_password")
