"""Many who come by one link at once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from parley.actions.context import Context
from parley.actions.samples import Filled, Terms, populate
from parley.process.app import Running
from parley.samples.crowd import Crowd
from parley.samples.languages import LANGUAGES
from tests.actions.test_invitations import invite
from tests.cast import PASSWORD, Person, Room, Visitor

CROWD = 1_000
PLACES = 10


@pytest.mark.long
async def test_a_thousand_who_accept_at_once_for_ten_places_are_ten(
    server: Running, ada: Person, den: Room, visitor: Visitor
) -> None:
    crowd = await crowd_of(server, CROWD)
    made = await invite(ada, den, uses=PLACES)

    async def accept(access: str) -> int:
        headers = {"Authorization": f"Bearer {access}"}
        answer = await visitor.http.post("/api/invitations/accept", json={"token": made["token"]}, headers=headers)
        return answer.status_code

    codes = await asyncio.gather(*map(accept, crowd))
    assert (codes.count(200), codes.count(410)) == (PLACES, CROWD - PLACES)
    assert len((await ada.call("member.list", room=den.id))["members"]) == PLACES + 1
    assert (await ada.call("invite.list"))["invitations"] == []


async def test_newcomers_and_people_with_an_account_share_the_places(
    ada: Person, bob: Person, eve: Person, den: Room, visitor: Visitor
) -> None:
    made = await invite(ada, den, uses=5)
    newcomers = [visitor.request("account.register", **newcomer(), invitation=made["token"]) for _ in range(20)]
    others = [person.request("invite.accept", token=made["token"]) for person in (bob, eve)]
    answers = await asyncio.gather(*newcomers, *others)
    assert [answer.status_code for answer in answers if not answer.is_success] == [410] * 17
    assert len((await ada.call("member.list", room=den.id))["members"]) == 6
    registered = sum(answer.status_code == 201 for answer in answers)
    assert len((await ada.call("user.list"))["users"]) == 3 + registered


async def test_who_loses_the_race_has_no_account(ada: Person, den: Room, visitor: Visitor) -> None:
    made = await invite(ada, den)
    answers = await asyncio.gather(
        *(visitor.request("account.register", **newcomer(), invitation=made["token"]) for _ in range(10))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [410] * 9
    assert len((await ada.call("user.list"))["users"]) == 2


async def crowd_of(server: Running, count: int) -> list[str]:
    """So many people, by the tokens that they are signed in with. To register each of them would take a minute."""
    bearers: list[str] = []
    crowd = Crowd(people=count, rooms=1, members=count, messages=0, languages=[LANGUAGES["en"]], seed=1)
    terms = Terms(PASSWORD, session_ms=3_600_000, force=True)
    await populate(Context(server.services), crowd, terms, Filled(), bearers.extend)
    return [bearer.split(" ")[0] for bearer in bearers]


def newcomer() -> dict[str, Any]:
    handle = f"p{uuid4().hex[:12]}"
    return {"handle": handle, "name": handle, "password": PASSWORD, "client_id": handle, "deliver": "token"}
