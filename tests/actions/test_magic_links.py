import asyncio

from parley.actions import administration
from parley.actions.context import Context
from parley.process.app import Running
from tests.actions.audited import audited
from tests.actions.conftest import ADAS
from tests.cast import Person, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox, code_in, token_in

MINUTE = 60_000


async def redeemed(visitor: Visitor, **fields: str) -> Person:
    return Person(visitor.settings, await visitor.call("session.redeem_magic_link", deliver="token", **fields))


async def refused(visitor: Visitor, **fields: str) -> str:
    refusal = await visitor.refused("session.redeem_magic_link", deliver="token", **fields)
    return str(refusal["code"])


class TestTheLink:
    async def test_it_signs_in(self, server: Running, reachable: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        await visitor.call("session.request_magic_link", login=ADAS)
        async with await redeemed(visitor, token=await mailbox.token(ADAS)) as ada:
            assert (await ada.call("me.get"))["handle"] == "ada"
        assert ("session.redeem_magic_link", int(reachable.id)) in await audited(server)

    async def test_of_twenty_at_once_one_gets_in(self, reachable: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        await visitor.call("session.request_magic_link", login="ada")
        token = await mailbox.token(ADAS)
        answers = await asyncio.gather(
            *(visitor.request("session.redeem_magic_link", token=token, deliver="token") for _ in range(20))
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [410] * 19

    async def test_what_looks_at_links_before_their_reader_uses_none_up(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("session.request_magic_link", login="ada")
        letter = await mailbox.take(ADAS)
        page = next(line for line in letter.text.splitlines() if line.startswith("http"))
        for method in ("GET", "HEAD"):
            for _ in range(5):
                opened = await visitor.http.request(method, page.partition(visitor.settings.base_url)[2])
                assert opened.headers["referrer-policy"] == "no-referrer"
                query = {"token": token_in(letter), "deliver": "cookie"}
                await visitor.http.request(method, "/api/sessions/magic-links/redeem", params=query)
        async with await redeemed(visitor, token=token_in(letter)) as ada:
            assert ada.id == reachable.id

    async def test_it_lives_ten_minutes_and_the_newer_one_counts(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox, clock: Clock
    ) -> None:
        tokens = []
        for _ in range(2):
            await visitor.call("session.request_magic_link", login="ada")
            tokens.append(await mailbox.token(ADAS))
        assert await refused(visitor, token=tokens[0]) == "gone"
        clock.advance(ms=10 * MINUTE + 1)
        assert await refused(visitor, token=tokens[1]) == "gone"

    async def test_it_lets_nobody_in_who_was_disabled_meanwhile(
        self, server: Running, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        ctx = Context(server.services)
        await administration.give_role(ctx, "ada", "owner")
        async with await visitor.register("bob"):
            await administration.give_role(ctx, "bob", "owner")
        await visitor.call("session.request_magic_link", login="ada")
        token = await mailbox.token(ADAS)
        await administration.disable(ctx, "ada")
        assert await refused(visitor, token=token) == "unauthenticated"


class TestTheCode:
    async def test_it_signs_in_where_it_was_asked_for(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        asked = await visitor.call("session.request_magic_link", login="ada")
        code = code_in(await mailbox.take(ADAS))
        typed = code.lower().replace("-", " ")
        async with await redeemed(visitor, request=asked["request"], code=typed) as ada:
            assert ada.id == reachable.id
        assert await refused(visitor, request=asked["request"], code=code) == "unauthenticated"

    async def test_elsewhere_it_is_good_for_nothing(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("session.request_magic_link", login="ada")
        code = code_in(await mailbox.take(ADAS))
        others = await visitor.call("session.request_magic_link", login="nobody")
        for request in ("x" * 43, others["request"]):
            assert await refused(visitor, request=request, code=code) == "unauthenticated"

    async def test_after_five_wrong_ones_the_right_one_is_too_late(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        asked = await visitor.call("session.request_magic_link", login="ada")
        letter = await mailbox.take(ADAS)
        tries = [{"request": asked["request"], "code": f"AAAA-AAA{n}"} for n in range(2, 7)]
        assert set(await asyncio.gather(*(refused(visitor, **one) for one in tries))) == {"unauthenticated"}
        assert await refused(visitor, request=asked["request"], code=code_in(letter)) == "unauthenticated"
        async with await redeemed(visitor, token=token_in(letter)) as ada:  # the link cannot be guessed
            assert ada.id == reachable.id

    async def test_a_wrong_code_for_nobody_looks_like_one_for_somebody(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        answers = set()
        for login in ("ada", "nobody"):
            asked = await visitor.call("session.request_magic_link", login=login)
            if login == "ada":
                await mailbox.take(ADAS)
            wrong = {"request": asked["request"], "code": "AAAA-AAAA", "deliver": "token"}
            answer = await visitor.request("session.redeem_magic_link", **wrong)
            answers.add((answer.status_code, answer.content))
        assert len(answers) == 1


async def test_it_takes_the_one_or_the_other(ada: Person, visitor: Visitor) -> None:
    for fields in ({}, {"request": "x" * 43}, {"code": "AAAA-AAAA"}, {"token": "x" * 43, "code": "AAAA-AAAA"}):
        assert await refused(visitor, **fields) == "invalid"
