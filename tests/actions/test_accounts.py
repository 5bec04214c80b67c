import asyncio
from typing import Any

import pytest

from parley.actions import accounts
from parley.actions.context import Context
from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import PASSWORD, Person, Refusal, Visitor
from tests.conftest import with_changes

ADA = {"handle": "ada", "name": "Ada", "password": PASSWORD, "client_id": "first", "deliver": "token"}
BOB = {**ADA, "handle": "bob", "name": "Bob"}


async def printed(server: Running) -> str:
    """The token in the link that a starting server prints."""
    token = await accounts.prepare_setup(Context(server.services))
    assert token is not None
    return token


class TestSetUp:
    async def test_the_first_person_is_the_owner(self, server: Running, visitor: Visitor) -> None:
        assert (await visitor.call("server.get"))["needs_setup"] is True
        session = await visitor.call("setup.complete", **ADA, token=await printed(server))
        assert (session["me"]["handle"], session["me"]["role"]) == ("ada", "owner")
        assert (await visitor.call("server.get"))["needs_setup"] is False

    async def test_the_link_works_once(self, server: Running, visitor: Visitor) -> None:
        token = await printed(server)
        await visitor.call("setup.complete", **ADA, token=token)
        refusal = await visitor.refused("setup.complete", **BOB, token=token)
        assert (refusal["code"], refusal["message"]) == (
            "conflict",
            "This server has been set up already. Sign in instead.",
        )

    async def test_the_link_printed_last_is_the_one_that_works(self, server: Running, visitor: Visitor) -> None:
        before, last = await printed(server), await printed(server)
        refusal = await visitor.refused("setup.complete", **ADA, token=before)
        assert (refusal["code"], refusal["field"]) == ("forbidden", "token")
        await visitor.call("setup.complete", **ADA, token=last)

    async def test_a_guess_makes_nobody(self, server: Running, visitor: Visitor) -> None:
        await printed(server)
        assert (await visitor.refused("setup.complete", **ADA, token="x" * 43))["code"] == "forbidden"
        assert (await visitor.call("server.get"))["needs_setup"] is True

    async def test_no_link_is_printed_for_a_server_with_people(self, server: Running, ada: Person) -> None:
        assert await accounts.prepare_setup(Context(server.services)) is None

    async def test_of_many_at_once_one_becomes_the_owner(self, server: Running, visitor: Visitor) -> None:
        token = await printed(server)
        answers = await asyncio.gather(
            *(visitor.request("setup.complete", **{**ADA, "handle": f"ada{n}"}, token=token) for n in range(10))
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9

    async def test_the_same_call_twice_is_the_same_person(self, server: Running, visitor: Visitor) -> None:
        """Its first answer was lost, say. The password proves who asks; the token has been spent."""
        token = await printed(server)
        first = await visitor.call("setup.complete", **ADA, token=token)
        again = await visitor.call("setup.complete", **ADA, token=token)
        assert again["me"] == first["me"]
        assert again["refresh_token"] != first["refresh_token"]


class TestRegistering:
    async def test_a_newcomer_is_a_member_and_signed_in(self, ada: Person, visitor: Visitor) -> None:
        session = await visitor.call("account.register", **BOB)
        assert session["me"]["role"] == "member"
        visitor.headers = {"Authorization": f"Bearer {session['access_token']}"}
        assert (await visitor.call("me.get"))["handle"] == "bob"

    async def test_nobody_comes_before_the_owner(self, visitor: Visitor) -> None:
        assert (await visitor.refused("account.register", **BOB))["code"] == "forbidden"

    async def test_nobody_comes_where_it_is_closed(self, settings: Settings) -> None:
        async with serving(with_changes(settings, registration="closed")) as server, Visitor(settings) as visitor:
            async with await visitor.set_up("ada", server):
                refusal = await visitor.refused("account.register", **BOB)
            assert (await visitor.call("server.get"))["registration"] == "closed"
        assert refusal["code"] == "forbidden"
        assert "administrator" in refusal["message"]

    async def test_a_closed_server_does_not_tell_which_handles_there_are(self, settings: Settings) -> None:
        changed = with_changes(settings, registration="closed")
        async with serving(changed) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server):
            answers = [
                await visitor.request(verb, **{**ADA, "handle": handle}, **more)
                for verb, more in (("account.register", {}), ("setup.complete", {"token": "t" * 43}))
                for handle in ("ada", "nobody")
            ]
        assert [answer.status_code for answer in answers] == [403, 403, 409, 409]
        assert [answers[0].content, answers[2].content] == [answers[1].content, answers[3].content]

    async def test_a_taken_handle_is_refused(self, ada: Person, visitor: Visitor) -> None:
        refusal = await visitor.refused("account.register", **{**ADA, "client_id": "another"})
        assert (refusal["code"], refusal["field"]) == ("conflict", "handle")

    async def test_of_many_who_take_a_handle_at_once_one_gets_it(self, ada: Person, visitor: Visitor) -> None:
        answers = await asyncio.gather(
            *(visitor.request("account.register", **{**BOB, "client_id": f"c{n}"}) for n in range(10))
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9

    async def test_the_same_call_many_times_at_once_is_one_person(self, ada: Person, visitor: Visitor) -> None:
        sessions = await asyncio.gather(*(visitor.call("account.register", **BOB) for _ in range(10)))
        assert len({session["me"]["id"] for session in sessions}) == 1
        assert len({session["refresh_token"] for session in sessions}) == 10

    @pytest.mark.parametrize("other", [{"password": "another good password"}, {"client_id": "another"}])
    async def test_a_repetition_must_prove_itself(self, ada: Person, visitor: Visitor, other: dict[str, str]) -> None:
        await visitor.call("account.register", **BOB)
        assert (await visitor.refused("account.register", **{**BOB, **other}))["code"] == "conflict"


async def test_a_handle_keeps_to_its_rules(ada: Person, visitor: Visitor) -> None:
    cyrillic = "b\u043eb"
    for handle in (
        "b",
        "Bob",
        "b ob",
        ".bob",
        "bob.",
        "b..ob",
        "b@ob",
        "böb",
        "bob\n",
        "b\u200bob",
        cyrillic,
        "b" * 33,
        "",
    ):
        refusal = await visitor.refused("account.register", **{**BOB, "handle": handle})
        assert (handle, refusal["code"], refusal["field"]) == (handle, "invalid", "handle")


class TestPasswords:
    async def test_a_weak_one_is_refused(self, ada: Person, visitor: Visitor) -> None:
        in_it = ("my name is bob", "MyNameIsBOB!")
        for password in ("too short", "a" * 12, "abababababab", *in_it, "password123", "1234567890", "p" * 1025):
            refusal = await visitor.refused("account.register", **{**BOB, "password": password})
            assert (password, refusal["code"], refusal["field"]) == (password, "invalid", "password")

    async def test_anything_long_enough_will_do_and_all_of_it_counts(self, ada: Person, visitor: Visitor) -> None:
        long = "x1 " + "y" * 1000 + " zw"
        for n, password in enumerate(("correct horse", "пароль из слов", "🐎🔋📎🐎🔋📎✅✨🌙⭐", long)):
            handle = f"guest{n}"
            await visitor.call("account.register", **{**BOB, "handle": handle, "name": handle, "password": password})
            async with await visitor.sign_in(handle, password):
                pass
            with pytest.raises(Refusal, match="unauthenticated"):
                await visitor.sign_in(handle, password[:-1])


class TestNames:
    async def test_one_is_kept_as_it_can_be_shown(self, ada: Person, visitor: Visitor) -> None:
        kept = {
            "  Bob   Builder ": "Bob Builder",
            "Bob\u202egnihton\u202c": "Bobgnihton",
            "B\u200bo\u200db": "Bob",
            "\u200b Bob \u200b": "Bob",
            "Bob \u200b Builder": "Bob Builder",
            "\uff22\uff4f\uff42": "Bob",
            "Bob\r\nBuilder\t": "Bob Builder",
            "Ådne": "Ådne",
            "ボブ": "ボブ",
        }
        for n, (given, shown) in enumerate(kept.items()):
            # Nobody else has the name that comes out of it.
            session = await visitor.call("account.register", **{**BOB, "handle": f"guest{n}", "name": given})
            assert session["me"]["name"] == shown
            async with Person(visitor.settings, session) as guest:
                await guest.call("me.update", name=f"Guest {n}")

    async def test_one_that_cannot_be_shown_is_refused(self, ada: Person, visitor: Visitor) -> None:
        for name in ("\u200b\u2060", "\u202e", " \t", "\ufdfa" * 60, "n" * 81):
            refusal = await visitor.refused("account.register", **{**BOB, "name": name})
            assert (name, refusal["code"], refusal["field"]) == (name, "invalid", "name")


async def test_nobody_chooses_what_is_not_theirs_to_choose(ada: Person, visitor: Visitor) -> None:
    for field in ("role", "is_admin", "id", "created_at", "disabled_at"):
        more: dict[str, Any] = {field: "owner"}
        refusal = await visitor.refused("account.register", **BOB, **more)
        assert (refusal["code"], refusal["field"]) == ("invalid", field)
