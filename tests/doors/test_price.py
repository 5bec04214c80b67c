"""What a call costs: the caller pays for nonsense and for large answers, and nobody else does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from parley.guard import price
from parley.process.app import Running, serving
from parley.settings import Settings
from parley.store.messages import PAGE_BYTES
from tests.cast import Person, Room, Visitor
from tests.conftest import with_changes

LONGEST = "😀" * 8_000
# Refills so slowly that a test never sees it.
SLOWLY = "0.0001"


@asynccontextmanager
async def ada_at(settings: Settings, **limits: str) -> AsyncIterator[tuple[Person, Running]]:
    limited = with_changes(settings, **limits)
    async with serving(limited) as server, Visitor(limited) as visitor, await visitor.set_up("ada", server) as ada:
        yield ada, server


async def statuses(who: Visitor, verb: str, times: int, **fields: Any) -> list[int]:
    return [(await who.request(verb, **fields)).status_code for _ in range(times)]


async def nonsense(who: Visitor, path: str, times: int) -> list[int]:
    headers = {**who.headers, "Content-Type": "application/json"}
    return [(await who.http.post(path, content=b'{"name": [', headers=headers)).status_code for _ in range(times)]


class TestNonsense:
    @pytest.fixture
    async def ada(self, settings: Settings) -> AsyncIterator[Person]:
        async with ada_at(settings, rate_write=f"4/{SLOWLY}", rate_sign_in=f"4/{SLOWLY}") as (ada, _):
            yield ada

    async def test_a_body_that_cannot_be_read_costs_as_much_as_one_that_can(self, ada: Person) -> None:
        assert await nonsense(ada, "/api/rooms", 6) == [400] * 4 + [429] * 2

    async def test_so_does_a_command_on_a_socket(self, ada: Person) -> None:
        socket = await ada.connect()
        codes = []
        for ref in range(6):
            socket.write({"type": "room.create", "ref": ref, "name": 3})
            codes.append((await socket.next("error"))["code"])
        assert codes == ["invalid"] * 4 + ["rate_limited"] * 2

    async def test_who_is_not_signed_in_pays_by_address_and_keeps_nobody_else_out(self, ada: Person) -> None:
        async with Visitor(ada.settings) as visitor:
            assert await nonsense(visitor, "/api/sessions", 4) == [400] * 4
            wrong = {"handle": "ada", "password": "not hers", "deliver": "token"}
            assert await statuses(visitor, "session.create", 1, **wrong) == [429]
        assert await statuses(ada, "me.get", 1) == [200]


class TestAnswers:
    @pytest.fixture
    async def ada(self, settings: Settings) -> AsyncIterator[Person]:
        async with ada_at(settings, rate_read=f"20/{SLOWLY}", rate_send="off") as (ada, _):
            yield ada

    async def test_small_ones_cost_one_each(self, ada: Person) -> None:
        assert await statuses(ada, "me.get", 22) == [200] * 20 + [429] * 2

    async def test_a_large_one_delays_what_its_reader_asks_next(self, ada: Person) -> None:
        room = (await ada.call("room.create", name="Long", slug="long", client_id="r"))["room"]["id"]
        for n in range(10):
            await ada.call("message.send", room=room, client_id=f"m{n}", body=LONGEST)
        assert await statuses(ada, "message.list", 4, room=room, limit=200) == [200, 200, 429, 429]

    async def test_catching_up_costs_by_the_cursor(self, ada: Person) -> None:
        socket = await ada.connect()
        strange = {"epoch": socket.welcome["epoch"], "cursors": {f"room:{10_000 + n}": 1 for n in range(250)}}
        assert len((await socket.ask("sync.get", **strange))["frames"]) == 251
        assert await statuses(ada, "sync.get", 1, **strange) == [429]
        again = await ada.open()
        again.write({"type": "hello", **strange})
        assert (await again.next("error"))["code"] == "rate_limited"


async def test_who_is_in_many_rooms_is_not_welcomed_again_and_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price, "BYTES_PER_TOKEN", 100)  # else the test would need thousands of rooms
    async with ada_at(settings, rate_read=f"20/{SLOWLY}") as (ada, _):

        async def greeted() -> str:
            socket = await ada.open()
            socket.write({"type": "hello"})
            answer = await socket.first(lambda frame: frame["type"] in ("welcome", "error"))
            return str(answer.get("code", answer["type"]))

        answers = [await greeted() for _ in range(10)]
        assert (answers[0], answers[-1]) == ("welcome", "rate_limited")


async def test_a_page_ends_at_a_number_of_bytes_and_leaves_nothing_out(ada: Person, lobby: Room) -> None:
    places = [int((await ada.say(lobby, LONGEST if n % 3 else f"short {n}"))["seq"]) for n in range(20)]
    back: list[int] = []
    more = True
    while more:
        page = await ada.call("message.list", room=lobby.id, limit=200, **({"before": back[0]} if back else {}))
        assert 0 < sum(len(message["body"].encode()) for message in page["messages"]) <= PAGE_BYTES
        back, more = [message["seq"] for message in page["messages"]] + back, page["has_before"]
    assert back == places
    there, more = [places[0]], True
    while more:
        page = await ada.call("message.list", room=lobby.id, limit=200, after=there[-1])
        there, more = there + [message["seq"] for message in page["messages"]], page["has_after"]
    assert there == places


async def test_tokens_of_a_session_that_has_ended_cost_its_person_one_call(settings: Settings) -> None:
    async with ada_at(settings, rate_read=f"4/{SLOWLY}") as (ada, _), await ada.sign_in("ada") as elsewhere:
        await elsewhere.call("session.revoke_others")
        assert await statuses(ada, "me.get", 10) == [401] * 10
        assert await statuses(elsewhere, "me.get", 4) == [200] * 3 + [429]


async def test_so_many_reads_of_one_person_are_answered_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ada_at(settings, requests_reading="2") as (ada, server):
        socket = await ada.connect()
        released, read = asyncio.Event(), server.services.database.read

        async def held(*work: Any) -> Any:
            await released.wait()
            return await read(*work)

        monkeypatch.setattr(server.services.database, "read", held)
        for ref in range(5):
            socket.write({"type": "room.list", "ref": ref})
        refused = [await socket.next("error") for _ in range(3)]
        assert {(answer["code"], answer["retryable"]) for answer in refused} == {("rate_limited", True)}
        released.set()
        assert {(await socket.next("ok"))["ref"] for _ in range(2)} == {0, 1}
        assert "rooms" in await socket.ask("room.list")


async def test_calling_everybody_costs_as_much_as_ten_messages(settings: Settings) -> None:
    async with ada_at(settings, rate_send=f"20/{SLOWLY}") as (ada, _):
        made = await ada.call("room.create", client_id="den", name="Den", kind="private")
        room = Room(made["room"]["id"])
        await ada.say(room, "@room")
        await ada.say(room, "`@room` costs nothing more")
        fields = {"room": room.id, "client_id": "here", "body": "@here"}
        assert (await ada.refused("message.send", **fields))["code"] == "rate_limited"
        assert await statuses(ada, "message.send", 1, **fields | {"body": "nobody"}) == [201]
