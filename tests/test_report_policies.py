"""Calls the policies of reports in every situation."""

import pytest
from msgspec.structs import replace

from parley import policies, report_policies
from parley.policies import Policy
from tests.test_policies import EXPECTED, LOOKING_AFTER, MEMBER, SIGNED_OUT, SITUATIONS, UNSEEN

SENT = {name for name, who in SITUATIONS.items() if who.sender == who.person}
# In these, a room's owner or a moderator asks, or an administrator of the server.
MODERATORS = LOOKING_AFTER | UNSEEN | {"archived"}
OTHERS = SITUATIONS.keys() - SIGNED_OUT["unauthenticated"] - MODERATORS
REFUSED = {name for names in EXPECTED[policies.save].values() for name in names}
ABOUT_REPORTS: dict[Policy, dict[str, set[str]]] = {
    report_policies.report: EXPECTED[policies.save] | {"forbidden": SENT - REFUSED},
    report_policies.see_reports: SIGNED_OUT | {"forbidden": OTHERS},
    report_policies.close_report: SIGNED_OUT | {"not_found": OTHERS},
    report_policies.decide_held: SIGNED_OUT | {"not_found": OTHERS},
}

DECIDING = (report_policies.see_reports, report_policies.close_report, report_policies.decide_held)


@pytest.mark.parametrize("policy", ABOUT_REPORTS, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    refusals = {name: refusal.code for name, who in SITUATIONS.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in ABOUT_REPORTS[policy].items() for name in names}


@pytest.mark.parametrize("policy", DECIDING)
@pytest.mark.parametrize("role", ["owner", "moderator"])
def test_in_a_direct_conversation_nobody_but_administrators(policy: Policy, role: str) -> None:
    direct = replace(MEMBER, kind="direct", role=role)
    assert policy(direct) is not None
    assert policy(replace(direct, server_role="admin", since=None, role=None)) is None
