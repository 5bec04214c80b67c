"""What the policies say of messages in threads."""

import pytest
from msgspec.structs import replace

from parley import policies
from parley.policies import Policy
from parley.standing import Standing
from tests.test_policies import ME, MEMBER, NOW

# Their own reply, about a message at 5 that they see.
REPLIER = replace(MEMBER, sender=ME, root=5, has_root=True, threads="writers")
SITUATIONS: dict[str, Standing] = {
    "a thread": REPLIER,
    "no root": replace(REPLIER, has_root=False),
    "a root from before they came": replace(REPLIER, first_seq=6),
    "a root that is no longer kept": replace(REPLIER, first_kept=6, role="owner"),
    "the first root that they see": replace(REPLIER, first_seq=5),
    "no such reply": replace(REPLIER, seq=None, sender=None, body=None),
    "outside": replace(REPLIER, since=None, role=None),
    "archived": replace(REPLIER, archived_at=NOW),
    "where moderators write": replace(REPLIER, posting="moderators"),
    "a moderator where moderators write": replace(REPLIER, posting="moderators", role="moderator"),
    "where moderators write and members reply": replace(REPLIER, posting="moderators", threads="members"),
    "without threads": replace(REPLIER, threads="off"),
    "a moderator without threads": replace(REPLIER, threads="off", role="moderator"),
}
UNSEEN = {"no root", "a root from before they came", "a root that is no longer kept", "outside"}
CLOSED = {"archived", "where moderators write", "without threads", "a moderator without threads"}

EXPECTED: dict[Policy, dict[str, set[str]]] = {
    policies.be_in_room: {"not_found": UNSEEN},
    policies.send: {"not_found": UNSEEN, "forbidden": CLOSED},
    policies.see_message: {"not_found": UNSEEN | {"no such reply"}},
    policies.edit: {"not_found": UNSEEN | {"no such reply"}, "forbidden": {"archived"}},
    policies.erase: {"not_found": UNSEEN | {"no such reply"}},
    policies.react: {"not_found": UNSEEN | {"no such reply"}, "forbidden": {"archived"}},
}


@pytest.mark.parametrize("policy", EXPECTED, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    refusals = {name: refusal.code for name, who in SITUATIONS.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in EXPECTED[policy].items() for name in names}


def test_a_thread_that_is_not_there_and_one_that_is_not_theirs_are_refused_in_the_same_words() -> None:
    missing, unseen = (policies.be_in_room(SITUATIONS[name]) for name in ("no root", "a root from before they came"))
    assert missing is not None
    assert unseen is not None
    assert (missing.message, missing.field) == (unseen.message, unseen.field)
