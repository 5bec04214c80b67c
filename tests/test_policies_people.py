"""Calls every policy about people in every situation: who adds, removes and raises whom, in rooms and in the server."""

from typing import get_args

import pytest
from msgspec.structs import replace

from parley import policies
from parley.admission_policies import invite_into, invited_into, may_invite
from parley.policies import Policy, may_give_role
from parley.protocol.people import PersonRole
from parley.standing import Other, Standing

NOW = 10_000_000
ME, BOB = 1, 2
ACCOUNT = Standing(now=NOW, person=ME, expires_at=NOW + 1, handle="ada", server_role="member")
MEMBER = Other(person=BOB, handle="bob", server_role="member", since=4, role="member")
OUTSIDER = replace(ACCOUNT, kind="private", adding="moderators", other=MEMBER)
PRIVATE = replace(OUTSIDER, since=3, role="member")
PUBLIC = replace(PRIVATE, kind="public")
MODERATOR = replace(PRIVATE, role="moderator")
OWNER = replace(PRIVATE, role="owner")
ADMINISTRATOR = replace(OUTSIDER, server_role="admin")
SERVER_OWNER = replace(OUTSIDER, server_role="owner")

SITUATIONS: dict[str, Standing] = {
    "signed out": replace(PRIVATE, expires_at=NOW),
    "outside a private room": OUTSIDER,
    "outside a public room, banned": replace(
        OUTSIDER, kind="public", other=Other(person=ME, handle="ada", banned_at=NOW)
    ),
    "a guest outside a public room": replace(OUTSIDER, kind="public", server_role="guest"),
    "a guest, and somebody in none of their rooms": replace(
        PRIVATE, server_role="guest", other=replace(MEMBER, is_met=False)
    ),
    "a member": PRIVATE,
    "a member where all add": replace(PRIVATE, adding="members"),
    "a member of a public room": PUBLIC,
    "a direct conversation": replace(PRIVATE, kind="direct", adding="members"),
    "a moderator": MODERATOR,
    "a moderator, another": replace(MODERATOR, other=replace(MEMBER, role="moderator")),
    "a moderator, the owner": replace(MODERATOR, other=replace(MEMBER, role="owner")),
    "a moderator, themselves": replace(MODERATOR, other=Other(person=ME, handle="ada", since=3, role="moderator")),
    "the owner": OWNER,
    "the owner, another": replace(OWNER, other=replace(MEMBER, role="owner")),
    "the owner, nobody": replace(OWNER, other=Other(person=99)),
    "the owner, no person named": replace(OWNER, other=None),
    "the owner, somebody banned": replace(OWNER, other=replace(MEMBER, since=None, role=None, banned_at=NOW)),
    "the owner, somebody deactivated": replace(OWNER, other=replace(MEMBER, disabled_at=NOW)),
    "an administrator in a public room": replace(PUBLIC, server_role="admin"),
    "an administrator in a private room": replace(PRIVATE, server_role="admin"),
    "an administrator": ADMINISTRATOR,
    "an administrator, another": replace(ADMINISTRATOR, other=replace(MEMBER, server_role="admin")),
    "an administrator, the server's owner": replace(ADMINISTRATOR, other=replace(MEMBER, server_role="owner")),
    "an administrator, themselves": replace(ADMINISTRATOR, other=Other(person=ME, handle="ada", server_role="admin")),
    "the server's owner": SERVER_OWNER,
    "the server's owner, another": replace(SERVER_OWNER, other=replace(MEMBER, server_role="owner")),
    "the server's owner, themselves": replace(SERVER_OWNER, other=Other(person=ME, handle="ada", server_role="owner")),
}
ADMINISTRATORS = {name for name in SITUATIONS if name.startswith(("an administrator", "the server's owner"))}
SIGNED_OUT = {"unauthenticated": {"signed out"}}
GUESTS = {"a guest outside a public room", "a guest, and somebody in none of their rooms"}
OUTSIDE = {
    "outside a private room",
    "outside a public room, banned",
    "a guest outside a public room",
    *(ADMINISTRATORS - {"an administrator in a public room", "an administrator in a private room"}),
}
UNKNOWN = {"a guest, and somebody in none of their rooms", "the owner, nobody", "the owner, no person named"}
MEMBERS = {
    "a direct conversation",
    "a member",
    "a member where all add",
    "a member of a public room",
    "an administrator in a private room",
}
MODERATORS = {name for name in SITUATIONS if name.startswith("a moderator")}
ORDINARY = SITUATIONS.keys() - ADMINISTRATORS - {"signed out"}
BANNED = {"outside a public room, banned", "the owner, somebody banned"}
ABOVE = {"an administrator, another", "an administrator, the server's owner"}

EXPECTED: dict[Policy, dict[str, set[str]]] = {
    policies.create_room: SIGNED_OUT | {"forbidden": GUESTS},
    # Whom it is about is the caller, if the verb is to join.
    policies.join_room: SIGNED_OUT | {"not_found": OUTSIDE - BANNED, "forbidden": BANNED},
    policies.moderate_room: SIGNED_OUT
    | {"not_found": OUTSIDE, "forbidden": MEMBERS | {"a guest, and somebody in none of their rooms"}},
    policies.add_member: SIGNED_OUT
    | {
        "not_found": OUTSIDE | UNKNOWN,
        "forbidden": {"a member", "a direct conversation", "an administrator in a private room"},
        "conflict": {"the owner, somebody banned", "the owner, somebody deactivated"},
    },
    policies.remove_member: SIGNED_OUT
    | {
        "not_found": OUTSIDE | UNKNOWN - GUESTS,
        "forbidden": MEMBERS | GUESTS - OUTSIDE | MODERATORS - {"a moderator"},
    },
    policies.give_room_role: SIGNED_OUT | {"not_found": OUTSIDE | UNKNOWN, "forbidden": MEMBERS | MODERATORS},
    policies.see_person: SIGNED_OUT | {"not_found": UNKNOWN},
    policies.see_directory: SIGNED_OUT | {"forbidden": GUESTS},
    policies.administer: SIGNED_OUT | {"forbidden": ORDINARY},
    policies.change_account: SIGNED_OUT | {"forbidden": ORDINARY | ABOVE},
    policies.deactivate: SIGNED_OUT
    | {
        "forbidden": ORDINARY | ABOVE | {"an administrator, themselves", "the server's owner, themselves"},
    },
}


@pytest.mark.parametrize("policy", EXPECTED, ids=lambda policy: policy.__name__)
def test_in_each_situation_it_says_what_is_expected(policy: Policy) -> None:
    refusals = {name: refusal.code for name, who in SITUATIONS.items() if (refusal := policy(who)) is not None}
    assert refusals == {name: code for code, names in EXPECTED[policy].items() for name in names}


def test_who_is_not_there_and_who_may_not_be_known_are_refused_in_the_same_words() -> None:
    for policy in (policies.see_person, policies.add_member):
        unmet = policy(SITUATIONS["a guest, and somebody in none of their rooms"])
        nobody = policy(SITUATIONS["the owner, nobody"])
        assert unmet is not None
        assert nobody is not None
        assert (unmet.message, unmet.field) == (nobody.message, nobody.field)


@pytest.mark.parametrize(
    ("server_role", "allowed"),
    [
        ("owner", {"owner", "admin", "member", "guest"}),
        ("admin", {"member", "guest"}),
    ],
)
def test_only_an_owner_makes_owners_and_administrators(server_role: str, allowed: set[str]) -> None:
    who = replace(ADMINISTRATOR, server_role=server_role)
    assert {role for role in get_args(PersonRole) if may_give_role(who, role) is None} == allowed


@pytest.mark.parametrize(
    ("server_role", "allowed"),
    [
        ("owner", {"owner", "admin", "member", "guest"}),
        ("admin", {"member", "guest"}),
        ("member", {"member", "guest"}),
        ("guest", {"guest"}),
        (None, set()),
    ],
)
def test_nobody_invites_to_more_than_they_are_or_may_make(server_role: str | None, allowed: set[str]) -> None:
    who = replace(OWNER, server_role=server_role)
    assert {role for role in get_args(PersonRole) if may_invite(who, role, {7: who}) is None} == allowed


def test_owners_and_moderators_invite_into_a_room_and_administrators_into_public_ones() -> None:
    """Also asked about people who are not signed in: those who made an invitation."""
    allowed = {name for name, who in SITUATIONS.items() if invite_into(who) is None}
    owners = {name for name in SITUATIONS if name.startswith("the owner")}
    assert allowed == owners | MODERATORS | {"an administrator in a public room"}


def test_only_administrators_invite_to_no_room() -> None:
    assert may_invite(ADMINISTRATOR, "member", {}) is None
    assert may_invite(OWNER, "member", {}) is not None


def test_where_all_add_an_administrator_invites_without_being_a_moderator() -> None:
    who = replace(PRIVATE, server_role="admin", adding="members")
    assert invite_into(who) is None
    assert invite_into(replace(who, server_role="member")) is not None


def test_an_invitation_leads_where_its_maker_may_still_invite() -> None:
    places = {1: OWNER, 2: PRIVATE, 3: replace(OWNER, archived_at=NOW), 4: replace(OWNER, deleted_at=NOW)}
    assert invited_into(ACCOUNT, "member", places) == [1]
    assert invited_into(ADMINISTRATOR, "member", places) == [1]
    del places[1]
    assert invited_into(ACCOUNT, "member", places) is None
    assert invited_into(ADMINISTRATOR, "member", places) == []
    assert invited_into(replace(ADMINISTRATOR, server_role=None), "member", places) is None
