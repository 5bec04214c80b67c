"""Messages that filters hold, as tests bring them about."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from parley.later.sessions import CLEAN
from parley.process.app import Running
from parley.settings import Settings
from parley.store import jobs
from parley.store.database import Transaction
from parley.store.report_tables import held as table
from parley.store.units import WriteTransaction, write_alone
from tests.cast import Frame, Person, Room, Socket, things
from tests.conftest import with_changes

LINK = "Look: https://watches.example"
WAITS = "This waits for a moderator, and others see it once one has let it through: "
ROOT = 1


async def send(person: Person, room: Room, body: str = LINK, client_id: str = "w", **fields: Any) -> Frame:
    """Texts that cannot wait are refused."""
    return await person.refused("message.send", room=room.id, client_id=client_id, body=body, **fields)


async def waiting(person: Person, **fields: Any) -> list[Frame]:
    page = await person.call("held.list", **fields)
    assert set(page["people"]) == {one["sender"] for one in page["held"]}
    return list(page["held"])


async def own(person: Person) -> list[Frame]:
    """The verb lists the same as a new device hears."""
    listed = (await person.call("held.list_own"))["held"]
    assert things((await person.call("sync.get"))["frames"][0], "held") == listed
    return list(listed)


async def rows(server: Running) -> list[Any]:
    async def all_of(tx: Transaction) -> list[Any]:
        return list(await tx.all(select(table)))

    return await server.services.database.read(all_of)


async def clean(server: Running) -> None:
    """The job that forgets."""

    async def due(tx: WriteTransaction) -> None:
        await jobs.bring_forward(tx, CLEAN, to=tx.now)

    await write_alone(server.services.writer, (), due)
    await server.runner.look()


async def signals(socket: Socket) -> list[str]:
    await socket.ask("me.get")
    return [frame["kind"] for frame in socket.frames if frame["type"] == "signal"]


def holding(settings: Settings, folder: Path) -> Settings:
    """With a word list and filters that hold, and others that refuse or change."""
    words = folder / "words.txt"
    words.write_text("? frob\nslur\n? slippery slur\n")
    filters = "tests.guard.filter_cases:without_shouting,tests.guard.filter_cases:cautious"
    return with_changes(settings, filters=filters, filter_words=str(words), filter_ms=60_000)


async def moderated(room: Room, owner: Person, moderator: Person, author: Person) -> Room:
    """A public room with a moderator, in which the author has said something."""
    await moderator.call("room.join", slug="lobby")
    await owner.call("member.set_role", room=room.id, person=moderator.id, role="moderator")
    await author.say(room, "Good morning")
    return room
