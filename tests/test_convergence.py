"""However clients are cut off, page about, come and go: what they were sent adds up to what a fresh snapshot says.

The histories are recorded from the real server on both databases. The Python client's `apply` replays each at once;
they are left in the folder that PARLEY_HISTORIES names, where the web client's tests replay them with theirs.
"""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from parley.process.app import Running
from tests.cast import Person
from tests.recorder import Recorder, replay
from tests.stories.converged import assert_converged
from tests.stories.deed import Deed, Json
from tests.stories.snapshot import snapshot
from tests.stories.world import DEEDS, World

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
# Pages that are overtaken by changes to the messages in them, which are in nobody's range yet.
BACK: list[Deed] = [("look back", 1, 0, 1), ("look back", 3, 0, 1), ("look back", 5, 0, 1)]
BUSY: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8)],
    [("open", 1, 0, 1), ("open", 3, 0, 1), ("open", 5, 0, 1), ("say", 2, 0, 2)],
    [*BACK, ("erase", 0, 0, 9), ("erase", 0, 0, 11)],
    [*BACK, ("erase", 0, 0, 4), ("erase", 0, 0, 6)],
    [("look back", 1, 0, 1), ("look around", 3, 0, 3), ("erase", 0, 0, 1), ("erase", 0, 0, 2), ("say", 4, 0, 3)],
]
# Pages and resets include tallies and the reader's own reactions, also those that change while a page is on its way.
REACTED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("react", 0, 0, 8), ("react", 2, 0, 8), ("react", 4, 0, 7), ("edit", 0, 0, 3)],
    [*BACK, ("react", 0, 0, 5), ("unreact", 2, 0, 8), ("edit", 0, 0, 4), ("edit", 2, 0, 4)],
    [("lose the connection", 2, 0, 1), ("erase", 0, 0, 8), ("react", 2, 0, 2), ("unreact", 0, 0, 5)],
    [("say too much", 0, 0, 1)],
    [("come back", 2, 0, 1), ("react", 2, 0, 1), ("look around", 3, 0, 5), ("look around", 2, 0, 5)],
]
# What was erased comes back, with what was about it: for those who are there, who were away or have begun anew, and in
# pages on their way.
RESTORED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("react", 0, 0, 2), ("react", 2, 0, 2), ("react", 4, 0, 3), ("edit", 0, 0, 2)],
    [("erase", 0, 0, 2), ("erase", 2, 0, 3), ("erase", 0, 0, 8)],
    [("lose the connection", 2, 0, 1), ("restore", 0, 0, 2), ("look around", 3, 0, 2), ("restore", 2, 0, 3)],
    [("erase", 0, 0, 2), ("look back", 1, 0, 1)],
    [("come back", 2, 0, 1), ("restore", 0, 0, 2), *BACK],
    [("unreact", 2, 0, 2), ("lose the connection", 4, 0, 1), ("erase", 0, 0, 3)],
    [("say too much", 0, 0, 1), ("restore", 0, 0, 3), ("restore", 0, 0, 8)],
    [("come back", 4, 0, 1), ("look around", 4, 0, 2), ("look around", 2, 0, 3)],
]
# Pins and what people saved come with pages and resets, go with an erasure, and come back with its undoing.
POINTED_TO: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("pin", 0, 0, 8), ("save", 2, 0, 8), ("pin", 2, 0, 7), ("save", 4, 0, 7), *BACK],
    [("lose the connection", 2, 0, 1), ("pin", 0, 0, 7), ("save", 2, 0, 7), ("erase", 0, 0, 8)],
    [("come back", 2, 0, 1), ("restore", 0, 0, 8), ("pin", 0, 0, 3), ("look around", 3, 0, 5), ("save", 2, 0, 3)],
    [("save", 2, 0, 2), ("say too much", 0, 0, 1)],
    [("come back", 2, 0, 1), ("pin", 0, 0, 5), ("save", 2, 0, 5), ("look around", 3, 0, 5), ("look around", 2, 0, 5)],
]
# Polls come with pages and resets, also while people vote in them, go with an erasure, and come back with their votes.
POLLED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("ask in a poll", 0, 0, 1), ("ask in a poll", 2, 0, 2), ("open thread", 1, 0, 1)],
    [("vote", 0, 0, 1), ("vote", 2, 0, 2), ("look back", 1, 0, 1)],
    [("lose the connection", 2, 0, 1), ("ask in a poll", 0, 0, 3), ("vote", 0, 0, 3), ("vote", 4, 0, 4)],
    [("come back", 2, 0, 1), ("vote", 2, 0, 2), ("leave", 4, 0, 1), ("look around", 3, 0, 8)],
    [("erase", 0, 0, 10), ("erase", 2, 0, 10), ("erase", 0, 0, 9), ("vote", 0, 0, 5)],
    [("restore", 0, 0, 10), ("restore", 2, 0, 10), ("restore", 0, 0, 9), *BACK],
    [("say too much", 0, 0, 1), ("vote", 0, 0, 2)],
    [("ask in a poll", 0, 0, 1), ("look around", 0, 0, 8), ("look around", 3, 0, 8)],
    [("vote", 0, 0, 1), ("close a poll", 0, 0, 1), ("close a poll", 2, 0, 2), ("open", 2, 0, 1), ("vote", 2, 0, 1)],
]
# Copies come with their authors, go with an erasure and come back with its undoing.
FORWARDED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 4), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("forward", 0, 0, 1), ("forward", 2, 0, 8), ("lose the connection", 4, 0, 1), ("leave", 2, 0, 1)],
    [("forward", 0, 0, 11), *BACK, ("edit", 0, 0, 1), ("erase", 0, 0, 13), ("reply", 0, 0, 14)],
    [("come back", 4, 0, 1), ("restore", 0, 0, 13), ("look around", 3, 0, 13), ("erase", 0, 0, 17)],
    [("say too much", 0, 0, 1), ("forward", 0, 0, 2), ("look around", 1, 0, 13), ("restore", 0, 0, 17)],
]
# Notices bring the cards of their people. An erasure takes a notice away, and its undoing brings it back.
NOTED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1), ("give a role", 0, 0, 1)],
    [("show notices", 0, 0, 1), ("leave", 4, 0, 1), ("lose the connection", 2, 0, 1)],
    [("join", 4, 0, 1), ("show notices", 0, 0, 2), *BACK, ("say", 2, 0, 2)],
    [("remove", 0, 0, 2), ("say", 4, 0, 3), ("come back", 2, 0, 1)],
    [("add", 2, 0, 2), ("erase", 0, 0, 9), ("reply", 0, 0, 10), ("react", 0, 0, 10), ("close", 0, 0, 1)],
    [("restore", 0, 0, 9), ("lose the connection", 4, 0, 1), ("ban", 0, 0, 2), ("look around", 3, 0, 10)],
    [("say too much", 0, 0, 1), ("come back", 4, 0, 1), ("unban", 0, 0, 2), ("join", 4, 0, 1)],
    [("look around", 4, 0, 8), ("show notices", 0, 0, 3), ("leave", 2, 0, 1)],
]
# Quotes of what is outside of a range follow edits and erasures, those of messages in it too.
REPLIED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("reply", 0, 0, 1), ("reply", 2, 0, 2), ("edit", 0, 0, 1), ("edit", 2, 0, 2), *BACK],
    [("lose the connection", 2, 0, 1), ("lose the connection", 4, 0, 1), ("reply", 0, 0, 4), ("erase", 0, 0, 1)],
    [("come back", 2, 0, 1), ("edit", 0, 0, 4), ("edit", 2, 0, 4), ("look around", 3, 0, 8), ("erase", 0, 0, 17)],
    [("restore", 0, 0, 1), ("say", 2, 0, 2), ("look back", 3, 0, 1), ("reply", 2, 0, 17)],
    [("say too much", 0, 0, 1), ("reply", 0, 0, 3)],
    [("come back", 4, 0, 1), ("edit", 0, 0, 3), ("edit", 2, 0, 3), ("erase", 0, 0, 4), ("look around", 1, 0, 8)],
    [("reply", 0, 0, 5), ("forget", 0, 0, 5), ("look around", 3, 0, 8)],
]
# Threads that are opened, looked at and followed while they change, and go with their roots and come back with them.
IN_THREADS: list[list[Deed]] = [
    [("say", 0, 0, 8), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("reply in thread", 2, 0, 3), ("reply in thread", 4, 0, 4), ("reply in thread", 0, 0, 4)],
    [("open thread", 0, 0, 4), ("open thread", 1, 0, 4), ("open thread", 2, 0, 3), ("open thread", 3, 0, 5)],
    [("reply in thread", 0, 0, 4), ("change thread", 4, 0, 4), ("change thread", 2, 0, 3), ("open thread", 4, 0, 4)],
    [("lose the connection", 1, 0, 1), ("reply in thread", 2, 0, 3), ("follow thread", 4, 0, 3)],
    [("erase", 0, 0, 4), ("change thread", 4, 0, 5), ("reply in thread", 2, 0, 5), ("come back", 1, 0, 1)],
    [("restore", 0, 0, 4), ("reply in thread", 4, 0, 4), ("lose the connection", 2, 0, 1)],
    [("say too much", 0, 0, 1), ("reply in thread", 0, 0, 3), ("change thread", 0, 0, 4)],
    [("come back", 2, 0, 1), ("reply in thread", 2, 0, 3), ("leave", 4, 0, 1), ("look around", 3, 0, 4)],
    [("reply in thread", 0, 0, 4), ("join", 4, 0, 1), ("erase", 0, 0, 3), ("forget", 0, 0, 2)],
]
# People are mentioned in a room and in threads, while they are there or away, and read that or mark it unread.
MENTIONED: list[list[Deed]] = [
    [("say", 0, 0, 3), ("open", 1, 0, 1), ("open", 3, 0, 1)],
    [("mention", 0, 0, 2), ("mention", 2, 0, 1), ("mention", 4, 0, 4), ("mention group", 2, 0, 2)],
    [("lose the connection", 2, 0, 1), ("mention", 0, 0, 5), ("mark read", 3, 0, 6), ("mention in thread", 0, 0, 2)],
    [("come back", 2, 0, 1), ("erase", 0, 0, 4), ("mark unread", 3, 0, 2), ("mention in thread", 4, 0, 2)],
    [("restore", 0, 0, 4), ("follow thread", 2, 0, 2), ("edit", 0, 0, 5), ("edit", 0, 0, 6)],
    [("lose the connection", 4, 0, 1), ("mention", 2, 0, 3), ("mark unread", 5, 0, 3), ("leave", 2, 0, 1)],
    [("join", 2, 0, 1), ("mention", 0, 0, 2), ("come back", 4, 0, 1), ("forget", 0, 0, 3), ("mention group", 0, 0, 1)],
]
# What one device writes and arranges while another is away, and what goes with a leaving.
WRITTEN: list[list[Deed]] = [
    [("say", 0, 0, 8), ("write a draft", 0, 0, 2), ("write a draft", 2, 0, 3)],
    [("lose the connection", 1, 0, 1), ("write a draft", 0, 0, 3), ("write a draft", 2, 0, 4), *BACK],
    [("come back", 1, 0, 1), ("write a draft", 1, 0, 4), ("leave", 2, 0, 1), ("erase", 0, 0, 3)],
    [("make", 2, 0, 2), ("arrange", 2, 1, 1), ("arrange", 0, 0, 2), ("join", 2, 0, 1), ("write a draft", 2, 0, 2)],
    [("arrange", 2, 0, 1), ("lose the connection", 3, 0, 1), ("arrange", 2, 1, 2), ("leave", 2, 1, 1)],
    [("mute", 0, 0, 1), ("mute", 2, 0, 2), ("mute", 2, 1, 3), ("lose the connection", 0, 0, 1)],
    [("mute", 1, 0, 3), ("mute", 3, 0, 6), ("come back", 0, 0, 1), ("leave", 2, 0, 1)],
]
# What one device makes of its sections while another is away, or begins anew, and what goes with a leaving.
SORTED: list[list[Deed]] = [
    [("make", 2, 0, 2), ("sort", 0, 0, 1), ("sort", 2, 1, 1), ("sort", 2, 0, 2)],
    [("lose the connection", 1, 0, 1), ("sort", 0, 0, 2), ("sort", 2, 0, 4), ("arrange", 2, 0, 1)],
    [("come back", 1, 0, 1), ("sort", 2, 1, 3), ("sort", 3, 0, 2), ("lose the connection", 3, 0, 1)],
    [("sort", 2, 0, 5), ("leave", 2, 0, 1), ("say too much", 0, 0, 1)],
    [("join", 2, 0, 1), ("sort", 2, 0, 3), ("come back", 3, 0, 1), ("sort", 0, 0, 6)],
]
# Ada, who owns the room, raises bob and removes and bans eve, who is there, away, or comes back at that moment.
CARED_FOR: list[list[Deed]] = [
    [("say", 4, 0, 3), ("open", 1, 0, 1), ("open", 3, 0, 1), ("open", 5, 0, 1)],
    [("give a role", 0, 0, 1), ("say", 4, 0, 2)],
    [("lose the connection", 2, 0, 1), ("give a role", 0, 0, 4), ("say", 4, 0, 2), ("open direct", 0, 0, 2)],
    [("remove", 0, 0, 2), ("say", 4, 0, 4), ("come back", 2, 0, 1)],
    [("add", 2, 0, 2), ("say", 0, 0, 2)],
    [("ban", 0, 0, 2), ("come back", 4, 0, 1), ("say", 2, 0, 2)],
    [("join", 4, 0, 1), ("close", 0, 0, 1), ("open direct", 4, 0, 1)],
    [("unban", 0, 0, 2), ("lose the connection", 4, 0, 1)],
    [("join", 5, 0, 1), ("say", 4, 0, 2), ("come back", 4, 0, 1)],
    [("give a role", 2, 0, 3), ("remove", 0, 0, 1)],
]
# All devices of a person hear what they order for later, also devices that were away or begin anew.
ORDERED: list[list[Deed]] = [
    [("say", 0, 0, 8), ("schedule", 0, 0, 1), ("remind", 2, 0, 8), ("schedule", 2, 0, 2)],
    [("lose the connection", 0, 0, 1), ("schedule", 1, 0, 3), ("remind", 1, 0, 2), ("erase", 0, 0, 8)],
    [("come back", 0, 0, 1), ("remind", 1, 0, 3), ("lose the connection", 2, 0, 1), ("remind", 3, 0, 4)],
    [("say too much", 0, 0, 1), ("leave", 4, 0, 1), ("come back", 2, 0, 1)],
]
# Somebody reads the beginning of a room, which drops it.
FORGOTTEN: list[list[Deed]] = [
    [("say", 0, 0, 8), ("say", 2, 0, 8)],
    [("open", 1, 0, 1)],
    [("look around", 1, 0, 2)],
    [("forget", 0, 0, 8)],
    [("say", 2, 0, 2)],
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
@example(story=BUSY)
@example(story=REACTED)
@example(story=RESTORED)
@example(story=REPLIED)
@example(story=POINTED_TO)
@example(story=WRITTEN)
@example(story=SORTED)
@example(story=POLLED)
@example(story=FORWARDED)
@example(story=NOTED)
@example(story=FORGOTTEN)
@example(story=IN_THREADS)
@example(story=CARED_FOR)
@example(story=MENTIONED)
@example(story=ORDERED)
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
