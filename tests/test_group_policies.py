"""How many people a message calls, how many a group has, and who adds one to a room."""

from msgspec import structs

from parley.group_policies import (
    CALLED_LIMIT,
    MOST_GROUPS,
    MOST_MEMBERS,
    add_group_members,
    may_call_together,
    may_have_members,
    may_make_group,
)
from parley.standing import Standing

MEMBER = Standing(
    now=2, person=1, expires_at=3, handle="ada", server_role="member", since=1, role="member", kind="public"
)


def refusal(**values: object) -> str | None:
    found = add_group_members(structs.replace(MEMBER, **values))
    return None if found is None else found.code


def test_those_add_a_group_who_add_people_and_are_no_guests() -> None:
    assert refusal() is None
    assert refusal(server_role="guest") == "forbidden"
    assert refusal(since=None) == "not_found"
    assert refusal(archived_at=1) == "forbidden"
    assert refusal(kind="direct") == "forbidden"
    assert refusal(kind="private", adding="moderators") == "forbidden"
    assert refusal(kind="private", adding="moderators", role="moderator") is None
    assert refusal(kind="private", adding="members") is None
    assert refusal(expires_at=1) == "unauthenticated"


def test_there_is_room_up_to_the_most_and_no_further() -> None:
    assert [may_call_together(people) for people in (CALLED_LIMIT, CALLED_LIMIT + 1)] == [True, False]
    assert may_make_group(MOST_GROUPS - 1) is None
    assert may_make_group(MOST_GROUPS) is not None
    assert may_have_members(MOST_MEMBERS) is None
    assert may_have_members(MOST_MEMBERS + 1) is not None
