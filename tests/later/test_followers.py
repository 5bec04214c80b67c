"""Each change of a log has its effect once, whoever derives it, and one that cannot be taken holds up no other."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from msgspec import Struct
from sqlalchemy import select

from parley.actions.context import Services
from parley.basics.ids import new_id
from parley.changes import PERSON, ROOM, Log, room_log
from parley.later import followers as module
from parley.later.directory import FOLLOWERS
from parley.later.followers import TRIES, Following, Taken
from parley.process.app import Running
from parley.process.services import operate
from parley.protocol.messages import Message
from parley.protocol.rooms import Stay
from parley.settings import Settings
from parley.store import facts, followers
from parley.store.beside import set_aside
from parley.store.database import Transaction
from parley.store.followers import Follower, Told
from parley.store.pauses import TOLERATED_MS
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PATIENCE, Person, Room
from tests.conftest import Clock

# A log, and what was said in it.
Noted = tuple[Log, list[str]]


class Notebook:
    """A follower that writes down what messages say, once each, and fails where it is told to."""

    def __init__(self, *, logs: int = ROOM, unreadable: str = "", unwritable: str = "") -> None:
        self.unreadable = unreadable
        self.unwritable = unwritable
        self.tried: list[str] = []
        self.kept: list[list[str]] = []
        """Of each transaction."""
        self.follower: Follower[Noted] = Follower(
            name="notebook", logs=logs, derive=self.derive, keep=self.keep, forget=self.forget
        )

    async def derive(self, tx: Transaction, told: Told) -> Noted:
        said = [thing.body for thing in told.things if isinstance(thing, Message)]
        self.tried += said
        if self.unreadable in said:
            raise LookupError("cannot be read")
        return told.log, said

    async def keep(self, tx: WriteTransaction, derived: Sequence[Noted]) -> None:
        self.kept.append([text for _, said in derived for text in said])
        for log, said in derived:
            name = f"notebook:{log.id}"
            before = await facts.get(tx, name)
            await facts.put(tx, name, " ".join([*(before or "").split(), *said]))
            if self.unwritable in said:
                raise LookupError("cannot be written")

    async def forget(self, tx: WriteTransaction, log: Log) -> None:
        await facts.drop(tx, f"notebook:{log.id}")

    def following(self, services: Services) -> Following:
        return Following(services, (self.follower,))


async def noted(services: Services, room: Room) -> list[str]:
    return (await services.database.read(facts.get, f"notebook:{room.id}") or "").split()


async def say(person: Person, room: Room, *texts: str) -> None:
    for text in texts:
        await person.say(room, text)


class TestOnce:
    async def test_what_is_there_and_what_comes(self, server: Running, lobby: Room, ada: Person) -> None:
        await say(ada, lobby, "one", "two")
        book = Notebook()
        following = book.following(server.services)
        await following.look()
        assert await noted(server.services, lobby) == ["one", "two"]
        await say(ada, lobby, "three")
        await following.follow(book.follower, [room_log(int(lobby.id))])
        assert await noted(server.services, lobby) == ["one", "two", "three"]

    async def test_more_than_fits_into_one_transaction(self, server: Running, lobby: Room, ada: Person) -> None:
        await say(ada, lobby, "one", "two", "three", "four", "five")
        await Following(server.services, (replace(Notebook().follower, stretch=2),)).look()
        assert await noted(server.services, lobby) == ["one", "two", "three", "four", "five"]

    async def test_what_several_logs_have_goes_into_one_transaction_as_far_as_it_fits(
        self, server: Running, lobby: Room, den: Room, ada: Person
    ) -> None:
        await say(ada, lobby, "one", "two", "three")
        await say(ada, den, "four", "five")
        book = Notebook()
        await book.following(server.services).look()
        assert book.kept == [["one", "two", "three", "four", "five"]]
        assert await noted(server.services, lobby) == ["one", "two", "three"]
        assert await noted(server.services, den) == ["four", "five"]

    async def test_a_log_that_fails_holds_up_none_that_went_with_it(
        self, server: Running, lobby: Room, den: Room, ada: Person
    ) -> None:
        await say(ada, lobby, "one", "bad", "three")
        await say(ada, den, "four", "five")
        await Notebook(unwritable="bad").following(server.services).look()
        assert await noted(server.services, lobby) == ["one"]
        assert await noted(server.services, den) == ["four", "five"]

    async def test_what_another_has_derived_meanwhile_is_left_out_and_what_it_has_not_is_not(
        self, server: Running, lobby: Room, den: Room, ada: Person
    ) -> None:
        """Another one is faster in one of two rooms, and more is said there before this one writes."""
        await say(ada, lobby, "one")
        await say(ada, den, "two")
        book, other = Notebook(), Notebook()

        class Overtaken(Following):
            async def _written(self, follower: Follower[Any], taken: Sequence[Taken]) -> set[Log] | Exception:
                if not other.kept:
                    await other.following(server.services).follow(other.follower, [room_log(int(lobby.id))])
                    await say(ada, lobby, "three")
                return await super()._written(follower, taken)

        await Overtaken(server.services, (book.follower,)).look()
        assert other.kept == [["one"]]
        assert book.kept == [["two"], ["three"]]
        assert await noted(server.services, lobby) == ["one", "three"]
        assert await noted(server.services, den) == ["two"]

    async def test_by_however_many(self, server: Running, lobby: Room, ada: Person) -> None:
        several = [Notebook() for _ in range(5)]
        for text in ("one", "two", "three"):
            await say(ada, lobby, text)
            await asyncio.gather(*(book.following(server.services).look() for book in several))
        assert await noted(server.services, lobby) == ["one", "two", "three"]

    async def test_by_several_processes(self, postgres_settings: Settings) -> None:
        async with AsyncExitStack() as stack:
            several = [await stack.enter_async_context(operate(postgres_settings)) for _ in range(3)]
            log = Log(ROOM, new_id())

            async def found(tx: WriteTransaction) -> None:
                await tx.create(log)

            await write_alone(several[0].writer, (), found)

            async def move(tx: WriteTransaction) -> None:
                tx.rev(log)

            counted: list[int] = []

            async def derive(tx: Transaction, told: Told) -> int:
                return told.upto - told.after

            async def keep(tx: WriteTransaction, derived: Sequence[int]) -> None:
                before = int(await facts.get(tx, "moved") or 0)
                await facts.put(tx, "moved", str(before + sum(derived)))

            async def forget(tx: WriteTransaction, log: Log) -> None:
                counted.clear()

            follower = Follower(name="mover", logs=ROOM, derive=derive, keep=keep, forget=forget)
            all_following = [Following(services, (follower,)) for services in several]
            for _ in range(20):
                await write_alone(several[0].writer, (log,), move)
                await asyncio.gather(*(following.look() for following in all_following))
            assert await several[0].database.read(facts.get, "moved") == "20"

    async def test_it_is_told_of_the_kinds_that_it_names_and_goes_past_all_others(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        heard: list[Struct] = []

        async def derive(tx: Transaction, told: Told) -> Noted:
            heard.extend(told.things)
            return told.log, []

        book = Notebook()
        follower = replace(book.follower, derive=derive, kinds=(Stay,))
        await say(ada, lobby, "one", "two")
        await Following(server.services, (follower,)).look()
        assert [thing.person for thing in heard if isinstance(thing, Stay)] == [ada.id, bob.id]
        assert len(heard) == 2
        assert (await server.services.database.read(followers.behind, follower)).changes == 0

    async def test_an_effect_that_fails_leaves_nothing(self, server: Running, lobby: Room, ada: Person) -> None:
        await say(ada, lobby, "one", "bad", "three")
        await Notebook(unwritable="bad").following(server.services).look()
        assert await noted(server.services, lobby) == ["one"]

    async def test_a_running_server_wakes_it(self, server: Running, lobby: Room, ada: Person) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await _counters(ada, lobby):  # noqa: ASYNC110 - it is what people would see
                await asyncio.sleep(0.05)


class TestBeginning:
    async def test_one_that_is_added_later_may_begin_with_what_comes(
        self, server: Running, lobby: Room, ada: Person
    ) -> None:
        await say(ada, lobby, "before")
        book = Notebook()
        book.follower = replace(book.follower, begins="head")
        following = book.following(server.services)
        await following.look()
        await say(ada, lobby, "after")
        den = Room((await ada.call("room.create", client_id="n", name="New", kind="private"))["room"]["id"])
        await say(ada, den, "in-a-new-room")
        await following.look()
        assert await noted(server.services, lobby) == ["after"]
        assert await noted(server.services, den) == ["in-a-new-room"]
        await book.following(server.services).look()
        assert await noted(server.services, lobby) == ["after"]

    async def test_it_follows_its_kind_of_logs_alone(self, server: Running, lobby: Room, ada: Person) -> None:
        await say(ada, lobby, "one")
        await Notebook(logs=PERSON).following(server.services).look()
        assert await noted(server.services, lobby) == []


class TestFailing:
    @pytest.mark.parametrize("where", ["unreadable", "unwritable"])
    async def test_a_change_that_never_succeeds_is_set_aside_and_the_rest_goes_on(
        self, server: Running, lobby: Room, den: Room, ada: Person, clock: Clock, where: str
    ) -> None:
        await say(ada, lobby, "one", "bad", "three")
        await say(ada, den, "elsewhere")
        book = Notebook(unreadable="bad") if where == "unreadable" else Notebook(unwritable="bad")
        following = book.following(server.services)
        for _ in range(TRIES + 1):
            await following.look()
            clock.advance(ms=3_600_000)
        assert await noted(server.services, lobby) == ["one", "three"]
        assert await noted(server.services, den) == ["elsewhere"]
        (row,) = await server.services.database.read(lambda tx: tx.all(select(set_aside)))
        assert (row.log, row.thing) == (int(lobby.id), "message")
        assert "cannot be" in row.error
        counts = server.services.metrics.follower_changes.values
        assert counts["notebook", "set_aside"] == 1
        assert counts["notebook", "failed"] == TRIES - 1
        assert server.services.metrics.follower_set_aside.values["notebook",] == 1

    async def test_one_that_succeeds_later_keeps_its_place(
        self, server: Running, lobby: Room, ada: Person, clock: Clock
    ) -> None:
        await say(ada, lobby, "one", "bad", "three")
        book = Notebook(unreadable="bad")
        following = book.following(server.services)
        await following.look()
        assert await noted(server.services, lobby) == ["one"]
        book.unreadable = ""
        await following.look()
        assert await noted(server.services, lobby) == ["one"]
        clock.advance(ms=3_600_000)
        await following.look()
        assert await noted(server.services, lobby) == ["one", "bad", "three"]

    async def test_one_that_failed_while_the_clock_was_ahead_does_not_wait_for_that_time(
        self, server: Running, lobby: Room, ada: Person, clock: Clock
    ) -> None:
        await say(ada, lobby, "one", "bad", "three")
        book = Notebook(unreadable="bad")
        following = book.following(server.services)
        clock.advance(ms=3_600_000)
        await following.look()
        book.unreadable = ""
        await following.look()
        assert await noted(server.services, lobby) == ["one"]
        clock.advance(ms=-3_600_000)
        await following.look()
        assert await noted(server.services, lobby) == ["one", "bad", "three"]

    async def test_a_clock_that_is_a_little_behind_ends_no_pause(
        self, server: Running, lobby: Room, ada: Person, clock: Clock
    ) -> None:
        await say(ada, lobby, "bad")
        book = Notebook(unreadable="bad")
        following = book.following(server.services)
        await following.look()
        book.unreadable = ""
        clock.advance(ms=-TOLERATED_MS)
        await following.look()
        assert await noted(server.services, lobby) == []

    async def test_how_far_it_is_behind_is_counted(self, server: Running, lobby: Room, ada: Person) -> None:
        await say(ada, lobby, "bad", "two", "three")
        book = Notebook(unreadable="bad")
        following = book.following(server.services)
        await following.look()
        assert server.services.metrics.follower_behind.values["notebook",] == 3


class TestRebuilding:
    async def test_everything_is_derived_anew(self, server: Running, lobby: Room, den: Room, ada: Person) -> None:
        await say(ada, lobby, "one", "two")
        await say(ada, den, "elsewhere")
        book = Notebook()
        following = book.following(server.services)
        await following.look()

        async def spoil(tx: WriteTransaction) -> None:
            await facts.put(tx, f"notebook:{lobby.id}", "nonsense")

        await write_alone(server.services.writer, (), spoil)
        await write_alone(server.services.writer, (), partial(followers.make_void, follower=book.follower))
        await say(ada, lobby, "three")
        await following.look()
        assert await noted(server.services, lobby) == ["one", "two", "three"]
        assert await noted(server.services, den) == ["elsewhere"]

    async def test_what_was_set_aside_gets_another_chance(
        self, server: Running, lobby: Room, ada: Person, clock: Clock
    ) -> None:
        await say(ada, lobby, "one", "bad")
        book = Notebook(unreadable="bad")
        following = book.following(server.services)
        for _ in range(TRIES + 1):
            await following.look()
            clock.advance(ms=3_600_000)
        book.unreadable = ""
        await write_alone(server.services.writer, (), partial(followers.make_void, follower=book.follower))
        await following.look()
        assert await noted(server.services, lobby) == ["one", "bad"]
        assert await server.services.database.read(lambda tx: tx.all(select(set_aside))) == []


def test_a_commit_is_followed_within_seconds() -> None:
    assert all(follower.rest_seconds <= 2.0 for follower in FOLLOWERS)
    assert module.LOOK_SECONDS <= 10.0


async def _counters(person: Person, room: Room) -> dict[str, object] | None:
    found: dict[str, object] | None = (await person.call("room.list"))["counters"].get(room.id)
    return found
