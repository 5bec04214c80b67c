"""The record of what was done: a row for each act, and none for what changes nothing."""

from parley.basics.times import MINUTE
from tests.cast import Frame, Person, Room
from tests.conftest import Clock


async def test_what_was_done_is_there_newest_first(lobby: Room, ada: Person, bob: Person, eve: Person) -> None:
    await ada.call("member.add", room=lobby.id, person=eve.id)
    await ada.call("member.add", room=lobby.id, person=eve.id)
    await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
    await bob.call("member.ban", room=lobby.id, person=eve.id)
    await bob.call("member.unban", room=lobby.id, person=eve.id)
    await ada.call("member.remove", room=lobby.id, person=bob.id)
    await ada.call("user.set_role", person=eve.id, role="admin")
    await ada.call("user.deactivate", person=bob.id)
    await ada.call("user.reactivate", person=bob.id)
    page = await eve.call("audit.list")
    assert [(entry["action"], entry["by"], entry["person"], entry["room"]) for entry in page["entries"][:8]] == [
        ("user.reactivate", ada.id, bob.id, None),
        ("user.deactivate", ada.id, bob.id, None),
        ("user.set_role", ada.id, eve.id, None),
        ("member.remove", ada.id, bob.id, lobby.id),
        ("member.unban", bob.id, eve.id, lobby.id),
        ("member.ban", bob.id, eve.id, lobby.id),
        ("member.set_role", ada.id, bob.id, lobby.id),
        ("member.add", ada.id, eve.id, lobby.id),
    ]
    assert {entry["address"] for entry in page["entries"]} == {"127.0.0.1"}
    assert page["entries"][2]["details"] == {"before": "member", "after": "admin", "sessions": 0}
    assert page["people"].keys() == {ada.id, bob.id, eve.id}
    assert {entry["action"] for entry in page["entries"][8:]} == {"account.register", "setup.complete"}


async def test_what_is_refused_leaves_nothing(lobby: Room, ada: Person, bob: Person) -> None:
    for verb, fields in (
        ("member.set_role", {"room": lobby.id, "person": ada.id, "role": "member"}),
        ("user.set_role", {"person": ada.id, "role": "member"}),
    ):
        assert (await ada.refused(verb, **fields))["code"] == "conflict"
    assert set(await actions(ada)) == {"account.register", "setup.complete"}


async def test_it_is_filtered_and_comes_in_pages(lobby: Room, ada: Person, bob: Person, eve: Person) -> None:
    for person in (bob, eve):
        await ada.call("member.ban", room=lobby.id, person=person.id)
        await ada.call("user.deactivate", person=person.id)
    assert await actions(ada, action="member.") == ["member.ban"] * 2
    assert await actions(ada, person=eve.id) == ["user.deactivate", "member.ban", "account.register"]
    assert await actions(ada, room=lobby.id) == ["member.ban"] * 2
    assert await actions(ada, by=eve.id) == []
    since = len(await actions(ada))
    found: list[str] = []
    page: Frame = {"more": True}
    while page["more"]:
        page = await ada.call("audit.list", limit=3, **({"before": found[-1]} if found else {}))
        found += [entry["id"] for entry in page["entries"]]
    assert found == [entry["id"] for entry in (await ada.call("audit.list"))["entries"]]
    assert len(found) == since


async def test_only_administrators_read_it(ada: Person, bob: Person) -> None:
    assert (await bob.refused("audit.list"))["code"] == "forbidden"


async def actions(who: Person, **filters: str) -> list[str]:
    return [entry["action"] for entry in (await who.call("audit.list", **filters))["entries"]]


async def test_it_is_filtered_by_time_and_by_who_is_in_it(ada: Person, bob: Person, eve: Person, clock: Clock) -> None:
    clock.advance(ms=MINUTE)
    await ada.call("user.deactivate", person=eve.id)
    (latest, *_) = (await ada.call("audit.list"))["entries"]
    assert await actions(ada, since=latest["at"]) == ["user.deactivate"]
    assert await actions(ada, until=latest["at"]) == ["account.register"] * 2 + ["setup.complete"]
    assert await actions(ada, about=eve.id) == ["user.deactivate", "account.register"]
    assert await actions(ada, about=ada.id) == ["user.deactivate", "setup.complete"]
    assert (await ada.refused("audit.list", since="2026-02-30T00:00:00.000Z"))["code"] == "invalid"
