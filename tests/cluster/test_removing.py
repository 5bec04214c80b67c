"""A member is removed at one process while they speak at the other: nothing of theirs comes after it in the log."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.actions.test_sessions import REVOKED_WITHIN
from tests.cast import Refusal, things
from tests.cluster.conftest import Scene

ROUNDS = 20
AT_ONCE = 4


@pytest.mark.parametrize("verb", ["member.remove", "member.ban"])
async def test_nothing_is_said_and_nothing_is_heard_after_it(scene: Scene, verb: str) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    lobby, bob = scene.lobby, scene.bob
    for _ in range(ROUNDS):
        sends = [
            his.ask("message.send", room=lobby.id, body="still here", client_id=uuid4().hex) for _ in range(AT_ONCE)
        ]
        ending = hers.ask(verb, room=lobby.id, person=bob.id)
        more = [his.ask("message.send", room=lobby.id, body="and here", client_id=uuid4().hex) for _ in range(AT_ONCE)]
        answers: list[Any] = await asyncio.gather(*sends, ending, *more, return_exceptions=True)
        at = int((await scene.ada.call("member.remove", room=lobby.id, person=bob.id))["at"])
        await scene.ada.say(lobby, "is he gone?")
        said = [answer["rev"] for answer in answers if isinstance(answer, dict) and "client_id" in answer]
        refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
        assert len(said) + len(refused) == 2 * AT_ONCE
        assert all(rev < at for rev in said)
        assert set(refused) <= {"not_found"}
        assert (await his.next("gone"))["at"] == at
        await his.ask("me.get")
        assert all(frame["to"] <= at for frame in his.frames if frame.get("log") == lobby.log)
        his.frames.clear()
        hers.frames.clear()
        await scene.ada.call("member.unban", room=lobby.id, person=bob.id)
        await scene.ada.call("member.add", room=lobby.id, person=bob.id)
        await his.first(lambda frame: any(own["until"] is None for own in things(frame, "membership")))


async def test_who_is_deactivated_at_one_process_is_shut_out_at_the_other(scene: Scene) -> None:
    his = await scene.bob.connect()
    await scene.ada.call("user.deactivate", person=scene.bob.id)
    assert (await his.until_closed(REVOKED_WITHIN))[0] == 4401
    assert (await scene.bob.refused("message.send", room=scene.lobby.id, body="no", client_id="1"))["code"] == (
        "unauthenticated"
    )
