"""Calls the policies of polls in every situation."""

import pytest
from msgspec.structs import replace

from parley import policies, poll_policies
from parley.basics.times import DAY
from parley.errors import ParleyError
from parley.policies import Policy
from parley.protocol.polls import LONGEST_DAYS
from tests.test_policies import (
    ERASED,
    EXPECTED,
    IN_ROOM,
    LOOKING_AFTER,
    MEMBERS,
    NOW,
    OUTSIDE,
    SENDER,
    SITUATIONS,
    UNSEEN,
)

SENT = {name for name, who in SITUATIONS.items() if who.sender == who.person}
ABOUT_POLLS: dict[Policy, dict[str, set[str]]] = {
    poll_policies.see_poll: IN_ROOM
    | {"not_found": OUTSIDE | UNSEEN, "gone": ERASED | EXPECTED[policies.see_room]["gone"]},
    poll_policies.vote: EXPECTED[policies.react],
    poll_policies.close_poll: EXPECTED[policies.react]
    | {
        "forbidden": EXPECTED[policies.react]["forbidden"] | (MEMBERS - UNSEEN - ERASED - LOOKING_AFTER - SENT),
    },
}


@pytest.mark.parametrize("policy", ABOUT_POLLS, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    polls = {name: replace(who, is_poll=1) for name, who in SITUATIONS.items()}
    refusals = {name: refusal.code for name, who in polls.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in ABOUT_POLLS[policy].items() for name in names}


@pytest.mark.parametrize("policy", ABOUT_POLLS, ids=lambda policy: policy.__name__)
def test_other_messages_are_no_polls(policy: Policy) -> None:
    assert code(policy(replace(SENDER, role="owner"))) == "not_found"


def test_a_poll_is_not_edited() -> None:
    assert policies.edit(SENDER) is None
    assert code(policies.edit(replace(SENDER, is_poll=1))) == "forbidden"


def test_a_poll_closes_later_and_within_a_year() -> None:
    latest = NOW + LONGEST_DAYS * DAY
    for closes_at, told in ((None, None), (NOW, "invalid"), (NOW + 1, None), (latest, None), (latest + 1, "invalid")):
        assert code(poll_policies.may_close_at(NOW, closes_at)) == told


def test_nobody_votes_from_the_moment_on_at_which_a_poll_closes() -> None:
    for closes_at, closed_at, told in (
        (None, None, None),
        (NOW + 1, None, None),
        (NOW, None, "conflict"),
        (None, NOW - 9, "conflict"),
        (NOW + 1, NOW - 9, "conflict"),
    ):
        assert code(poll_policies.may_vote(NOW, closes_at=closes_at, closed_at=closed_at)) == told


def test_options_are_those_of_the_poll_and_one_unless_it_takes_several() -> None:
    for chosen, is_multiple, told in (
        (0, False, None),
        (0b100, False, None),
        (0b1000, False, "invalid"),
        (0b1000, True, "invalid"),
        (0b101, False, "invalid"),
        (0b111, True, None),
    ):
        assert code(poll_policies.may_choose(chosen, options=3, is_multiple=is_multiple)) == told


def test_nobody_is_named_in_an_anonymous_poll() -> None:
    assert code(poll_policies.may_name_voters(is_anonymous=True)) == "forbidden"
    assert poll_policies.may_name_voters(is_anonymous=False) is None


def code(refusal: ParleyError | None) -> str | None:
    return None if refusal is None else refusal.code
