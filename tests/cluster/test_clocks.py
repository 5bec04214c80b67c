"""Two processes whose machines' clocks are two hours apart, and one of them right by nobody's count."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from parley.policies import UNDO_MS
from parley.settings import Settings
from tests.cast import PASSWORD, Frame, Person, Room, Visitor
from tests.cli.running import Parley
from tests.conftest import LIFTED, with_changes
from tests.services.ports import free_port

HOUR_S = 3_600
CLOSE = timedelta(seconds=30)


@dataclass(frozen=True)
class Hosts:
    """Somebody at each of the two: one is an hour ahead, the other an hour behind."""

    ahead: Visitor
    behind: Visitor

    def elsewhere(self, person: Person) -> Person:
        """The same person with the same session, at the other host."""
        there = self.behind if person.settings.port == self.ahead.settings.port else self.ahead
        return person.at(there.settings)


@pytest.fixture
async def hosts(cluster_settings: Settings, tmp_path: Path) -> AsyncIterator[Hosts]:
    shared = {
        **LIFTED,
        "database_url": cluster_settings.database_url,
        "redis_url": cluster_settings.redis_url,
        "secret": cluster_settings.secret,
        "public_url": "http://localhost:8000",
    }
    Parley(tmp_path / "cli")("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n", **shared)
    async with AsyncExitStack() as stack:
        visitors = []
        for name, offset in (("ahead", HOUR_S), ("behind", -HOUR_S)):
            settings = with_changes(cluster_settings, port=free_port())
            parley = Parley(tmp_path / name)
            stack.enter_context(parley.serving(settings.port, **shared, clock_offset_s=offset))
            visitors.append(await stack.enter_async_context(Visitor(settings)))
        yield Hosts(*visitors)


async def test_order_and_times_are_those_of_one_host(hosts: Hosts) -> None:
    async with await hosts.ahead.sign_in("ada") as ada, hosts.elsewhere(ada) as also_ada:
        room = await a_room(ada)
        for n in range(10):
            await (ada if n % 2 else also_ada).say(room, str(n))
        messages = (await ada.call("message.list", room=room.id, limit=50))["messages"]
    assert [message["body"] for message in messages] == [str(n) for n in range(10)]
    assert all(is_now(message["created_at"]) for message in messages)


async def test_a_session_is_good_at_both_and_as_long_as_it_says(hosts: Hosts) -> None:
    for visitor in (hosts.ahead, hosts.behind):
        began = await visitor.call("session.create", handle="ada", password=PASSWORD, deliver="token")
        async with Person(visitor.settings, began) as ada, hosts.elsewhere(ada) as also_ada:
            await ada.connect()
            await also_ada.connect()
            refreshed = await also_ada.call("session.refresh", refresh_token=ada.refresh)
            for session in (began, refreshed):
                assert is_now(session["access_expires_at"], after=timedelta(minutes=15))
                assert is_now(session["session_expires_at"], after=timedelta(days=30))
            async with Person(visitor.settings, refreshed) as again, hosts.elsewhere(again) as also_again:
                assert (await again.call("me.get")) == (await also_again.call("me.get"))


async def test_a_session_that_ends_at_one_ends_at_the_other(hosts: Hosts) -> None:
    async with await hosts.ahead.sign_in("ada") as ada, hosts.elsewhere(ada) as also_ada:
        socket = await also_ada.connect()
        await ada.call("session.end")
        assert (await socket.until_closed())[0] == 4401
        assert (await also_ada.refused("me.get"))["code"] == "unauthenticated"


async def test_what_follows_a_commit_and_who_is_there_are_alike_at_both(hosts: Hosts) -> None:
    """An erasure is undone at the host that believes that it was two hours ago, or will be. The job that forgets it
    does not come early, and nobody looks offline.
    """
    async with await hosts.ahead.sign_in("ada") as ada, hosts.elsewhere(ada) as also_ada:
        room = await a_room(ada)
        for one, other in ((ada, also_ada), (also_ada, ada)):
            said = await one.say(room, "meant otherwise")
            erased = await one.call("message.erase", room=room.id, seq=said["seq"])
            assert 0 < erased["undo_ms"] <= UNDO_MS
            await other.call("message.restore", room=room.id, seq=said["seq"])
            socket, beside = await one.connect(), await other.connect()
            answer = await socket.ask("presence.watch", room=room.id, people=[ada.id])
            assert [person["state"] for person in answer["people"]] == ["online"]
            for each in (socket, beside):
                each.cut()


async def a_room(person: Person) -> Room:
    made: Frame = await person.call("room.create", client_id="r", name="Room", kind="private")
    return Room(made["room"]["id"])


def is_now(text: str, after: timedelta = timedelta()) -> bool:
    return abs(datetime.fromisoformat(text) - after - datetime.now(UTC)) < CLOSE
