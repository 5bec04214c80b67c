"""Passkeys: adding, naming and removing them, and signing in with one."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from parley.actions import administration
from parley.actions.context import Context
from parley.changes import person_log
from parley.process.app import Running
from parley.store.schema import people
from parley.store.units import WriteTransaction, write_alone
from tests.actions.audited import audit_rows, audited
from tests.actions.conftest import ADAS
from tests.authenticator import PRESENT, Device, add_app, add_passkey, base64url, device_of, sign_in_with
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox

MINUTE = 60_000


@pytest.fixture
async def device(ada: Person, visitor: Visitor) -> Device:
    """Ada's."""
    device = device_of(visitor.settings)
    await add_passkey(ada, device)
    return device


async def asked(visitor: Visitor) -> dict[str, Any]:
    return await visitor.call("session.begin_passkey", deliver="token")


async def refused(visitor: Visitor, **fields: Any) -> str:
    return str((await visitor.refused("session.redeem_passkey", deliver="token", **fields))["code"])


class TestAdding:
    async def test_it_is_listed_named_and_removed(self, server: Running, ada: Person, visitor: Visitor) -> None:
        added = await add_passkey(ada, device_of(visitor.settings), "  Laptop ")
        assert (added["name"], added["used_at"]) == ("Laptop", None)
        assert (await ada.call("passkey.list"))["passkeys"] == [added]
        renamed = await ada.call("passkey.rename", passkey=added["id"], name="Old laptop")
        assert renamed == added | {"name": "Old laptop"}
        await ada.call("passkey.remove", passkey=added["id"])
        assert (await ada.call("passkey.list"))["passkeys"] == []
        done = await audited(server)
        assert {("passkey.add", int(ada.id)), ("passkey.remove", int(ada.id))} <= {*done}

    async def test_the_browser_is_told_which_there_are(self, device: Device, ada: Person) -> None:
        begun = await ada.call("passkey.begin")
        assert begun["exclude"] == [base64url(device.credential)]
        assert (begun["rp_id"], begun["user_name"]) == ("localhost", "ada")
        assert (await ada.refused("passkey.add", name="Twice", **device.made(begun)))["code"] == "conflict"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://evil.example"},
            {"rp_id": "evil.example"},
            {"flags": PRESENT},  # nobody asked for a finger, a face or a PIN
        ],
        ids=["another origin", "another site", "not verified"],
    )
    async def test_what_was_made_for_others_is_refused(
        self, ada: Person, visitor: Visitor, wrong: dict[str, Any]
    ) -> None:
        made = device_of(visitor.settings, **wrong).made(await ada.call("passkey.begin"))
        refusal = await ada.refused("passkey.add", name="No", **made)
        assert (refusal["code"], refusal["field"]) == ("forbidden", "attestation")
        assert (await ada.call("passkey.list"))["passkeys"] == []

    async def test_a_challenge_works_once_in_its_session_for_five_minutes(
        self, ada: Person, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        begun = await ada.call("passkey.begin")
        made = device_of(visitor.settings).made(begun)
        async with await visitor.sign_in("ada") as elsewhere:
            for other in (bob, elsewhere):
                assert (await other.refused("passkey.add", name="No", **made))["code"] == "gone"
        await ada.call("passkey.add", name="Yes", **made)
        again = device_of(visitor.settings).made(begun)
        assert (await ada.refused("passkey.add", name="No", **again))["code"] == "gone"
        late = device_of(visitor.settings).made(await ada.call("passkey.begin"))
        clock.advance(ms=5 * MINUTE)
        assert (await ada.refused("passkey.add", name="No", **late))["code"] == "gone"
        sign_in = device_of(visitor.settings, user="x").made({"user_id": "x"} | await asked(visitor))
        assert (await ada.refused("passkey.add", name="No", **sign_in))["code"] == "gone"

    @pytest.mark.parametrize("field", ["credential", "client_data", "attestation"])
    async def test_nonsense_is_refused(self, ada: Person, visitor: Visitor, field: str) -> None:
        made = device_of(visitor.settings).made(await ada.call("passkey.begin"))
        for nonsense in ("AA", "A" * 8_192, base64url(b"[" * 1_000), base64url(b"{}"), made[field][:-9]):
            refusal = await ada.refused("passkey.add", name="No", **made | {field: nonsense})
            assert refusal["code"] in {"forbidden", "gone", "invalid"}, nonsense
        assert (await ada.call("passkey.list"))["passkeys"] == []

    async def test_its_owner_is_told_by_mail(self, reachable: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        added = await add_passkey(reachable, device_of(visitor.settings))
        assert "passkey was added" in (await mailbox.take(ADAS)).subject
        await reachable.call("passkey.remove", passkey=added["id"])
        assert "passkey was removed" in (await mailbox.take(ADAS)).subject

    async def test_nobody_touches_those_of_others(self, device: Device, ada: Person, bob: Person) -> None:
        [mine] = (await ada.call("passkey.list"))["passkeys"]
        assert (await bob.refused("passkey.rename", passkey=mine["id"], name="Bob's"))["code"] == "not_found"
        assert (await bob.refused("passkey.remove", passkey=mine["id"]))["code"] == "not_found"
        assert (await ada.call("passkey.list"))["passkeys"] == [mine]


class TestSigningIn:
    async def test_it_needs_no_name_and_no_code(
        self, server: Running, device: Device, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await add_app(ada, clock)
        async with await sign_in_with(device, visitor) as again:
            assert again.id == ada.id
            assert (await again.call("passkey.list"))["passkeys"][0]["used_at"] is not None
        assert ("session.redeem_passkey", int(ada.id)) in await audited(server)

    async def test_of_twenty_at_once_one_gets_in(self, device: Device, visitor: Visitor) -> None:
        shown = device.shown(await asked(visitor))
        answers = await asyncio.gather(
            *(visitor.request("session.redeem_passkey", **shown, deliver="token") for _ in range(20))
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [401] * 19

    @pytest.mark.parametrize(
        "wrong",
        [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}, {"flags": PRESENT}, {"user": "NDI"}],
        ids=["another origin", "another site", "not verified", "another person"],
    )
    async def test_what_was_shown_to_others_is_refused(
        self, device: Device, visitor: Visitor, wrong: dict[str, Any]
    ) -> None:
        shown = replace(device, **wrong).shown(await asked(visitor))
        assert await refused(visitor, **shown) == "unauthenticated"

    async def test_another_key_opens_nothing(self, device: Device, visitor: Visitor) -> None:
        other = device_of(visitor.settings, credential=device.credential, user=device.user)
        assert await refused(visitor, **other.shown(await asked(visitor))) == "unauthenticated"
        stranger = device_of(visitor.settings, user=device.user)
        assert await refused(visitor, **stranger.shown(await asked(visitor))) == "unauthenticated"

    @pytest.mark.parametrize("field", ["credential", "client_data", "authenticator_data", "signature"])
    async def test_nonsense_is_refused(self, device: Device, visitor: Visitor, field: str) -> None:
        shown = device.shown(await asked(visitor))
        for nonsense in ("A", "AA", base64url(b"[" * 1_000), base64url(b"{}"), shown[field][:-5]):
            assert await refused(visitor, **shown | {field: nonsense}) == "unauthenticated", nonsense

    async def test_a_counter_that_does_not_go_up_is_refused(
        self, server: Running, ada: Person, visitor: Visitor
    ) -> None:
        device = device_of(visitor.settings, sign_count=5)
        await add_passkey(ada, device)
        assert await refused(visitor, **device.shown(await asked(visitor))) == "unauthenticated"
        device.sign_count = 6
        async with await sign_in_with(device, visitor):
            copied = replace(device, sign_count=6)
            assert await refused(visitor, **copied.shown(await asked(visitor))) == "unauthenticated"
        [*_, last] = [row for row in await audit_rows(server) if row.action == "session.redeem_passkey"]
        assert "counter" in last.details

    async def test_a_challenge_is_good_for_five_minutes_and_for_signing_in(
        self, device: Device, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        assert await refused(visitor, **device.shown(await ada.call("passkey.begin"))) == "unauthenticated"
        late = device.shown(await asked(visitor))
        clock.advance(ms=5 * MINUTE)
        assert await refused(visitor, **late) == "unauthenticated"

    async def test_a_removed_one_opens_nothing(self, device: Device, ada: Person, visitor: Visitor) -> None:
        [mine] = (await ada.call("passkey.list"))["passkeys"]
        await ada.call("passkey.remove", passkey=mine["id"])
        assert await refused(visitor, **device.shown(await asked(visitor))) == "unauthenticated"

    async def test_a_disabled_person_stays_out(
        self, server: Running, ada: Person, bob: Person, visitor: Visitor
    ) -> None:
        device = device_of(visitor.settings)
        await add_passkey(bob, device)
        await administration.disable(Context(server.services), "bob")
        assert await refused(visitor, **device.shown(await asked(visitor))) == "unauthenticated"


class TestTheLastWayIn:
    async def test_it_stays_where_there_is_no_password_and_no_address(
        self, server: Running, ada: Person, bob: Person, visitor: Visitor
    ) -> None:
        first, second = device_of(visitor.settings), device_of(visitor.settings)
        added = await add_passkey(bob, first)

        async def forget_password(tx: WriteTransaction) -> None:
            await tx.run(update(people).where(people.c.id == int(bob.id)).values(password_hash=None))

        await write_alone(server.services.writer, (person_log(int(bob.id)),), forget_password)
        refusal = await bob.refused("passkey.remove", passkey=added["id"])
        assert (refusal["code"], refusal["field"]) == ("conflict", "passkey")
        await add_passkey(bob, second)
        await bob.call("passkey.remove", passkey=added["id"])
        async with await sign_in_with(second, visitor) as again:
            assert again.id == bob.id


async def test_without_a_recent_sign_in_an_account_without_a_password_signs_in_anew(
    server: Running, bob: Person, visitor: Visitor, clock: Clock
) -> None:
    device = device_of(visitor.settings)
    added = await add_passkey(bob, device)

    async def forget_password(tx: WriteTransaction) -> None:
        await tx.run(update(people).where(people.c.id == int(bob.id)).values(password_hash=None))

    await write_alone(server.services.writer, (person_log(int(bob.id)),), forget_password)
    clock.advance(ms=11 * MINUTE)
    refusal = await bob.refused("passkey.remove", passkey=added["id"])
    assert (refusal["code"], refusal.get("field")) == ("forbidden", None)
    assert "Sign out and in again" in refusal["message"]


async def test_a_person_has_twenty_at_most(ada: Person, visitor: Visitor) -> None:
    for _ in range(20):
        await add_passkey(ada, device_of(visitor.settings))
    assert (await ada.refused("passkey.begin"))["code"] == "conflict"
    assert (await signed_in_by_password(visitor)) == "ada"


async def signed_in_by_password(visitor: Visitor) -> str:
    """A passkey alone is a convenience: the password goes on working."""
    async with await visitor.sign_in("ada", PASSWORD) as ada:
        return ada.handle
