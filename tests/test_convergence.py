"""However clients are cut off, page about, come and go: what they were sent adds up to what a fresh snapshot says.

The histories are recorded from the real server on both databases. The Python client's `apply` replays each at once;
they are left in the folder that PARLEY_HISTORIES names, where the web client's tests replay them with theirs.
"""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from parley.app import Running
from parley.client.state import State
from tests.cast import Person
from tests.recorder import Recorder, replay
from tests.world import DEEDS, Deed, Json, World, snapshot

FOLDER = Path(os.environ.get("PARLEY_HISTORIES") or Path(__file__).parent.parent / ".dev/histories")
STORIES = 10
RARE = {"say too much"}
OFTEN = ["say", "say", "say", "open", "open", "join", "come back"]
LONG_ABSENCE: list[list[Deed]] = [
    [("lose the connection", 2, 0, 1), ("say", 0, 0, 3)],
    [("say too much", 0, 0, 1)],
    [("come back", 2, 0, 1), ("look back", 2, 0, 1), ("say", 0, 0, 2)],
    [("look back", 2, 0, 1), ("say", 2, 0, 2)],
]

deeds = st.tuples(
    st.sampled_from([*(deed for deed in DEEDS if deed not in RARE), *OFTEN]),
    st.integers(0, 5),
    st.integers(0, 2),
    st.integers(1, 8),
)
# What is in one list happens at the same time.
stories = st.lists(st.lists(deeds, min_size=1, max_size=5), min_size=10, max_size=25)


# One server for all stories: each ends with everybody leaving its rooms. What fails is not made smaller, because it
# happens in real time and would not happen again in quite the same way; its history is in the folder.
@settings(
    max_examples=STORIES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=stories)
@example(story=LONG_ABSENCE)
async def test_what_was_sent_adds_up_to_a_fresh_snapshot(
    histories: "Histories", server: Running, ada: Person, bob: Person, eve: Person, story: list[list[Deed]]
) -> None:
    world = World(server, [ada, bob, eve])
    await world.begin()
    for moment in story:
        await world.happen(*moment)
    await world.settle()
    for person in world.people:
        expected = await snapshot(person)
        for device in world.devices:
            if device.person is person:
                histories.write_down(device, expected)
                assert_converged(replay(device.steps), expected)
    await world.part()


class Histories:
    """The folder of what was recorded on one database. What an earlier run left there goes first."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._written = 0
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob(f"{database}-*.json"):
            old.unlink()

    def write_down(self, device: Recorder, expected: Json) -> None:
        self._written += 1
        history = {"client": {"person": device.person.id}, "steps": device.steps, "expected": expected}
        name = f"{self._database}-{self._written:04}-{device.person.handle}.json"
        (FOLDER / name).write_text(json.dumps(history))


@pytest.fixture
def histories(server: Running) -> Histories:
    return Histories("postgresql" if server.services.settings.database_url else "sqlite")


def assert_converged(state: State, expected: Json) -> None:
    assert to_json(state.open_memberships) == expected["memberships"]
    assert to_json([state.reads[own.room] for own in state.open_memberships]) == expected["reads"]
    assert set(state.rooms) == set(expected["rooms"])
    for id_, told in expected["rooms"].items():
        room = state.rooms[id_]
        assert (to_json(room.info), room.last_seq) == (told["info"], told["last_seq"])
        if room.cursor is None:
            continue
        assert room.cursor == room.head == told["head"]
        last = room.newest_seq if room.has_after else told["last_seq"]
        first = room.messages[0].seq if room.messages else last + 1
        assert to_json(list(room.messages)) == [said for said in told["messages"] if first <= said["seq"] <= last]
        assert room.has_before == any(said["seq"] < first for said in told["messages"])
        if room.members_complete:
            assert to_json(room.open_stays) == told["members"]


def to_json(things: Any) -> Any:
    return msgspec.to_builtins(things)
