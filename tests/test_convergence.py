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

from parley.client.rows import Things
from parley.client.span import Span, quote_of
from parley.client.state import State
from parley.client.talks import LogState, RoomState, is_thread_log, room_log
from parley.process.app import Running
from parley.protocol.messages import Message
from parley.things import BY_NAME, THINGS, kind_of
from tests.cast import Person
from tests.recorder import Recorder, replay
from tests.stories.deed import Deed, Json
from tests.stories.snapshot import snapshot
from tests.stories.world import DEEDS, World

FOLDER = Path(os.environ.get("PARLEY_HISTORIES") or Path(__file__).parent.parent / ".dev/histories")
STORIES = 10
# Where a snapshot has the things of each kind: of one's own log, and of a room's beside its messages.
OWN = {"membership": "memberships", "read": "reads"}
ROOMS = {"room": "info", "stay": "members"}
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
    [("mention", 0, 0, 2), ("mention", 2, 0, 1), ("mention", 4, 0, 4)],
    [("lose the connection", 2, 0, 1), ("mention", 0, 0, 5), ("mark read", 3, 0, 6), ("mention in thread", 0, 0, 2)],
    [("come back", 2, 0, 1), ("erase", 0, 0, 4), ("mark unread", 3, 0, 2), ("mention in thread", 4, 0, 2)],
    [("restore", 0, 0, 4), ("follow thread", 2, 0, 2), ("edit", 0, 0, 5), ("edit", 0, 0, 6)],
    [("lose the connection", 4, 0, 1), ("mention", 2, 0, 3), ("mark unread", 5, 0, 3), ("leave", 2, 0, 1)],
    [("join", 2, 0, 1), ("mention", 0, 0, 2), ("come back", 4, 0, 1), ("forget", 0, 0, 3)],
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
@example(story=POLLED)
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


def assert_converged(state: State, expected: Json) -> None:
    """Every kind of thing, in every log, and the card of everybody named."""
    assert {kind.name for kind in THINGS if kind.travels and not kind.message} == {
        *(*OWN, *ROOMS, "message", "profile", "block"),
        *("mention", "draft", "favourite", "mute", "scheduled", "reminder"),
    }
    rooms = set(expected["rooms"])
    assert set(state.rooms) == rooms
    for kind, place in OWN.items():
        assert [row for row in present(state.own_things, kind) if row["room"] in rooms] == expected[place]
    assert present(state.own_things, "block") == expected["blocks"]
    assert to_json(state.mentions()) == expected["mentions"]
    assert present(state.own_things, "draft") == expected["drafts"]
    assert present(state.own_things, "favourite") == expected["favourites"]
    assert present(state.own_things, "mute") == expected["mutes"]
    assert to_json(state.scheduled) == expected["scheduled"]
    assert to_json(state.reminders) == expected["reminders"]
    for id_, told in expected["rooms"].items():
        assert_same_log(state.logs[room_log(id_)], told)
        assert_same_own(state, room_log(id_), told)
    threads = {log: thread for told in expected["rooms"].values() for log, thread in told["threads"].items()}
    for name, log in state.logs.items():
        if is_thread_log(name) and log.cursor is not None:
            assert_same_thread(state, name, threads.get(name))
    cards = to_json(state.people)
    assert named(state) <= cards.keys()
    for id_ in cards.keys() & expected["people"].keys():
        assert cards[id_] == expected["people"][id_]


def assert_same_log(log: LogState, told: Json) -> None:
    """What is not opened is told of by its row alone, and members may be too many to be told."""
    assert log.last_seq == told["last_seq"]
    for kind, place in ROOMS.items():
        if kind == "room" or kind in log.complete:
            rows = present(log.things, kind)
            assert rows == (told[place] if isinstance(told[place], list) else [told[place]])
    if log.cursor is not None:
        assert log.cursor == log.head == told["head"]
        assert_same_range(log.span, told)
        assert_same_quotes(log, told)


def assert_same_thread(state: State, name: str, told: Json | None) -> None:
    """A thread that is open. Nothing is told of one in which every reply was erased."""
    log = state.logs[name]
    if told is None:
        assert all(said.erased for said in log.span.messages)
        return
    assert (log.cursor, log.last_seq) == (told["head"], told["last_seq"])
    assert_same_range(log.span, told)
    shown = {said.seq for said in log.span.messages if not said.erased}
    rows = [thing for kind in THINGS if kind.about for thing in present(state.own_things, kind.name)]
    mine = [thing for thing in rows if f"thread:{thing['room']}" == name and thing["seq"] in shown]
    assert in_order(mine) == [thing for thing in told["mine"] if thing["seq"] in shown]


def assert_same_own(state: State, name: str, told: Json) -> None:
    """Compare the person's own things about loaded messages that are not erased."""
    span = state.logs[name].span
    shown = {said.seq for said in span.messages if not said.erased}
    rows = [thing for kind in THINGS if kind.about for thing in present(state.own_things, kind.name)]
    mine = [thing for thing in rows if (room_log(thing["room"]), thing["seq"] in shown) == (name, True)]
    assert in_order(mine) == [thing for thing in told["mine"] if thing["seq"] in shown]


def assert_same_range(span: Span, told: Json) -> None:
    """A range elsewhere of which the room keeps nothing any more is empty, and there is more after it."""
    newest = span.messages[-1].seq if span.messages else 0
    last = newest if span.has_after else told["last_seq"]
    first = span.messages[0].seq if span.messages else last + 1
    assert to_json(list(span.messages)) == [said for said in told["messages"] if first <= said["seq"] <= last]
    about = [thing for things in span.about.values() for name in things for thing in present(things, name)]
    assert in_order(about) == [thing for thing in told["about"] if first <= thing["seq"] <= last]
    assert span.has_before == any(said["seq"] < first for said in told["messages"])


def assert_same_quotes(log: LogState, told: Json) -> None:
    """What is shown of a message that another answers is what it says, or nothing if one may not see it."""
    there = {said["seq"]: msgspec.convert(said, Message) for said in told["messages"]}
    for message in log.span.messages:
        if message.reply_to is not None:
            answered = there.get(message.reply_to)
            shown = RoomState(log).quote(message.reply_to)
            assert shown == (None if answered is None else quote_of(answered))


def in_order(things: list[Json]) -> list[Json]:
    return sorted(things, key=lambda thing: (thing["seq"], thing["thing"], thing["rev"]))


def present(things: Things, kind: str) -> list[Json]:
    """What there is of a kind, by its key."""
    rows = things.get(kind, {})
    found: list[Json] = [to_json(rows[key]) for key in sorted(rows) if not BY_NAME[kind].is_ended(rows[key])]
    return found


def named(state: State) -> set[str]:
    """Everybody whom something names that is shown."""
    shown = [thing for log in state.logs.values() for rows in log.things.values() for thing in rows.values()]
    spans = [log.span for log in state.logs.values()]
    said = [message for span in spans for message in span.messages]
    about = [thing for span in spans for of in span.about.values() for rows in of.values() for thing in rows.values()]
    return {id_ for thing in (*shown, *said, *about) for id_ in kind_of(thing).people_of(thing)}


def to_json(things: Any) -> Any:
    return msgspec.to_builtins(things)
