import asyncio
from statistics import median
from time import perf_counter

import pytest

from parley.actions import administration
from parley.actions.context import Context
from parley.process.app import Running
from tests.actions.audited import audited
from tests.actions.conftest import ADAS
from tests.actions.test_sessions import REVOKED_WITHIN
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox, token_in

NEW = "another horse battery"
MINUTE = 60_000


class TestChanging:
    async def test_the_new_one_signs_in_and_the_old_one_does_not(self, ada: Person, visitor: Visitor) -> None:
        await ada.call("account.change_password", password=PASSWORD, new_password=NEW)
        assert (await visitor.refused("session.create", handle="ada", password=PASSWORD, deliver="token"))["code"] == (
            "unauthenticated"
        )
        async with await visitor.sign_in("ada", NEW) as again:
            assert again.id == ada.id

    async def test_one_stays_signed_in_here_and_nowhere_else(
        self, server: Running, ada: Person, visitor: Visitor
    ) -> None:
        async with await visitor.sign_in("ada") as elsewhere:
            here, there = await ada.connect(), await elsewhere.connect()
            assert await here.ask("account.change_password", password=PASSWORD, new_password=NEW) == {"sessions": 1}
            assert (await there.until_closed(REVOKED_WITHIN))[0] == 4401
            assert (await elsewhere.refused("me.get"))["code"] == "unauthenticated"
            assert (await here.ask("me.get"))["id"] == ada.id
        assert ("account.change_password", int(ada.id)) in await audited(server)

    async def test_it_takes_the_present_one(self, ada: Person) -> None:
        refusal = await ada.refused("account.change_password", password="not mine", new_password=NEW)
        assert (refusal["code"], refusal["field"]) == ("forbidden", "password")

    async def test_a_weak_one_is_refused(self, ada: Person) -> None:
        for weak in ("Summer2025!", "my name is ada"):
            refusal = await ada.refused("account.change_password", password=PASSWORD, new_password=weak)
            assert (refusal["code"], refusal["field"]) == ("invalid", "new_password")

    async def test_of_many_at_once_one_changes_it(self, ada: Person, visitor: Visitor) -> None:
        fresh = [f"{NEW} {number}" for number in range(5)]
        answers = await asyncio.gather(
            *(ada.request("account.change_password", password=PASSWORD, new_password=one) for one in fresh)
        )
        assert sorted(answer.status_code for answer in answers) == [200] + [403] * 4

    async def test_its_owner_is_told(self, reachable: Person, mailbox: Mailbox) -> None:
        await reachable.call("account.change_password", password=PASSWORD, new_password=NEW)
        letter = await mailbox.take(ADAS)
        assert letter.subject.startswith("Your password for")
        assert NEW not in letter.text


class TestForgotten:
    @pytest.mark.parametrize("login", ["ada", " Ada", ADAS])
    async def test_a_link_lets_one_choose_another(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox, login: str
    ) -> None:
        socket = await reachable.connect()
        await visitor.call("account.request_password_reset", login=login)
        token = await mailbox.token(ADAS)
        assert await visitor.call("account.reset_password", token=token, password=NEW) == {"sessions": 1}
        assert (await socket.until_closed(REVOKED_WITHIN))[0] == 4401
        async with await visitor.sign_in("ada", NEW) as again:
            assert again.id == reachable.id

    async def test_it_is_good_once_also_for_twenty_at_once(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        token = await mailbox.token(ADAS)
        answers = await asyncio.gather(
            *(visitor.request("account.reset_password", token=token, password=NEW) for _ in range(20))
        )
        assert sorted(answer.status_code for answer in answers) == [200] + [410] * 19

    async def test_it_lives_ten_minutes_from_its_sending(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox, clock: Clock
    ) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        token = await mailbox.token(ADAS)
        clock.advance(ms=10 * MINUTE + 1)
        assert (await visitor.refused("account.reset_password", token=token, password=NEW))["code"] == "gone"

    async def test_a_weak_password_does_not_use_it_up(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        token = await mailbox.token(ADAS)
        refusal = await visitor.refused("account.reset_password", token=token, password="Password123!")
        assert (refusal["code"], refusal["field"]) == ("invalid", "password")
        await visitor.call("account.reset_password", token=token, password=NEW)

    async def test_it_is_no_link_of_another_kind(self, reachable: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        token = await mailbox.token(ADAS)
        for verb, fields in (
            ("session.redeem_magic_link", {"deliver": "token"}),
            ("account.verify_email", {}),
        ):
            assert (await visitor.refused(verb, token=token, **fields))["code"] == "gone"
        number, _, proof = token.partition(".")
        for forged in (
            f"{int(number) + 1}.{proof}",
            f"{number}.{proof[::-1]}",
            token[:-1],
            "x" * 43,
            f"{2**70}.{proof}",
        ):
            refusal = await visitor.refused("account.reset_password", token=forged, password=NEW)
            assert (forged, refusal["code"]) == (forged, "gone")
        await visitor.call("account.reset_password", token=token, password=NEW)

    async def test_a_changed_password_ends_links(self, reachable: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        token = await mailbox.token(ADAS)
        await reachable.call("account.change_password", password=PASSWORD, new_password=NEW)
        assert (await visitor.refused("account.reset_password", token=token, password=NEW))["code"] == "gone"

    async def test_nobody_is_written_to_who_is_not_there_or_disabled(
        self, server: Running, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        async with await visitor.register("bob"):
            answers = {
                (answer.status_code, answer.content)
                for login in ("ada", "nobody", "nobody@example.org", "bob")
                for answer in [await visitor.request("account.request_password_reset", login=login)]
            }
        assert len(answers) == 1
        await mailbox.take(ADAS)
        assert await mailbox.is_empty()


async def test_asking_takes_as_long_for_nobody_as_for_somebody(reachable: Person, visitor: Visitor) -> None:
    """Generous, for machines differ: both write one row of the same size, and who is meant is found out later."""

    async def seconds(login: str) -> float:
        began = perf_counter()
        await visitor.call("account.request_password_reset", login=login)
        return perf_counter() - began

    taken: dict[str, list[float]] = {"ada": [], "bob": []}
    for _ in range(30):
        for login, found in taken.items():
            found.append(await seconds(login))
    known, unknown = median(taken["ada"]), median(taken["bob"])
    assert unknown > known / 3
    assert known > unknown / 3


async def test_an_administrator_hands_out_a_link(server: Running, ada: Person, visitor: Visitor) -> None:
    link = await administration.reset_link(Context(server.services), "ada")
    base = server.services.settings.base_url
    assert link.startswith(f"{base}/reset-password#")
    await visitor.call("account.reset_password", token=link.partition("#")[2], password=NEW)
    async with await visitor.sign_in("ada", NEW) as again:
        assert again.id == ada.id
    assert ("cli.reset_link", int(ada.id)) in await audited(server)


async def test_no_link_stands_in_the_database(
    server: Running, reachable: Person, visitor: Visitor, mailbox: Mailbox
) -> None:
    """Not in a job, nor its hash: it is made of a row and of the server's secret when the letter is written."""
    await visitor.call("account.request_password_reset", login="ada")
    letter = await mailbox.take(ADAS)
    proof = token_in(letter).partition(".")[2]
    settings = server.services.settings
    if not settings.database_url:
        kept = b"".join(path.read_bytes() for path in settings.data.glob("parley.db*"))
        assert b"reset" in kept
        assert proof.encode() not in kept
