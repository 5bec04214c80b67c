"""Removals and bans against sends that are under way: in the log's order, nothing of theirs comes after."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Person, Refusal, Room, things

ROUNDS = 24
AT_ONCE = 5


@pytest.mark.parametrize("verb", ["member.remove", "member.ban"])
async def test_nothing_is_said_and_nothing_is_heard_after_it(lobby: Room, ada: Person, bob: Person, verb: str) -> None:
    hers, his = await ada.connect(), await bob.connect()
    for _ in range(ROUNDS):
        before = [his.ask("message.send", room=lobby.id, body="before", client_id=uuid4().hex) for _ in range(AT_ONCE)]
        ending = hers.ask(verb, room=lobby.id, person=bob.id)
        after = [his.ask("message.send", room=lobby.id, body="after", client_id=uuid4().hex) for _ in range(AT_ONCE)]
        answers: list[Any] = await asyncio.gather(*before, ending, *after, return_exceptions=True)
        assert not isinstance(answers[AT_ONCE], BaseException)
        at = await left_at(ada, bob, lobby)
        await ada.say(lobby, "is he gone?")
        said = [answer["rev"] for answer in answers if isinstance(answer, dict) and "client_id" in answer]
        refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
        assert len(said) + len(refused) == 2 * AT_ONCE
        assert all(rev < at for rev in said)
        assert set(refused) <= {"not_found"}
        gone = await his.next("gone")
        assert gone["at"] == at
        await his.ask("me.get")
        heard = [frame for frame in his.frames if frame.get("log") == lobby.log]
        assert all(frame["to"] <= at for frame in heard)
        his.frames.clear()
        hers.frames.clear()
        await ada.call("member.unban", room=lobby.id, person=bob.id)
        await ada.call("member.add", room=lobby.id, person=bob.id)
        await his.first(lambda frame: any(own["until"] is None for own in things(frame, "membership")))


async def left_at(ada: Person, bob: Person, lobby: Room) -> int:
    """Where his last stay ended: removing somebody who is out says it again."""
    return int((await ada.call("member.remove", room=lobby.id, person=bob.id))["at"])
