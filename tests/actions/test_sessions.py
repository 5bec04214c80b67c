import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from parley.actions.sessions import GRACE_MS, TICKET_MS
from parley.guard.tokens import Tokens
from parley.process.app import Running
from parley.store.secret import load_secret
from tests.cast import PASSWORD, Frame, Person, Visitor, open_socket
from tests.conftest import Clock

DAY = 24 * 60 * 60_000
REVOKED_WITHIN = 20.0


async def refreshed(visitor: Visitor, token: str) -> Frame:
    return await visitor.call("session.refresh", refresh_token=token)


async def signed_in(visitor: Visitor, access: str) -> bool:
    response = await visitor.http.get("/api/me", headers={"Authorization": f"Bearer {access}"})
    assert response.status_code in (200, 401)
    return response.status_code == 200


class TestSigningIn:
    async def test_a_handle_and_its_password_begin_a_session(self, ada: Person, visitor: Visitor) -> None:
        async with await visitor.sign_in("ada") as again:
            assert (await again.call("me.get"))["id"] == ada.id
            assert again.access != ada.access

    @pytest.mark.parametrize("handle", ["Ada", " ada "])
    async def test_a_handle_may_be_typed_as_phones_do(self, ada: Person, visitor: Visitor, handle: str) -> None:
        async with await visitor.sign_in(handle) as again:
            assert again.id == ada.id

    async def test_a_wrong_handle_and_a_wrong_password_get_the_same_answer(self, ada: Person, visitor: Visitor) -> None:
        wrong = {"handle": "ada", "password": "not her password", "deliver": "token"}
        answers = [await visitor.request("session.create", **{**wrong, "handle": who}) for who in ("ada", "nobody")]
        assert {answer.status_code for answer in answers} == {401}
        assert answers[0].content == answers[1].content

    async def test_a_password_is_taken_as_it_is(self, ada: Person, visitor: Visitor) -> None:
        for password in (PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1]):
            refusal = await visitor.refused("session.create", handle="ada", password=password, deliver="token")
            assert refusal["code"] == "unauthenticated"


class TestRefreshing:
    async def test_every_refresh_brings_the_next_token(self, ada: Person, visitor: Visitor) -> None:
        first = await refreshed(visitor, ada.refresh)
        second = await refreshed(visitor, first["refresh_token"])
        assert len({ada.refresh, first["refresh_token"], second["refresh_token"]}) == 3
        assert await signed_in(visitor, second["access_token"])

    async def test_many_at_once_are_given_the_same_next_one(self, ada: Person, visitor: Visitor) -> None:
        answers = await asyncio.gather(*(refreshed(visitor, ada.refresh) for _ in range(10)))
        assert len({answer["refresh_token"] for answer in answers}) == 1
        assert await signed_in(visitor, ada.access)
        await refreshed(visitor, answers[0]["refresh_token"])

    async def test_a_lost_answer_may_be_asked_for_again(self, ada: Person, visitor: Visitor, clock: Clock) -> None:
        lost = await refreshed(visitor, ada.refresh)
        clock.advance(ms=GRACE_MS - 5_000)
        assert (await refreshed(visitor, ada.refresh))["refresh_token"] == lost["refresh_token"]

    async def test_a_copied_token_ends_the_session(self, ada: Person, visitor: Visitor, clock: Clock) -> None:
        latest = await refreshed(visitor, ada.refresh)
        socket = await ada.connect()
        clock.advance(ms=GRACE_MS + 1)
        refusal = await visitor.refused("session.refresh", refresh_token=ada.refresh)
        assert refusal["code"] == "unauthenticated"
        assert not await signed_in(visitor, latest["access_token"])
        assert (await visitor.refused("session.refresh", refresh_token=latest["refresh_token"]))["code"]
        async with asyncio.timeout(REVOKED_WITHIN):
            assert (await socket.until_closed())[0] == 4401

    async def test_the_one_before_the_last_is_a_copy_however_young(self, ada: Person, visitor: Visitor) -> None:
        second = await refreshed(visitor, ada.refresh)
        third = await refreshed(visitor, second["refresh_token"])
        assert (await visitor.refused("session.refresh", refresh_token=ada.refresh))["code"] == "unauthenticated"
        assert not await signed_in(visitor, third["access_token"])

    async def test_a_session_that_is_used_lasts_and_one_that_is_not_ends(
        self, server: Running, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        days = server.services.settings.session_days
        clock.advance(ms=(days - 1) * DAY)
        kept = await refreshed(visitor, ada.refresh)
        clock.advance(ms=(days - 1) * DAY)
        kept = await refreshed(visitor, kept["refresh_token"])
        clock.advance(ms=days * DAY + 1)
        assert (await visitor.refused("session.refresh", refresh_token=kept["refresh_token"]))["code"]

    async def test_no_session_lasts_for_ever(
        self, server: Running, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        settings = server.services.settings
        token, days = ada.refresh, 0
        while days + settings.session_days <= settings.session_max_days:
            clock.advance(ms=settings.session_days * DAY - 60_000)
            days += settings.session_days
            answer = await visitor.request("session.refresh", refresh_token=token)
            assert answer.status_code == 200, days
            token = answer.json()["refresh_token"]
        clock.advance(ms=settings.session_days * DAY)
        assert (await visitor.request("session.refresh", refresh_token=token)).status_code == 401

    async def test_what_is_no_refresh_token_is_refused(self, ada: Person, visitor: Visitor) -> None:
        session, generation, proof = ada.refresh.split(".")
        bad = [
            ada.access,
            f"{session}.{generation}.{'A' * 43}",
            f"{session}.1.{proof}",
            f"{int(session) + 1}.{generation}.{proof}",
            f"{'9' * 19}.{generation}.{proof}",
            f"{'9' * 400}.{generation}.{proof}",
            f"{session}.{generation}.{proof}=",
            f"{session}.{generation}",
            "." * 20,
        ]
        for token in bad:
            refusal = await visitor.refused("session.refresh", refresh_token=token)
            assert (token, refusal["code"]) in ((token, "unauthenticated"), (token, "invalid"))
        assert await signed_in(visitor, ada.access)

    async def test_without_a_token_there_is_nothing_to_refresh(self, ada: Person, visitor: Visitor) -> None:
        visitor.headers = {"Origin": visitor.base}
        assert (await visitor.refused("session.refresh"))["code"] == "unauthenticated"


class TestEnding:
    async def test_it_counts_at_once_on_every_door(self, ada: Person, visitor: Visitor) -> None:
        sockets = [await ada.connect() for _ in range(3)]
        await ada.call("session.end")
        assert not await signed_in(visitor, ada.access)
        assert (await visitor.refused("session.refresh", refresh_token=ada.refresh))["code"] == "unauthenticated"
        async with asyncio.timeout(REVOKED_WITHIN):
            closed = await asyncio.gather(*(socket.until_closed() for socket in sockets))
        assert {code for code, _ in closed} == {4401}

    async def test_other_sessions_of_the_same_person_go_on(self, ada: Person, visitor: Visitor) -> None:
        async with await visitor.sign_in("ada") as elsewhere:
            socket = await elsewhere.connect()
            await ada.call("session.end")
            assert (await socket.ask("me.get"))["id"] == ada.id

    async def test_nothing_is_sent_after_it(self, ada: Person) -> None:
        made = await ada.call("room.create", client_id="r", name="Room", kind="private")
        socket = await ada.connect()
        await ada.call("session.end")
        assert (await socket.until_closed())[0] == 4401
        refusal = await ada.refused("message.send", room=made["room"]["id"], client_id="late", body="too late")
        assert refusal["code"] == "unauthenticated"

    async def test_an_ended_session_opens_no_socket(self, server: Running, ada: Person) -> None:
        await ada.call("session.end")
        socket = await ada.open()
        socket.write({"type": "hello"})
        assert (await socket.next("error"))["code"] == "unauthenticated"
        assert (await socket.until_closed())[0] == 4401


class TestTickets:
    async def test_one_opens_a_socket(self, server: Running, ada: Person) -> None:
        ticket = await ada.call("session.ticket")
        socket = await open_socket(server.services.settings)
        socket.write({"type": "hello", "ticket": ticket["ticket"]})
        assert (await socket.next("welcome"))["you"]["id"] == ada.id
        socket.cut()

    async def test_it_opens_one_socket_of_twenty_at_once(self, server: Running, ada: Person) -> None:
        ticket = (await ada.call("session.ticket"))["ticket"]
        sockets = [await ada.open({}) for _ in range(20)]
        for socket in sockets:
            socket.write({"type": "hello", "ticket": ticket})
        answers = await asyncio.gather(*(socket.first(lambda frame: True) for socket in sockets))
        assert sorted(answer["type"] for answer in answers) == ["error"] * 19 + ["welcome"]
        assert {answer["code"] for answer in answers if answer["type"] == "error"} == {"unauthenticated"}

    async def test_it_expires(self, ada: Person, clock: Clock) -> None:
        ticket = (await ada.call("session.ticket"))["ticket"]
        clock.advance(ms=TICKET_MS)
        socket = await ada.open({})
        socket.write({"type": "hello", "ticket": ticket})
        assert (await socket.until_closed())[0] == 4401

    async def test_it_ends_with_its_session(self, ada: Person) -> None:
        ticket = (await ada.call("session.ticket"))["ticket"]
        await ada.call("session.end")
        socket = await ada.open({})
        socket.write({"type": "hello", "ticket": ticket})
        assert (await socket.until_closed())[0] == 4401

    async def test_a_guess_opens_none(self, ada: Person) -> None:
        socket = await ada.open({})
        socket.write({"type": "hello", "ticket": "x" * 43})
        assert (await socket.until_closed())[0] == 4401


class TestAccessTokens:
    async def test_one_lasts_a_quarter_of_an_hour(
        self, server: Running, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        clock.advance(ms=server.services.settings.access_minutes * 60_000 - 2_000)
        assert await signed_in(visitor, ada.access)
        clock.advance(ms=3_000)
        assert not await signed_in(visitor, ada.access)
        assert await signed_in(visitor, (await refreshed(visitor, ada.refresh))["access_token"])

    async def test_forged_ones_are_nobodys(self, server: Running, ada: Person, visitor: Visitor) -> None:
        for name, token in forgeries(server, ada).items():
            headers = [(b"Authorization", f"Bearer {token}".encode())]
            response = await visitor.http.get("/api/me", headers=headers)
            assert (name, response.status_code, response.json()["code"]) == (name, 401, "unauthenticated")
        assert await signed_in(visitor, ada.access)


def forgeries(server: Running, ada: Person) -> dict[str, str]:
    """Tokens that almost are ada's, by what is wrong with them."""
    header, claims, signature = ada.access.split(".")
    said: Frame = json.loads(unpadded(claims))
    services = server.services
    now = services.now()
    person, session = int(said["sub"]), int(said["sid"])
    stranger = Tokens(b"another secret", audience=services.settings.base_url)
    neighbour = Tokens(load_secret(services.settings), audience="https://other.example.org")
    times = {"now": now, "expires_at": now + 60_000}
    unsigned = f"{part({'alg': 'none', 'typ': 'at+jwt'})}.{claims}."
    return {
        "no algorithm": unsigned,
        "no algorithm, old signature": unsigned + signature,
        "other algorithm": signed({"alg": "HS512", "typ": "at+jwt"}, said, b"x", hashlib.sha512),
        "public key as secret": signed({"alg": "RS256", "typ": "at+jwt"}, said, b"x"),
        "other key": stranger.access(person=person, session=session, **times),
        "other server": neighbour.access(person=person, session=session, **times),
        "no signature": f"{header}.{claims}.",
        "changed claims": f"{header}.{part({**said, 'sub': '1'})}.{signature}",
        "changed header": f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{claims}.{signature}",
        "key of the sender's choice": signed({"alg": "HS256", "typ": "at+jwt", "jwk": {"kty": "oct"}}, said, b""),
        "key by path": signed({"alg": "HS256", "typ": "at+jwt", "kid": "../../dev/null"}, said, b""),
        "refresh token": ada.refresh,
        "header is a list": f"{part([])}.{claims}.{signature}",
        "not base64": "ä.ö.ü",
        "too short": "a.b",
        "deep": f"{header}.{base64.urlsafe_b64encode(b'[' * 5000).decode()}.{signature}",
        "long": "x" * 8000,
    }


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed(header: Any, claims: Any, key: bytes, digest: Any = hashlib.sha256) -> str:
    text = f"{part(header)}.{part(claims)}"
    proof = base64.urlsafe_b64encode(hmac.new(key, text.encode(), digest).digest()).rstrip(b"=").decode()
    return f"{text}.{proof}"
