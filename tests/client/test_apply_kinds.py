"""Every kind of thing alike: one that is about messages and is made up here, and those that nobody knows here."""

import msgspec
import pytest
from msgspec import Raw, Struct, structs

from parley import things
from parley.changes import ROOM
from parley.client.answers import apply_page
from parley.client.apply import apply, is_hole, logs_behind
from parley.client.rows import all_of
from parley.client.span import KEPT
from parley.client.state import NOTHING_KNOWN, State
from parley.protocol.people import Card, Profile
from parley.protocol.rooms import Stay
from parley.protocol.sync import Changes, Gone
from parley.things import Thing, packed
from tests.client.lobby import (
    LOBBY,
    MEMBER,
    OWN_LOG,
    changes,
    opened,
    own_changes,
    page,
    read_up_to,
    reset,
    said,
    welcome,
)


class Tally(Struct, frozen=True, kw_only=True, tag="tally", tag_field="thing"):
    """How many people said the same of a message."""

    seq: int
    word: str
    count: int
    rev: int


@pytest.fixture(autouse=True)
def tallies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that only the catalogue knows."""
    wire: type[Struct] = Tally
    kind = Thing(wire=wire, log=ROOM, key=("seq", "word"), table="tallies", log_column="room", place="seq")
    monkeypatch.setitem(things.BY_NAME, "tally", kind)
    monkeypatch.setitem(things.BY_WIRE, wire, kind)
    monkeypatch.setitem(vars(things)["_decoders"], "tally", msgspec.json.Decoder(Tally).decode)


def tally(seq: int, *, rev: int, count: int = 1, word: str = "yes") -> Tally:
    return Tally(seq=seq, word=word, count=count, rev=rev)


def counted(state: State) -> dict[int, dict[str, int]]:
    about = state.rooms["7"].log.span.about
    return {seq: {each.word: each.count for each in all_of(found, Tally)} for seq, found in sorted(about.items())}


def three_said(*told: Tally) -> State:
    shown = page(9, *(said(seq, rev=seq) for seq in (4, 5, 6)), things=told, has_before=True)
    return apply_page(apply(NOTHING_KNOWN, welcome(head=9)), shown)


class TestWhatIsAboutAMessage:
    def test_comes_with_its_page(self) -> None:
        assert counted(three_said(tally(5, rev=8, count=2))) == {5: {"yes": 2}}

    def test_comes_with_frames_by_the_higher_rev(self) -> None:
        state = three_said(tally(5, rev=8, count=2))
        state = apply(state, changes(9, 12, tally(5, rev=11, count=3), tally(5, rev=12, word="no")))
        assert counted(state) == {5: {"yes": 3, "no": 1}}
        state = apply(state, changes(11, 13, tally(5, rev=11, count=9), tally(4, rev=13)))
        assert counted(state) == {4: {"yes": 1}, 5: {"yes": 3, "no": 1}}

    def test_comes_with_the_message_in_whatever_order(self) -> None:
        state = apply(three_said(), changes(9, 12, tally(7, rev=11), said(7, rev=12)))
        assert counted(state) == {7: {"yes": 1}}

    def test_is_not_kept_where_the_message_is_not_shown(self) -> None:
        state = apply(three_said(), changes(9, 12, tally(3, rev=11), tally(8, rev=12)))
        assert counted(state) == {}
        assert "tally" not in state.rooms["7"].log.things

    def test_is_not_taken_from_behind_a_hole(self) -> None:
        state = three_said()
        assert counted(apply(state, changes(10, 11, tally(5, rev=11)))) == {}

    def test_goes_with_what_the_room_does_not_keep(self) -> None:
        state = three_said(tally(4, rev=8), tally(6, rev=9))
        state = apply(state, changes(9, 10, structs.replace(LOBBY, first_seq=5, rev=10)))
        assert counted(state) == {6: {"yes": 1}}

    def test_goes_with_what_falls_out_of_a_room_that_is_only_listened_to(self) -> None:
        state = three_said(tally(4, rev=8), tally(6, rev=9))
        more = [said(seq, rev=seq + 9) for seq in range(7, KEPT + 6)]
        assert counted(apply(state, changes(9, 20_000, *more))) == {6: {"yes": 1}}

    def test_goes_with_a_range_whose_place_another_page_takes(self) -> None:
        state = apply_page(
            three_said(tally(4, rev=8)), page(9, said(1, rev=1), things=[tally(1, rev=7)], has_after=True)
        )
        assert counted(state) == {1: {"yes": 1}}

    def test_begins_again_with_a_reset(self) -> None:
        state = three_said(tally(4, rev=8), tally(6, rev=9))
        state = apply(state, reset(20, LOBBY, said(5, rev=5), said(6, rev=6), tally(5, rev=15), has_before=True))
        assert counted(state) == {5: {"yes": 1}}

    def test_is_joined_with_an_older_page(self) -> None:
        older = page(9, said(2, rev=2), said(3, rev=3), things=[tally(3, rev=7)])
        assert counted(apply_page(three_said(tally(4, rev=8)), older)) == {3: {"yes": 1}, 4: {"yes": 1}}

    def test_that_a_later_page_leaves_out_is_gone(self) -> None:
        state = three_said(tally(4, rev=8), tally(5, rev=9))
        later = page(12, said(4, rev=4), said(5, rev=5), things=[tally(5, rev=11, count=2)], has_after=True)
        assert counted(apply_page(state, later)) == {4: {}, 5: {"yes": 2}}

    @pytest.mark.parametrize("seq", [3, 4])
    def test_that_changed_while_a_page_was_under_way_is_as_it_is_now(self, seq: int) -> None:
        """Outside the range and inside it; what the page knows better is taken from the page."""
        state, meanwhile = three_said(tally(4, rev=8)), changes(9, 11, tally(seq, rev=10, count=5), said(7, rev=11))
        state = apply(state, meanwhile)
        rows = [said(place, rev=place) for place in (3, 4)]
        old = page(9, *rows, things=[tally(seq, rev=7)], has_before=True, has_after=True)
        assert counted(apply_page(state, old, [meanwhile]))[seq] == {"yes": 5}
        new = page(11, *rows, things=[tally(seq, rev=10, count=5)], has_before=True, has_after=True)
        assert counted(apply_page(state, new, [changes(9, 10, tally(seq, rev=9, word="no"))]))[seq] == {"yes": 5}


def test_of_two_versions_alike_the_one_that_is_there_stays() -> None:
    state = apply(opened(said(1, rev=2)), changes(2, 3, said(1, rev=2, body="not this"), said(2, rev=3)))
    state = apply(state, own_changes(1, 2, read_up_to(2, rev=2)))
    state = apply(state, own_changes(2, 3, read_up_to(1, rev=2), structs.replace(MEMBER, role="member")))
    assert [message.body for message in state.rooms["7"].messages] == ["1", "2"]
    assert (state.reads["7"].seq, state.memberships["7"].role) == (2, "owner")


def test_of_two_cards_alike_the_one_that_is_there_stays() -> None:
    def told(name: str, *, rev: int) -> Changes:
        return structs.replace(changes(2, 3), people={"2": Card(handle="bob", name=name, avatar=None, rev=rev)})

    state = apply(opened(), told("Bob", rev=4))
    assert apply(state, told("Not Bob", rev=4)).people["2"].name == "Bob"
    assert apply(state, told("Not Bob", rev=3)).people["2"].name == "Bob"
    assert apply(state, told("Robert", rev=5)).people["2"].name == "Robert"


def test_kinds_that_nobody_knows_here_are_skipped() -> None:
    later = changes(2, 4, said(1, rev=4))
    unknown = Raw(b'{"thing":"riddle","rev":3,"seq":{"not":"even a number"}}')
    state = apply(opened(), structs.replace(later, things=[unknown, *later.things]))
    assert state == apply(opened(), later)
    greeting = welcome()
    assert (
        apply(
            NOTHING_KNOWN,
            structs.replace(greeting, things=[unknown, *greeting.things], complete=["riddle", *greeting.complete]),
        ).rooms
        == apply(NOTHING_KNOWN, greeting).rooms
    )


def test_a_thing_that_is_none_is_refused_and_changes_nothing() -> None:
    broken = structs.replace(changes(2, 3), things=[Raw(b'{"thing":"message","rev":3}')])
    with pytest.raises(msgspec.ValidationError):
        apply(opened(), broken)


@pytest.mark.parametrize("log", ["room:8", "person:2", "thread:7"])
def test_logs_that_are_not_followed_change_nothing_but_people(log: str) -> None:
    state = opened()
    card = Card(handle="bob", name="Bob", avatar=None, rev=4)
    other = structs.replace(MEMBER, room="8", rev=9)
    frame = Changes(log=log, from_=2, to=9, things=packed([said(1, rev=3), other]), people={"2": card})
    frame = structs.replace(frame, rooms={"8": structs.replace(LOBBY, id="8")})
    assert not is_hole(state, frame)
    assert apply(state, frame) == structs.replace(state, people={"2": card})
    assert apply(state, structs.replace(reset(9, said(1, rev=3)), log=log)) == state
    assert apply(state, Gone(log=log, at=9)) == state


def test_a_room_that_was_not_opened_is_told_of_by_its_row_alone() -> None:
    state = apply(NOTHING_KNOWN, welcome())
    bob = Stay(person="2", role="member", since=3, until=None, rev=3)
    renamed = structs.replace(LOBBY, name="Hall", rev=4)
    room = apply(state, changes(2, 4, bob, renamed)).rooms["7"]
    assert (room.info, room.members, room.head, room.cursor) == (renamed, {}, 4, None)


def test_the_servers_log_has_a_cursor_of_its_own() -> None:
    def told(from_: int, to: int) -> Changes:
        card = Card(handle="bob", name=f"Bob the {to}th", avatar=None, rev=to)
        return Changes(
            log="server", from_=from_, to=to, things=packed([Profile(person="2", rev=to)]), people={"2": card}
        )

    state = apply(apply(NOTHING_KNOWN, welcome(server=4)), told(4, 5))
    assert state.cursors == {"server": 5, OWN_LOG: 1}
    assert is_hole(state, told(6, 7))
    assert apply(state, told(6, 7)).people["2"].name == "Bob the 7th"
    assert apply(state, told(6, 7)).cursors["server"] == 5
    # Who changed while one was away follows the welcome; until then that is not known.
    assert logs_behind(apply(state, welcome(server=9))) == ["server"]
    assert apply(state, welcome(epoch="e2", server=9)).cursors["server"] == 9
