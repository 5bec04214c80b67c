"""Whether what somebody was sent adds up to what a fresh snapshot says: every kind of thing, in every log."""

from typing import Any

import msgspec

from parley.client.rows import Things
from parley.client.span import Span, quote_of
from parley.client.state import State
from parley.client.talks import LogState, RoomState, is_thread_log, room_log
from parley.protocol.messages import Message
from parley.things import BY_NAME, THINGS, kind_of
from tests.stories.deed import Json

# Where a snapshot has the things of each kind: of one's own log, and of a room's beside its messages.
OWN = {"membership": "memberships", "read": "reads"}
ROOMS = {"room": "info", "stay": "members"}


def assert_converged(state: State, expected: Json) -> None:
    """Every kind of thing, in every log, and the card of everybody named."""
    assert {kind.name for kind in THINGS if kind.travels and not kind.message} == {
        *(*OWN, *ROOMS, "message", "profile", "block"),
        *("mention", "draft", "favourite", "section", "section_room", "mute", "scheduled", "reminder", "held"),
    }
    rooms = set(expected["rooms"])
    assert set(state.rooms) == rooms
    for kind, place in OWN.items():
        assert [row for row in present(state.own_things, kind) if row["room"] in rooms] == expected[place]
    assert present(state.own_things, "block") == expected["blocks"]
    assert to_json(state.mentions()) == expected["mentions"]
    assert present(state.own_things, "draft") == expected["drafts"]
    assert present(state.own_things, "favourite") == expected["favourites"]
    assert present(state.own_things, "section") == expected["sections"]
    assert present(state.own_things, "section_room") == expected["section_rooms"]
    assert present(state.own_things, "mute") == expected["mutes"]
    assert to_json(state.scheduled) == expected["scheduled"]
    assert to_json(state.reminders) == expected["reminders"]
    assert to_json(state.held) == expected["held"]
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
    """A room that nobody opened has only its own row. A snapshot leaves members out where there are too many."""
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
    """A thread that is open. The snapshot has none whose replies were all erased."""
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
