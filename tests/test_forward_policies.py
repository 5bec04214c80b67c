"""Calls the policies of forwarding in every situation."""

import pytest

from parley import forward_policies, policies
from parley.policies import Policy
from tests.test_policies import EXPECTED, SITUATIONS

REFUSED = EXPECTED[policies.save]
DELETED = {name for name in REFUSED["gone"] if not SITUATIONS[name].deleted_at}
ELSE = {name for names in REFUSED.values() for name in names} - DELETED
ABOUT_FORWARDS: dict[Policy, dict[str, set[str]]] = {
    forward_policies.forward_from: {"gone": DELETED, "not_found": ELSE},
    forward_policies.see_origin: REFUSED,
}


@pytest.mark.parametrize("policy", ABOUT_FORWARDS, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    refusals = {name: refusal.code for name, who in SITUATIONS.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in ABOUT_FORWARDS[policy].items() for name in names}


def test_forwarding_names_the_field_and_not_what_is_wrong_with_the_room() -> None:
    refused = [refusal for who in SITUATIONS.values() if (refusal := forward_policies.forward_from(who)) is not None]
    assert {refusal.field for refusal in refused} == {"source_seq"}
