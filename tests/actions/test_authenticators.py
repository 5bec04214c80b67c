"""The authenticator app: setting it up, and the second step of signing in."""

import asyncio
import re

import pytest

from parley.process.app import Running
from tests.actions.audited import audit_rows, audited
from tests.actions.conftest import ADAS
from tests.authenticator import App, add_app, add_passkey, device_of, first_step, sign_in_by
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox, code_in, token_in

MINUTE = 60_000


@pytest.fixture
async def app(ada: Person, clock: Clock) -> App:
    return await add_app(ada, clock)


async def refused(visitor: Visitor, step: str, code: str) -> str:
    return str((await visitor.refused("session.confirm", step=step, code=code, deliver="token"))["code"])


class TestSettingUp:
    async def test_nothing_is_asked_before_the_first_code_was_shown(
        self, server: Running, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        begun = await ada.call("second_factor.begin")
        assert begun["uri"].startswith("otpauth://totp/")
        assert begun["secret"] in begun["uri"]
        async with await visitor.sign_in("ada"):
            pass
        app = App(begun["secret"], clock)
        wrong = await ada.refused("second_factor.confirm", code=app.at(600))
        assert (wrong["code"], wrong["field"]) == ("forbidden", "code")
        codes = (await ada.call("second_factor.confirm", code=f"{app.code[:3]} {app.code[3:]}"))["codes"]
        assert len(set(codes)) == 10
        assert all(re.fullmatch(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", code) for code in codes)
        told = await ada.call("second_factor.get")
        assert (told["recovery_codes"], told["passkeys"], told["is_required"]) == (10, 0, False)
        assert told["authenticator_since"] is not None
        assert ("second_factor.confirm", int(ada.id)) in await audited(server)
        assert (await ada.refused("second_factor.begin"))["code"] == "conflict"

    async def test_the_one_that_was_begun_last_counts(self, ada: Person, clock: Clock) -> None:
        first = App((await ada.call("second_factor.begin"))["secret"], clock)
        second = App((await ada.call("second_factor.begin"))["secret"], clock)
        assert (await ada.refused("second_factor.confirm", code=first.code))["code"] == "forbidden"
        await ada.call("second_factor.confirm", code=second.code)
        assert (await ada.refused("second_factor.confirm", code=second.next_code()))["code"] == "gone"

    async def test_a_session_of_more_than_ten_minutes_needs_the_password(self, ada: Person, clock: Clock) -> None:
        clock.advance(ms=10 * MINUTE + 1)
        await ada.call("session.refresh", refresh_token=ada.refresh)
        for verb in ("second_factor.begin", "second_factor.remove", "second_factor.renew_codes", "passkey.begin"):
            refusal = await ada.refused(verb)
            assert (refusal["code"], refusal["field"]) == ("forbidden", "password"), verb
            assert (await ada.refused(verb, password="not mine"))["message"] == "This is not your password."
        await ada.call("second_factor.begin", password=PASSWORD)

    async def test_the_secret_is_not_in_the_database(self, server: Running, ada: Person) -> None:
        from sqlalchemy import select

        from parley.store.database import Row, Transaction
        from parley.store.proofs import authenticators

        secret = (await ada.call("second_factor.begin"))["secret"]

        async def rows(tx: Transaction) -> list[Row]:
            return list(await tx.all(select(authenticators)))

        [row] = await server.services.database.read(rows)
        assert secret.encode() not in row.sealed
        assert server.services.tokens.seals.opened(row.sealed, whose=int(ada.id)) == secret.encode()
        assert server.services.tokens.seals.opened(row.sealed, whose=int(ada.id) + 1) is None

    async def test_its_owner_is_told_by_mail(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox, clock: Clock
    ) -> None:
        app = await add_app(reachable, clock)
        assert "authenticator app was set up" in (await mailbox.take(ADAS)).subject
        async with await sign_in_by(visitor, "ada", PASSWORD, app.recovery_codes[0]):
            assert "recovery code was used" in (await mailbox.take(ADAS)).subject
        await reachable.call("second_factor.remove")
        assert "turned off" in (await mailbox.take(ADAS)).subject


class TestTheSecondStep:
    async def test_a_password_alone_begins_no_session(self, app: App, ada: Person, visitor: Visitor) -> None:
        before = len((await ada.call("session.list"))["sessions"])
        await first_step(visitor, "ada", PASSWORD)
        assert len((await ada.call("session.list"))["sessions"]) == before
        assert "step" not in await visitor.refused("session.create", handle="ada", password="wrong", deliver="token")

    async def test_with_a_code_it_does(self, server: Running, app: App, visitor: Visitor) -> None:
        async with await sign_in_by(visitor, "ada", PASSWORD, app.next_code()) as again:
            assert (await again.call("me.get"))["handle"] == "ada"
            assert ("session.confirm", int(again.id)) in await audited(server)

    async def test_a_code_is_good_once_also_for_twenty_at_once(self, app: App, visitor: Visitor) -> None:
        code = app.next_code()
        steps = [await first_step(visitor, "ada", PASSWORD) for _ in range(20)]
        answers = await asyncio.gather(
            *(visitor.request("session.confirm", step=step, code=code, deliver="token") for step in steps)
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [401] * 19

    async def test_the_code_that_confirmed_the_app_signs_nobody_in(self, app: App, visitor: Visitor) -> None:
        assert await refused(visitor, await first_step(visitor, "ada", PASSWORD), app.code) == "unauthenticated"

    async def test_a_clock_may_be_off_by_half_a_minute_and_codes_go_forward_only(
        self, app: App, visitor: Visitor, clock: Clock
    ) -> None:
        clock.advance(ms=10 * MINUTE)
        for wrong in (app.at(-90), app.at(90)):
            assert await refused(visitor, await first_step(visitor, "ada", PASSWORD), wrong) == "unauthenticated"
        earlier, later = app.code, app.at(30)
        async with await sign_in_by(visitor, "ada", PASSWORD, later):
            assert await refused(visitor, await first_step(visitor, "ada", PASSWORD), earlier) == "unauthenticated"

    async def test_after_five_wrong_ones_the_step_is_used_up(self, app: App, visitor: Visitor) -> None:
        step = await first_step(visitor, "ada", PASSWORD)
        assert {await refused(visitor, step, "no code") for _ in range(5)} == {"unauthenticated"}
        assert await refused(visitor, step, app.next_code()) == "gone"
        async with await sign_in_by(visitor, "ada", PASSWORD, app.next_code()):
            pass

    async def test_it_is_good_once_and_for_five_minutes(self, app: App, visitor: Visitor, clock: Clock) -> None:
        step = await first_step(visitor, "ada", PASSWORD)
        await visitor.call("session.confirm", step=step, code=app.next_code(), deliver="token")
        assert await refused(visitor, step, app.next_code()) == "gone"
        late = await first_step(visitor, "ada", PASSWORD)
        clock.advance(ms=5 * MINUTE + 1)
        assert await refused(visitor, late, app.code) == "gone"

    async def test_what_was_tampered_with_leads_nowhere(
        self, app: App, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        step, code = await first_step(visitor, "ada", PASSWORD), app.next_code()
        number, _, proof = step.partition(".")
        await visitor.call("session.request_magic_link", login="ada")
        link = await mailbox.token(ADAS)
        for wrong in (step[:-1], f"{int(number) + 1}.{proof}", f"{number}.{proof[::-1]}", link):
            assert await refused(visitor, wrong, code) == "gone"
        # Nor is a step a link.
        redeemed = await visitor.refused("session.redeem_magic_link", token=step, deliver="token")
        assert redeemed["code"] == "gone"

    async def test_one_persons_code_is_nothing_for_another(
        self, app: App, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        bobs = await add_app(bob, clock)
        step = await first_step(visitor, "bob", PASSWORD)
        for wrong in (app.next_code(), *app.recovery_codes[:2]):
            assert await refused(visitor, step, wrong) == "unauthenticated"
        async with await sign_in_by(visitor, "ada", PASSWORD, app.recovery_codes[0]):
            pass
        await visitor.call("session.confirm", step=step, code=bobs.next_code(), deliver="token")

    async def test_a_new_password_ends_steps_that_wait(self, app: App, ada: Person, visitor: Visitor) -> None:
        step = await first_step(visitor, "ada", PASSWORD)
        await ada.call("account.change_password", password=PASSWORD, new_password="another long password")
        assert await refused(visitor, step, app.next_code()) == "gone"

    async def test_a_letter_does_not_skip_it(
        self, app: App, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await mailbox.all_sent()
        asked = await visitor.call("session.request_magic_link", login="ada")
        letter = await mailbox.take(ADAS)
        link = {"token": token_in(letter)}
        refusal = await visitor.refused("session.redeem_magic_link", **link, deliver="token")
        assert refusal["field"] == "second_factor"
        assert (await visitor.refused("session.redeem_magic_link", **link, deliver="token"))["code"] == "gone"
        code = {"request": asked["request"], "code": code_in(letter)}
        assert "step" not in await visitor.refused("session.redeem_magic_link", **code, deliver="token")
        await visitor.call("session.confirm", step=refusal["step"], code=app.next_code(), deliver="token")

    async def test_nor_does_a_new_password_by_mail(
        self, app: App, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        await visitor.call("account.reset_password", token=await mailbox.token(ADAS), password="another long password")
        async with await sign_in_by(visitor, "ada", "another long password", app.next_code()):
            pass


class TestRecoveryCodes:
    async def test_each_works_once_however_it_is_typed(self, app: App, ada: Person, visitor: Visitor) -> None:
        first, second = app.recovery_codes[:2]
        async with await sign_in_by(visitor, "ada", PASSWORD, first.lower().replace("-", " ")):
            pass
        assert await refused(visitor, await first_step(visitor, "ada", PASSWORD), first) == "unauthenticated"
        async with await sign_in_by(visitor, "ada", PASSWORD, second):
            pass
        assert (await ada.call("second_factor.get"))["recovery_codes"] == 8

    async def test_of_twenty_at_once_one_gets_in(self, app: App, visitor: Visitor) -> None:
        steps = [await first_step(visitor, "ada", PASSWORD) for _ in range(20)]
        code = app.recovery_codes[0]
        answers = await asyncio.gather(
            *(visitor.request("session.confirm", step=step, code=code, deliver="token") for step in steps)
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [401] * 19

    async def test_new_ones_take_the_place_of_all_before(self, app: App, ada: Person, visitor: Visitor) -> None:
        fresh = (await ada.call("second_factor.renew_codes"))["codes"]
        step = await first_step(visitor, "ada", PASSWORD)
        assert await refused(visitor, step, app.recovery_codes[0]) == "unauthenticated"
        await visitor.call("session.confirm", step=step, code=fresh[0], deliver="token")


class TestTurningItOff:
    async def test_codes_are_asked_for_no_more(self, server: Running, app: App, ada: Person, visitor: Visitor) -> None:
        step = await first_step(visitor, "ada", PASSWORD)
        await ada.call("second_factor.remove")
        assert await refused(visitor, step, app.recovery_codes[0]) == "unauthenticated"
        async with await visitor.sign_in("ada"):
            pass
        assert (await ada.refused("second_factor.remove"))["code"] == "not_found"
        assert ("second_factor.remove", int(ada.id)) in await audited(server)

    async def test_an_administrator_resets_it_for_somebody_who_lost_it(
        self, server: Running, ada: Person, bob: Person, eve: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await add_app(bob, clock)
        await add_passkey(bob, device_of(visitor.settings))
        socket = await bob.connect()
        assert (await eve.refused("user.reset_second_factor", person=bob.id))["code"] == "forbidden"
        assert (await ada.refused("user.reset_second_factor", person=ada.id))["field"] == "person"
        await ada.call("user.reset_second_factor", person=bob.id)
        assert (await socket.until_closed())[0] == 4401
        async with await visitor.sign_in("bob") as again:
            told = await again.call("second_factor.get")
            assert (told["authenticator_since"], told["recovery_codes"], told["passkeys"]) == (None, 0, 0)
        [row] = [row for row in await audit_rows(server) if row.action == "user.reset_second_factor"]
        assert (row.actor, row.person) == (int(ada.id), int(bob.id))
