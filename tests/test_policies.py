import pytest

from parley.policies import may_join_room, may_register, may_see_room, role_of_joiner


@pytest.mark.parametrize(
    ("kind", "is_member", "may"),
    [("public", True, True), ("public", False, True), ("private", True, True), ("private", False, False)],
)
def test_private_rooms_are_seen_by_their_members_alone(kind: str, is_member: bool, may: bool) -> None:
    assert may_see_room(kind, is_member=is_member) == may


def test_only_public_rooms_are_joined_by_oneself() -> None:
    assert may_join_room("public")
    assert not may_join_room("private")


@pytest.mark.parametrize(
    ("has_owner", "was_owner", "role"),
    [(True, True, "member"), (True, False, "member"), (False, True, "owner"), (False, False, "member")],
)
def test_a_room_without_an_owner_goes_back_to_one_who_was(has_owner: bool, was_owner: bool, role: str) -> None:
    assert role_of_joiner(has_owner=has_owner, was_owner=was_owner) == role


@pytest.mark.parametrize(
    ("registration", "is_set_up", "may"),
    [("open", True, True), ("open", False, False), ("closed", True, False), ("closed", False, False)],
)
def test_people_register_where_it_is_open_and_the_owner_is_there(registration: str, is_set_up: bool, may: bool) -> None:
    assert may_register(registration, is_set_up=is_set_up) == may


def test_what_nobody_thought_of_is_not_allowed() -> None:
    assert not may_join_room("secret")
    assert not may_see_room("secret", is_member=False)
    assert not may_register("sometimes", is_set_up=True)
