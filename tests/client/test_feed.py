"""What the feed asks for, and when: a page once, however busy its room is, and what is missing as often as it takes."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from msgspec import structs

from parley.client.feed import Feed
from parley.client.link import Timing
from parley.client.state import State
from parley.client.talks import LogState
from parley.protocol.messages import MessagePage
from parley.protocol.sync import CURSOR_LIMIT, Changes, Frames, GetSync
from tests.cast import PATIENCE
from tests.client.lobby import LOBBY, OWN_LOG, ROOM_LOG, changes, page, reset, said, welcome


class Server:
    """Answers from a script; what a page crosses on its way is told to the feed before it comes."""

    def __init__(self) -> None:
        self.feed = Feed(sync=self._sync, spawn=self._spawn, timing=Timing(reorder=0.0, ask_again=0.0))
        self.feed.take(welcome())
        self.questions: list[GetSync] = []
        self.repair: list[Changes] = []
        self.asked = 0

    async def page(self, *answers: Callable[[], MessagePage]) -> None:
        waiting = list(answers)

        async def ask() -> MessagePage:
            self.asked += 1
            return waiting.pop(0)()

        await self.feed.page(ROOM_LOG, ask)

    @property
    def seqs(self) -> list[int]:
        return [message.seq for message in self.feed.state.rooms["7"].messages]

    async def _sync(self, question: GetSync) -> Frames:
        self.questions.append(question)
        return Frames(frames=[welcome(), *self.repair])

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        return asyncio.get_running_loop().create_task(work)


async def test_a_room_that_goes_on_while_its_first_page_is_under_way_is_open_with_that_page() -> None:
    server = Server()

    def crossed() -> MessagePage:
        for seq in range(3, 9):
            server.feed.take(changes(seq, seq + 1, said(seq, rev=seq + 1)))
        return page(3, said(1, rev=2), said(2, rev=3))

    await server.page(crossed)
    assert (server.asked, server.seqs, server.questions) == (1, [*range(1, 9)], [])


async def test_what_was_lost_while_a_first_page_was_under_way_is_asked_for() -> None:
    server = Server()
    server.repair = [changes(3, 6, said(3, rev=4), said(4, rev=5), said(5, rev=6))]

    def crossed() -> MessagePage:
        server.feed.take(changes(5, 6, said(5, rev=6)))
        return page(3, said(1, rev=2), said(2, rev=3))

    await server.page(crossed)
    async with asyncio.timeout(PATIENCE):
        while server.seqs != [1, 2, 3, 4, 5]:
            await server.feed.changed()
    assert (server.asked, [question.cursors for question in server.questions]) == (
        1,
        [{"server": 1, OWN_LOG: 1, ROOM_LOG: 3}],
    )


async def test_a_page_of_an_open_room_has_what_changed_while_it_was_under_way() -> None:
    server = Server()
    await server.page(lambda: page(9, said(6, rev=6), said(7, rev=7), has_before=True))

    def crossed() -> MessagePage:
        server.feed.take(changes(9, 10, structs.replace(said(5, rev=10), body="", erased=True)))
        return page(9, said(4, rev=4), said(5, rev=5), has_before=True, has_after=True)

    await server.page(crossed)
    erased = [message.seq for message in server.feed.state.rooms["7"].messages if message.erased]
    assert (server.asked, server.seqs, erased) == (2, [4, 5, 6, 7], [5])


async def test_a_page_that_crossed_a_reset_is_asked_for_again() -> None:
    server = Server()
    await server.page(lambda: page(9, said(6, rev=6), said(7, rev=7), has_before=True))

    def crossed() -> MessagePage:
        server.feed.take(reset(900, LOBBY, said(600, rev=900), has_before=True))
        return page(9, said(4, rev=4), said(5, rev=5), has_before=True, has_after=True)

    await server.page(crossed, lambda: page(900, said(599, rev=899), has_before=True, has_after=True))
    assert (server.asked, server.seqs) == (3, [599, 600])


async def test_nobody_waits_for_a_page_of_a_room_that_is_left() -> None:
    server = Server()

    def crossed() -> MessagePage:
        server.feed.take(welcome(own=2, memberships=()))
        return page(9, said(6, rev=6))

    await server.page(crossed)
    assert (server.asked, len(server.feed.state.rooms)) == (1, 0)


async def test_hello_names_ones_own_log_and_the_servers_before_as_many_others_as_it_can() -> None:
    server = Server()
    rooms = {f"room:{number}": LogState(cursor=number) for number in range(1, CURSOR_LIMIT + 1)}
    own = {OWN_LOG: LogState(cursor=3), "server": LogState(cursor=4)}
    server.feed.update(State(epoch="e1", own=OWN_LOG, logs={**rooms, "room:9000": LogState(), **own}))
    named = server.feed.hello().cursors
    assert len(named) == CURSOR_LIMIT
    assert list(named)[:3] == [OWN_LOG, "server", "room:1"]
    assert "room:9000" not in named
