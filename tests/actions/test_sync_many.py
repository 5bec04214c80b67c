"""Logs without pages come whole, in as many frames as it takes."""

from parley.changes import THE_SERVER
from parley.process.app import Running
from parley.store import people
from parley.store.units import WriteTransaction, write_alone
from tests.cast import Person


async def test_a_thousand_new_people_are_told_in_frames_without_a_hole(server: Running, ada: Person) -> None:
    first = (await ada.call("sync.get"))["frames"][0]

    async def add_many(tx: WriteTransaction) -> None:
        for n in range(1_001):
            handle = f"p{n}"
            await people.add(tx, handle=handle, name=handle, role="member", password_hash="", client_id=handle)

    await write_alone(server.services.writer, (THE_SERVER,), add_many)
    welcome, *frames = (await ada.call("sync.get", epoch=first["epoch"], cursors={"server": first["heads"]["server"]}))[
        "frames"
    ]
    told = [frame for frame in frames if frame["log"] == "server"]
    assert [frame["from"] for frame in told] == [first["heads"]["server"], *(frame["to"] for frame in told[:-1])]
    assert told[-1]["to"] == welcome["heads"]["server"]
    assert len({id_ for frame in told for id_ in frame["people"]}) == 1_001
