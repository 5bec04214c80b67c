"""A copy of one's data: asking for it, downloading it, the letter about it, and its end."""

import asyncio
import re

import httpx2
import pytest
from sqlalchemy import select

from parley.basics.times import DAY, HOUR
from parley.doors.http import exports as door
from parley.later import export_archive
from parley.process.app import Running
from parley.store import export_tables, exports
from parley.store.database import Transaction
from tests.actions.conftest import ADAS
from tests.actions.exporting import FILE, Copy, ask, downloaded, export, pieces, prepared, state, until
from tests.cast import PASSWORD, PATIENCE, Person, Visitor
from tests.conftest import Clock
from tests.mailbox import Mailbox


class TestAsking:
    async def test_it_takes_the_password(self, bob: Person) -> None:
        for password in ({"password": "not mine"}, {}):
            refusal = await bob.refused("account.export", client_id="x", **password)
            assert (refusal["code"], refusal["field"]) == ("forbidden", "password")
        assert await state(bob) is None

    async def test_again_with_the_same_client_id_is_the_same_one(self, server: Running, bob: Person) -> None:
        first = await ask(bob)
        assert await ask(bob) == first
        ready = await prepared(server, bob)
        assert await ask(bob) == ready

    async def test_another_one_has_to_wait_and_is_told_for_how_long(
        self, server: Running, bob: Person, visitor: Visitor, clock: Clock
    ) -> None:
        await ask(bob)
        refusal = await bob.refused("account.export", client_id="second", password=PASSWORD)
        assert (refusal["code"], "being prepared" in refusal["message"]) == ("conflict", True)
        await prepared(server, bob)
        clock.advance(ms=DAY - HOUR - HOUR // 2)
        async with await visitor.sign_in("bob") as later:
            refusal = await later.refused("account.export", client_id="second", password=PASSWORD)
        assert refusal["code"] == "conflict"
        assert "in 2 hours" in refusal["message"]

    async def test_many_at_once_are_one(self, server: Running, bob: Person) -> None:
        asking = (bob.request("account.export", client_id=str(n), password=PASSWORD) for n in range(4))
        assert sorted(answer.status_code for answer in await asyncio.gather(*asking)) == [202, 409, 409, 409]


class TestDownloading:
    async def test_it_is_its_owners_alone(self, server: Running, ada: Person, bob: Person, visitor: Visitor) -> None:
        await export(server, bob)
        assert (await visitor.http.get(FILE)).status_code == 401
        # Ada owns the server.
        assert (await downloaded(ada)).status_code == 404
        await bob.call("session.end")
        assert (await downloaded(bob)).status_code == 401

    async def test_there_is_none_before_it_is_ready(self, bob: Person) -> None:
        await ask(bob)
        assert (await downloaded(bob)).status_code == 404

    async def test_somebody_whose_account_is_closed_gets_no_further(
        self, server: Running, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also if that happens between two pieces."""
        monkeypatch.setattr(export_archive, "PIECE", 64)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 640)
        await ask(bob)
        await prepared(server, bob)
        async with bob.http.stream("GET", FILE, headers=bob.headers) as answer:
            assert answer.status_code == 200
            await ada.call("user.deactivate", person=bob.id)
            with pytest.raises(httpx2.RemoteProtocolError):
                await answer.aread()
        assert (await downloaded(bob)).status_code == 401

    async def test_nobody_has_more_than_two_at_a_time(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await ask(bob)
        await prepared(server, bob)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 64)
        async with (
            bob.http.stream("GET", FILE, headers=bob.headers) as first,
            bob.http.stream("GET", FILE, headers=bob.headers) as second,
        ):
            assert (first.status_code, second.status_code) == (200, 200)
            refused = await downloaded(bob)
            assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 1 << 30)
        async with asyncio.timeout(PATIENCE):
            while (await downloaded(bob)).status_code != 200:
                pass

    async def test_who_is_too_slow_gets_no_further_and_may_try_again(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await ask(bob)
        await prepared(server, bob)
        monkeypatch.setattr(door, "BYTES_PER_SECOND", 64)
        monkeypatch.setattr(door, "LEAST_BYTES_PER_SECOND", 1 << 30)
        monkeypatch.setattr(door, "GRACE_SECONDS", 0.1)
        for _ in range(door.TOGETHER + 1):
            async with bob.http.stream("GET", FILE, headers=bob.headers) as answer:
                assert answer.status_code == 200
                with pytest.raises(httpx2.RemoteProtocolError):
                    await answer.aread()


class TestTheEnd:
    async def test_after_a_day_it_is_gone_and_another_one_can_be_asked_for(
        self, server: Running, bob: Person, visitor: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await export(server, bob)
        assert await pieces(server) > exports.BATCH
        clock.advance(ms=DAY - HOUR)
        async with await visitor.sign_in("bob") as later:
            assert (await downloaded(later)).status_code == 200
        clock.advance(ms=HOUR + 1)
        async with await visitor.sign_in("bob") as later:
            assert await state(later) is None
            assert (await downloaded(later)).status_code == 404

            async def gone() -> bool:
                return await pieces(server) == 0

            await until(server, gone)
            assert (await ask(later, "second"))["ready_at"] is None

    async def test_nothing_of_it_is_left_of_a_deleted_account(
        self, server: Running, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_archive, "PIECE", 64)
        await export(server, bob)
        await bob.call("account.delete", password=PASSWORD, messages="keep")

        async def rows(tx: Transaction) -> int:
            return len(await tx.all(select(export_tables.exports)))

        assert await server.services.database.read(rows) == 0

        async def gone() -> bool:
            return await pieces(server) == 0

        await until(server, gone)

    async def test_one_that_nobody_wants_any_more_is_not_written(self, server: Running, bob: Person) -> None:
        await ask(bob)
        await bob.call("account.delete", password=PASSWORD, messages="keep")

        async def idle() -> bool:
            return not await server.runner.look()

        await until(server, idle)
        assert await pieces(server) == 0


class TestLetters:
    async def test_a_letter_says_that_it_is_ready_and_has_no_secret_in_it(
        self, server: Running, reachable: Person, mailbox: Mailbox
    ) -> None:
        await ask(reachable)
        assert await mailbox.is_empty()
        await prepared(server, reachable)
        letter = await mailbox.take(ADAS)
        assert "is ready" in letter.subject
        base = server.services.settings.base_url
        assert re.findall(r"https?://\S+", letter.text) == [f"{base}/settings/account"]

    async def test_it_is_written_in_the_language_of_the_request(
        self, server: Running, reachable: Person, mailbox: Mailbox
    ) -> None:
        reachable.headers["Accept-Language"] = "de"
        await ask(reachable)
        await prepared(server, reachable)
        assert "bereit" in (await mailbox.take(ADAS)).subject
        readme = Copy((await downloaded(reachable)).content).zip.read("README.txt").decode()
        assert "JSON" in readme
        assert "aufbewahrt" in readme

    async def test_who_has_no_address_gets_none(self, server: Running, bob: Person, mailbox: Mailbox) -> None:
        await export(server, bob)
        assert await mailbox.is_empty()
