import asyncio

import pytest

from parley.basics.times import milliseconds, rfc3339
from tests.cast import Person, Refusal, Room, Visitor
from tests.conftest import Clock


async def test_a_message_reaches_the_others_and_its_sender_alike(lobby: Room, ada: Person, bob: Person) -> None:
    hers, his = await ada.connect(), await bob.connect()
    sent = await hers.ask("message.send", room=lobby.id, client_id="one", body="hello")
    (seen,) = await his.messages(lobby, 1)
    (echoed,) = await hers.messages(lobby, 1)
    assert seen == echoed
    assert (seen["seq"], seen["rev"], seen["client_id"]) == (sent["seq"], sent["rev"], "one")
    assert (seen["sender"], seen["body"]) == (ada.id, "hello")


async def test_places_are_contiguous_from_one_whoever_sends(lobby: Room, ada: Person, bob: Person) -> None:
    sent = await asyncio.gather(*(who.say(lobby, f"{n}") for n in range(20) for who in (ada, bob)))
    assert sorted(answer["seq"] for answer in sent) == list(range(1, 41))


async def test_one_sockets_messages_keep_their_order(lobby: Room, ada: Person, bob: Person) -> None:
    his, hers = await bob.connect(), await ada.connect()
    for n in range(50):
        hers.write({"type": "message.send", "ref": n, "room": lobby.id, "client_id": f"m{n}", "body": str(n)})
    assert [message["body"] for message in await his.messages(lobby, 50)] == [str(n) for n in range(50)]


async def test_the_same_client_id_returns_the_same_place(lobby: Room, ada: Person) -> None:
    first = await ada.say(lobby, "once", client_id="key")
    again = await asyncio.gather(*(ada.say(lobby, "once", client_id="key") for _ in range(20)))
    assert again == [first] * 20
    assert len((await ada.call("message.list", room=lobby.id))["messages"]) == 1


async def test_the_same_client_id_with_another_body_is_a_conflict(lobby: Room, ada: Person) -> None:
    await ada.say(lobby, "once", client_id="key")
    with pytest.raises(Refusal, match="conflict"):
        await ada.say(lobby, "twice", client_id="key")


async def test_a_client_id_belongs_to_its_sender(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.say(lobby, "mine", client_id="key")
    assert (await bob.say(lobby, "mine too", client_id="key"))["seq"] == 2


async def test_a_known_client_id_is_answered_even_after_leaving(lobby: Room, bob: Person) -> None:
    first = await bob.say(lobby, "before I go", client_id="key")
    await bob.call("room.leave", room=lobby.id)
    assert await bob.say(lobby, "before I go", client_id="key") == first
    with pytest.raises(Refusal, match="not_found"):
        await bob.say(lobby, "one more thing")


@pytest.mark.parametrize("verb", ["message.send", "message.list"])
async def test_strangers_are_told_the_same_of_a_room_as_of_none(verb: str, den: Room, eve: Person) -> None:
    fields = {"body": "knock", "client_id": "k"} if verb == "message.send" else {}
    answers = [await eve.request(verb, room=room, **fields) for room in (den.id, "12345")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


async def test_nobody_sends_without_a_session(lobby: Room, visitor: Visitor) -> None:
    with pytest.raises(Refusal, match="unauthenticated"):
        await visitor.call("message.send", room=lobby.id, client_id="k", body="boo")


async def test_a_message_of_spaces_is_empty(lobby: Room, ada: Person) -> None:
    with pytest.raises(Refusal, match="empty") as refused:
        await ada.say(lobby, " \n\t ")
    assert refused.value.body["field"] == "body"


class TestPages:
    @pytest.fixture
    async def ten(self, lobby: Room, ada: Person) -> Room:
        for n in range(1, 11):
            await ada.say(lobby, str(n))
        return lobby

    @pytest.mark.parametrize(
        ("place", "seqs", "has_before", "has_after"),
        [
            ({"limit": 3}, [8, 9, 10], True, False),
            ({"limit": 50}, list(range(1, 11)), False, False),
            ({"before": 4, "limit": 2}, [2, 3], True, True),
            ({"before": 3, "limit": 5}, [1, 2], False, True),
            ({"before": 1}, [], False, True),
            ({"before": 99, "limit": 2}, [9, 10], True, False),
            ({"after": 7, "limit": 2}, [8, 9], True, True),
            ({"after": 8, "limit": 5}, [9, 10], True, False),
            ({"after": 10}, [], True, False),
            ({"after": 0, "limit": 2}, [1, 2], False, True),
            ({"around": 5, "limit": 4}, [3, 4, 5, 6], True, True),
            ({"around": 1, "limit": 4}, [1, 2, 3, 4], False, True),
            ({"around": 5, "limit": 1}, [5], True, True),
        ],
    )
    async def test_a_page_holds_what_was_asked_for(
        self, ten: Room, ada: Person, place: dict[str, int], seqs: list[int], has_before: bool, has_after: bool
    ) -> None:
        page = await ada.call("message.list", room=ten.id, **place)
        assert [message["seq"] for message in page["messages"]] == seqs
        assert (page["has_before"], page["has_after"]) == (has_before, has_after)

    async def test_a_page_carries_its_head_and_its_people(self, ten: Room, ada: Person) -> None:
        page = await ada.call("message.list", room=ten.id, limit=2)
        assert page["head"] == page["messages"][-1]["rev"]
        assert page["people"][ada.id]["name"] == "Ada"

    async def test_two_places_at_once_are_refused(self, ten: Room, ada: Person) -> None:
        with pytest.raises(Refusal, match="at most one"):
            await ada.call("message.list", room=ten.id, before=3, after=1)

    async def test_an_empty_room_has_an_empty_page(self, den: Room, ada: Person) -> None:
        page = await ada.call("message.list", room=den.id)
        assert (page["messages"], page["has_before"], page["has_after"]) == ([], False, False)


class TestPagesByTime:
    @pytest.fixture
    async def sent(self, lobby: Room, ada: Person, clock: Clock) -> list[str]:
        """When each of seven messages was sent."""
        for n in range(1, 8):
            await ada.say(lobby, str(n))
            clock.advance(ms=100)
        page = await ada.call("message.list", room=lobby.id)
        return [message["created_at"] for message in page["messages"]]

    async def test_a_time_leads_to_the_first_message_from_then_on(
        self, sent: list[str], lobby: Room, ada: Person
    ) -> None:
        for seq, time in enumerate(sent, start=1):
            later = rfc3339(milliseconds(time) + 1)
            for at, first in ((time, seq), (later, min(seq + 1, 7))):
                page = await ada.call("message.list", room=lobby.id, at=at, limit=1)
                assert [message["seq"] for message in page["messages"]] == [first]

    async def test_a_time_before_all_leads_to_the_beginning_and_one_after_all_to_the_end(
        self, sent: list[str], lobby: Room, ada: Person
    ) -> None:
        for at, seqs in (("1970-01-01T00:00:00.000Z", [1, 2, 3, 4]), ("2999-12-31T23:59:59.999Z", [5, 6, 7])):
            page = await ada.call("message.list", room=lobby.id, at=at, limit=4)
            assert [message["seq"] for message in page["messages"]] == seqs

    async def test_a_time_leads_to_nothing_that_somebody_may_not_see(
        self, sent: list[str], ada: Person, eve: Person, clock: Clock
    ) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await ada.say(cellar, "before eve")
        clock.advance(ms=100)
        await eve.call("room.join", slug="cellar")
        assert (await eve.call("message.list", room=cellar.id, at=sent[0]))["messages"] == []
        await ada.say(cellar, "after eve")
        page = await eve.call("message.list", room=cellar.id, at=sent[0])
        assert [message["body"] for message in page["messages"]] == ["after eve"]

    async def test_a_time_that_never_is_and_a_second_place_are_refused(self, lobby: Room, ada: Person) -> None:
        for fields, said in (
            ({"at": "2026-02-30T00:00:00.000Z"}, "no such time"),
            ({"at": "2026-02-01T00:00:00.000Z", "around": 1}, "at most one"),
        ):
            with pytest.raises(Refusal, match=said):
                await ada.call("message.list", room=lobby.id, **fields)
