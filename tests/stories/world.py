"""A small world for stories: people with two devices each, rooms, and what they do there."""

import asyncio

from parley.client.talks import is_thread_log
from parley.process.app import Running
from tests import aging
from tests.cast import PATIENCE, Person, Refusal, things
from tests.mentioning import settled
from tests.recorder import Recorder
from tests.stories import gathering, keeping, reading, talking
from tests.stories.deed import Deed, Json

DEVICES = 2
DEEDS = {**gathering.DEEDS, **talking.DEEDS, **keeping.DEEDS, **reading.DEEDS}


class World:
    """The people of one story, their devices and its rooms."""

    def __init__(self, server: Running, people: list[Person]) -> None:
        self.server = server
        self.people = people
        self.devices = [Recorder(person) for person in people for _ in range(DEVICES)]
        self.rooms: list[Json] = []

    async def begin(self) -> None:
        """One room with everybody in it, open on each person's first device."""
        await gathering.make(self, self.devices[0], {}, 2)
        room = self.rooms[0]
        for person in self.people[1:]:
            await person.call("room.join", slug=room["slug"])
        await self.settle()
        await self.happen(*(("open", who, 0, 1) for who in range(0, len(self.devices), DEVICES)))

    async def happen(self, *deeds: Deed) -> None:
        """All at the same time, while what was sent before may or may not have arrived."""
        await asyncio.gather(*(self._do(*deed) for deed in deeds))
        await asyncio.gather(*(device.catch_up() for device in self.devices))

    async def settle(self) -> None:
        """Everybody connects anew, and waits until what they know is the newest there is."""
        # What was erased ten seconds ago is forgotten, with the reminders of it. That must not happen between what
        # people know and the snapshot that it is compared with.
        await aging.purge(self.server)
        await settled(self.server)
        for device in self.devices:
            await device.connect()
            newest = (await device.person.call("sync.get"))["frames"][0]
            async with asyncio.timeout(PATIENCE):
                while not has_caught_up(device, newest):
                    await asyncio.sleep(0.005)
                    await device.catch_up()
            if any(map(is_thread_log, device.state.logs)):
                await device.sync()  # a welcome does not say which threads are gone

    async def part(self) -> None:
        """Nobody stays in a room, so that the next story begins as this one did."""
        for device in self.devices:
            device.cut()
        for person in self.people:
            welcome = (await person.call("sync.get"))["frames"][0]
            for own in things(welcome, "membership"):
                if welcome["rooms"][own["room"]]["kind"] != "direct":  # nobody leaves those
                    await person.call("room.leave", room=own["room"])

    def somebody(self, number: int) -> str:
        return self.people[number % len(self.people)].id

    async def _do(self, what: str, who: int, where: int, much: int) -> None:
        device, room = self.devices[who % len(self.devices)], self.rooms[where % len(self.rooms)]
        try:
            await DEEDS[what](self, device, room, much)
        except Refusal as refusal:
            # Not a member, a private room, somebody else's message, one that was deleted, the last owner: so the rules
            # are.
            if refusal.code not in ("not_found", "forbidden", "gone", "conflict"):
                raise


def has_caught_up(device: Recorder, welcome: Json) -> bool:
    state = device.state
    lengths = {name: log.last_seq for name, log in state.logs.items() if name in welcome["last_seqs"]}
    about = {id_: room.info.rev for id_, room in state.rooms.items()}
    is_newest = lengths == welcome["last_seqs"] and about == {
        id_: room["rev"] for id_, room in welcome["rooms"].items()
    }
    # A welcome does not say how far threads go.
    cursors = {name: cursor for name, cursor in state.cursors.items() if not is_thread_log(name)}
    return device.is_settled and is_newest and cursors.items() <= welcome["heads"].items()
