"""Calls every policy in every situation. Policies are pure functions, so this needs no database."""

import pytest
from msgspec.structs import replace

from parley import group_policies, policies, poll_policies, report_policies
from parley.admission_policies import is_asked, is_confined, is_of_domains, may_register, role_of_joiner
from parley.group_policies import CALLED_LIMIT, may_call_everybody
from parley.policies import Policy
from parley.protocol.people import PersonRole
from parley.protocol.second_factor import SecondFactorRule
from parley.protocol.server import Registration
from parley.standing import Other, Standing
from parley.verbs import VERBS
from tests.test_policies_people import EXPECTED as ABOUT_PEOPLE

NOW = 10_000_000
ME, OTHER = 1, 2
ACCOUNT = Standing(now=NOW, person=ME, expires_at=NOW + 1, handle="ada")
# In a public room there is a message of somebody else's, which has just been said.
OUTSIDER = replace(
    ACCOUNT, kind="public", edit_minutes=1, seq=7, sender=OTHER, rev=9, client_id="c", body="hello", said_at=NOW
)
MEMBER = replace(OUTSIDER, since=3, role="member")
SENDER = replace(MEMBER, sender=ME)

SITUATIONS: dict[str, Standing] = {
    "the session has ended": Standing(now=NOW, person=ME, kind="public"),
    "it runs out now": replace(MEMBER, expires_at=NOW, role="owner", sender=ME),
    "no such room": ACCOUNT,
    "outside a public room": OUTSIDER,
    "outside a private room": replace(OUTSIDER, kind="private"),
    "outside a room of a kind that is not known": replace(OUTSIDER, kind="secret"),
    "outside, but the sender": replace(SENDER, since=None, role=None, kind="private"),
    "a member": MEMBER,
    "a member of a private room": replace(MEMBER, kind="private"),
    "deleted": replace(SENDER, role="owner", deleted_at=NOW),
    "deleted, outside a public room": replace(OUTSIDER, deleted_at=NOW),
    "deleted, outside a private room": replace(OUTSIDER, kind="private", deleted_at=NOW),
    "archived": replace(MEMBER, role="owner", archived_at=NOW),
    "a member where moderators write": replace(MEMBER, posting="moderators"),
    "a moderator where moderators write": replace(MEMBER, posting="moderators", role="moderator"),
    "a direct conversation": replace(MEMBER, kind="direct", created_by=OTHER),
    "a direct conversation that they began": replace(MEMBER, kind="direct", created_by=ME),
    "where they are blocked": replace(MEMBER, kind="direct", created_by=OTHER, blocked_since=5),
    "a guest": replace(MEMBER, role="guest"),
    "a moderator": replace(MEMBER, role="moderator"),
    "the owner": replace(MEMBER, role="owner"),
    "an administrator of the server in a public room": replace(MEMBER, server_role="admin"),
    "a guest of the server outside a public room": replace(OUTSIDER, server_role="guest"),
    "the sender": SENDER,
    "the sender, as long as editing is allowed": replace(SENDER, said_at=NOW - 59_999),
    "the sender, too late": replace(SENDER, said_at=NOW - 60_000),
    "the sender, where nothing is edited": replace(SENDER, edit_minutes=0),
    "no such message": replace(MEMBER, seq=None, sender=None, body=None, role="owner"),
    "said before they came": replace(SENDER, first_seq=8, role="owner"),
    "the first that they may see": replace(SENDER, first_seq=7),
    "no longer kept": replace(SENDER, first_kept=8, role="owner"),
    "erased": replace(SENDER, body="", erased_at=NOW, erased_by=ME),
    "erased, and still to be undone": replace(MEMBER, body="", erased_at=NOW - 9_999, erased_by=ME),
    "erased, too long ago to be undone": replace(SENDER, body="", erased_at=NOW - 10_000, erased_by=ME),
    "erased by somebody else": replace(SENDER, body="", erased_at=NOW, erased_by=OTHER),
    "erased by a process of the version before": replace(SENDER, body=""),
}

# The refusals of each policy, and the situations in which it returns them. In all others it allows.
SIGNED_OUT = {"unauthenticated": {"the session has ended", "it runs out now"}}
NOT_PUBLIC = {
    "no such room",
    "outside a private room",
    "outside a room of a kind that is not known",
    "outside, but the sender",
    "a guest of the server outside a public room",
    "deleted, outside a private room",
}
OUTSIDE = NOT_PUBLIC | {"outside a public room"}
UNSEEN = {"no such message", "said before they came", "no longer kept"}
ERASED_BY_OTHERS = {"erased by somebody else", "erased by a process of the version before"}
ERASED = {
    "erased",
    "erased, and still to be undone",
    "erased, too long ago to be undone",
    *ERASED_BY_OTHERS,
}
ADMINISTRATOR = "an administrator of the server in a public room"
BLOCKED = {"where they are blocked"}
DIRECT = {"a direct conversation", "a direct conversation that they began", *BLOCKED}
POSTING = {"a member where moderators write", "a moderator where moderators write"}
OTHERS = (
    DIRECT | POSTING | {"a member", "a member of a private room", "a guest", "a moderator", "the owner", ADMINISTRATOR}
)
OWNERS = {"the owner", ADMINISTRATOR} | UNSEEN
GONE = {"deleted", "deleted, outside a public room"}
IN_ROOM = SIGNED_OUT | {"not_found": OUTSIDE, "gone": GONE}
LOOKING_AFTER = {"the owner", ADMINISTRATOR, "a moderator", "a moderator where moderators write"}
MEMBERS = SITUATIONS.keys() - SIGNED_OUT["unauthenticated"] - OUTSIDE - GONE

EXPECTED: dict[Policy, dict[str, set[str]]] = {
    policies.nobody: {"forbidden": {*SITUATIONS}},
    policies.anyone: {},
    policies.signed_in: SIGNED_OUT,
    policies.setting_up: SIGNED_OUT,
    policies.see_room: SIGNED_OUT | {"not_found": NOT_PUBLIC, "gone": GONE},
    policies.join_room: SIGNED_OUT | {"not_found": NOT_PUBLIC, "gone": GONE},
    policies.leave_room: SIGNED_OUT | {"forbidden": DIRECT},
    policies.be_in_room: IN_ROOM,
    policies.send: IN_ROOM | {"forbidden": {"archived", "a member where moderators write", *BLOCKED}},
    policies.archive_room: IN_ROOM | {"forbidden": MEMBERS - OWNERS - {"archived"}},
    policies.delete_room: IN_ROOM | {"forbidden": MEMBERS - OWNERS - {"archived"}},
    policies.change_room: IN_ROOM | {"forbidden": MEMBERS - OWNERS - {"a direct conversation that they began"}},
    policies.see_message: IN_ROOM | {"not_found": OUTSIDE | UNSEEN},
    policies.see_thread: IN_ROOM | {"not_found": OUTSIDE | UNSEEN | ERASED},
    policies.react: IN_ROOM
    | {"not_found": OUTSIDE | UNSEEN, "gone": ERASED | GONE, "forbidden": {"archived", *BLOCKED}},
    policies.pin: IN_ROOM
    | {
        "not_found": OUTSIDE | UNSEEN,
        "gone": ERASED | GONE,
        "forbidden": MEMBERS - UNSEEN - ERASED - LOOKING_AFTER - DIRECT | BLOCKED,
    },
    policies.save: IN_ROOM | {"not_found": OUTSIDE | UNSEEN, "gone": ERASED | GONE},
    policies.edit: IN_ROOM
    | {
        "not_found": OUTSIDE | UNSEEN,
        "gone": ERASED | GONE,
        "forbidden": OTHERS | {"archived", "the sender, too late", "the sender, where nothing is edited"},
    },
    policies.erase: IN_ROOM
    | {
        "not_found": OUTSIDE | UNSEEN,
        "forbidden": (OTHERS - LOOKING_AFTER) | {"erased, and still to be undone"},
    },
    policies.restore: IN_ROOM
    | {
        "not_found": OUTSIDE | UNSEEN,
        "forbidden": ERASED_BY_OTHERS,
        "gone": {"erased, too long ago to be undone"} | GONE,
    },
}


@pytest.mark.parametrize("policy", EXPECTED, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    refusals = {name: refusal.code for name, who in SITUATIONS.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in EXPECTED[policy].items() for name in names}


def test_no_policy_of_the_catalogue_is_without_an_expectation() -> None:
    about_polls = {poll_policies.see_poll, poll_policies.vote, poll_policies.close_poll}
    about_reports = {report_policies.report, report_policies.see_reports, report_policies.close_report}
    about_reports |= {report_policies.decide_held}
    elsewhere = ABOUT_PEOPLE.keys() | about_polls | about_reports
    elsewhere |= {group_policies.add_group_members}
    assert {verb.may for verb in VERBS} | {policies.nobody} == EXPECTED.keys() | elsewhere


# What people may do who must set up a second factor first.
CONFINED = {
    "session.end",
    "me.get",
    "passkey.begin",
    "passkey.add",
    "passkey.list",
    "second_factor.get",
    "second_factor.begin",
    "second_factor.confirm",
}


@pytest.mark.parametrize("situation", sorted(MEMBERS | OUTSIDE | GONE))
def test_without_the_required_second_factor_people_may_set_one_up_and_nothing_else(situation: str) -> None:
    who = replace(SITUATIONS[situation], confined=1, other=Other(person=OTHER, handle="bob", server_role="member"))
    of_people = [verb for verb in VERBS if verb.who == "person"]
    refused = {verb.name: refusal for verb in of_people if (refusal := verb.may(who)) is not None}
    assert {verb.name for verb in of_people} - refused.keys() == CONFINED
    assert {(refusal.code, refusal.field) for refusal in refused.values()} == {("forbidden", "second_factor")}


def test_private_and_missing_rooms_are_refused_in_the_same_words() -> None:
    for policy in (policies.see_room, policies.join_room, policies.be_in_room):
        private, missing = policy(SITUATIONS["outside a private room"]), policy(SITUATIONS["no such room"])
        assert private is not None
        assert missing is not None
        assert (private.message, private.field) == (missing.message, missing.field)


@pytest.mark.parametrize(
    ("has_owner", "was_owner", "role"),
    [(True, True, "member"), (True, False, "member"), (False, True, "owner"), (False, False, "member")],
)
def test_a_room_without_an_owner_goes_back_to_one_who_was(has_owner: bool, was_owner: bool, role: str) -> None:
    assert role_of_joiner(has_owner=has_owner, was_owner=was_owner) == role


@pytest.mark.parametrize(
    ("registration", "is_invited", "refused"),
    [
        ("open", False, None),
        ("open", True, None),
        ("invitation", False, "by invitation only"),
        ("invitation", True, None),
        ("domains", False, "e-mail address of certain domains"),
        ("domains", True, None),
        ("closed", False, "Ask an administrator"),
        ("closed", True, "Ask an administrator"),
    ],
)
def test_people_register_as_the_server_says_once_the_owner_is_there(
    registration: Registration, is_invited: bool, refused: str | None
) -> None:
    told = may_register(registration, is_set_up=True, is_invited=is_invited)
    assert told is None if refused is None else refused in str(told)
    assert may_register(registration, is_set_up=False, is_invited=is_invited) is not None
    if registration in ("open", "domains"):
        assert may_register(registration, is_set_up=True, is_invited=is_invited, has_address=True) is None
    else:
        assert str(may_register(registration, is_set_up=True, is_invited=is_invited, has_address=True)) == str(told)


@pytest.mark.parametrize(
    ("email", "is_of_them"),
    [
        ("ada@example.org", True),
        ("Ada@Example.ORG", True),
        ("ada@sub.example.org", False),
        ("ada@example.org.evil.com", False),
        ("ada@example.org@evil.com", False),
        (None, False),
    ],
)
def test_an_address_is_of_a_domain_and_of_none_below(email: str | None, is_of_them: bool) -> None:
    assert is_of_domains(email, ["example.com", "example.org"]) is is_of_them


@pytest.mark.parametrize(
    ("rule", "role", "has_app", "has_passkey", "is_asked_for_a_code", "must_set_up"),
    [
        ("optional", "owner", False, False, False, False),
        ("optional", "member", True, False, True, False),
        ("optional", "member", False, True, False, False),
        ("administrators", "member", False, False, False, False),
        ("administrators", "member", False, True, False, False),
        ("administrators", "admin", False, False, False, True),
        ("administrators", "owner", False, True, True, False),
        ("everybody", "guest", False, False, False, True),
        ("everybody", "member", False, True, True, False),
        ("everybody", "member", True, True, True, False),
    ],
)
def test_a_second_factor_is_asked_for_where_there_is_one_and_set_up_where_it_is_required(
    rule: SecondFactorRule,
    role: PersonRole,
    has_app: bool,
    has_passkey: bool,
    is_asked_for_a_code: bool,
    must_set_up: bool,
) -> None:
    assert is_asked(rule, role, has_app=has_app, has_passkey=has_passkey) == is_asked_for_a_code
    assert is_confined(rule, role, has_any=has_app or has_passkey) == must_set_up


@pytest.mark.parametrize(
    ("situation", "left"),
    [
        ("erased", 10_000),
        ("erased, and still to be undone", 1),
        ("erased, too long ago to be undone", 0),
        ("erased by somebody else", 0),
        ("erased by a process of the version before", 0),
        ("the sender", 0),
    ],
)
def test_only_who_erased_has_time_to_undo_it(situation: str, left: int) -> None:
    assert policies.undo_ms(SITUATIONS[situation]) == left


def test_a_clock_that_went_back_gives_nobody_more_time() -> None:
    assert policies.undo_ms(replace(SITUATIONS["erased"], erased_at=NOW + 60_000)) == policies.UNDO_MS


def test_everybody_is_called_in_rooms_that_are_not_too_large() -> None:
    assert [may_call_everybody(members) for members in (1, CALLED_LIMIT, CALLED_LIMIT + 1)] == [True, True, False]
