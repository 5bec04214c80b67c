"""What nobody may do with a notice, and who may delete it: policies alone."""

import pytest
from msgspec.structs import replace

from parley import forward_policies, poll_policies, report_policies
from parley.errors import Forbidden
from parley.policies import NOTICE, Policy, edit, erase, may_reply, pin, react, save, see_message, see_thread
from parley.protocol.messages import Quote
from parley.standing import Standing

MEMBER = {"handle": "ada", "server_role": "member", "since": 1, "role": "member", "kind": "private"}
SAID = replace(
    Standing(1, person=1, expires_at=2),
    **MEMBER,
    seq=1,
    sender=1,
    body="(joined this room)",
    said_at=1,
    edit_minutes=60,
)
NOTED = replace(SAID, notice='{"kind":"joined"}')
REFUSED = (react, pin, save, edit, see_thread, poll_policies.vote, poll_policies.close_poll)


@pytest.mark.parametrize("policy", [*REFUSED, forward_policies.forward_from, report_policies.report])
@pytest.mark.parametrize("role", ["member", "moderator", "owner"])
def test_nobody_does_with_a_notice_what_people_do_with_messages(policy: Policy, role: str) -> None:
    refused = policy(replace(NOTED, role=role))
    assert isinstance(refused, Forbidden)
    assert str(refused.message) == NOTICE


def test_nobody_answers_one_that_they_see_and_nobody_learns_of_one_that_they_do_not_see() -> None:
    quote = Quote(seq=1, rev=1, sender="1", body=SAID.body or "")
    assert may_reply(NOTED, quote) is None
    assert isinstance(may_reply(NOTED, quote, is_notice=True), Forbidden)
    hidden = may_reply(replace(NOTED, first_seq=2), quote, is_notice=True)
    assert hidden is not None
    assert hidden.code == "not_found"


def test_it_is_read_by_all_and_deleted_by_those_who_look_after_the_room() -> None:
    assert see_message(NOTED) is None
    assert erase(SAID) is None
    assert isinstance(erase(NOTED), Forbidden)
    assert erase(replace(NOTED, role="moderator", person=2)) is None
