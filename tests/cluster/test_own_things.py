"""What concerns one person reaches their socket at the other process: whichever process writes it."""

from datetime import UTC, datetime, timedelta

from parley.basics.times import rfc3339
from tests.actions.ordering import remind, schedule
from tests.actions.polling import ask, vote
from tests.aging import make_due
from tests.cast import Frame, Socket, things
from tests.cluster.conftest import Node, Scene

SOON = timedelta(minutes=2)


async def test_a_mention_reaches_the_person_at_the_other_process(scene: Scene) -> None:
    his = await scene.bob.connect()
    await scene.ada.say(scene.lobby, "@bob have you seen this?")
    (mention,) = await told(his, scene.bob.log, "mention")
    assert mention["seq"] == 1


async def test_a_vote_is_counted_at_the_other_process(scene: Scene) -> None:
    his = await scene.bob.connect()
    seq = await ask(scene.ada, scene.lobby)
    (asked,) = await told(his, scene.lobby.log, "poll")
    assert asked["seq"] == seq
    hers = await scene.ada.connect()
    await vote(scene.bob, scene.lobby, 1, seq=seq)
    (counted,) = await told(hers, scene.lobby.log, "poll")
    assert counted["counts"] == [0, 1, 0]


async def test_a_draft_a_favourite_and_a_mute_are_on_ones_other_device(scene: Scene, nodes: tuple[Node, Node]) -> None:
    async with nodes[1].at(scene.ada) as elsewhere:
        other = await elsewhere.connect()
        draft = await scene.ada.call("draft.put", room=scene.lobby.id, body="I was about")
        assert await told(other, scene.ada.log, "draft") == [draft]
        favourite = await scene.ada.call("room.favourite", room=scene.lobby.id)
        assert await told(other, scene.ada.log, "favourite") == [favourite]
        mute = await scene.ada.call("room.mute", room=scene.lobby.id, level="nothing")
        assert await told(other, scene.ada.log, "mute") == [mute]


async def test_a_section_and_the_room_in_it_are_on_ones_other_device(scene: Scene, nodes: tuple[Node, Node]) -> None:
    async with nodes[1].at(scene.ada) as elsewhere:
        other = await elsewhere.connect()
        section = await scene.ada.call("section.create", client_id="s", name="Team")
        assert await told(other, scene.ada.log, "section") == [section]
        placed = await scene.ada.call("section.put_room", room=scene.lobby.id, section=section["id"])
        assert await told(other, scene.ada.log, "section_room") == [placed]


async def test_what_is_due_is_done_once_by_one_of_them_and_told_at_both(scene: Scene, nodes: tuple[Node, Node]) -> None:
    when = rfc3339(int((datetime.now(UTC) + SOON).timestamp() * 1000))
    his = await scene.bob.connect()
    await schedule(scene.ada, scene.lobby, when)
    async with nodes[1].at(scene.ada) as elsewhere:
        other = await elsewhere.connect()
        await remind(scene.ada, when, text="tea")
        (waiting,) = await told(other, scene.ada.log, "reminder")
        assert not waiting.get("due", False)
        for kind in ("scheduled.send", "reminder.ring"):
            await make_due(nodes[0].running, kind)
        (rings,) = await told(other, scene.ada.log, "reminder")
        assert rings["due"]
    (message,) = await told(his, scene.lobby.log, "message")
    assert (message["body"], message["sender"]) == ("later", scene.ada.id)
    assert [each["body"] for each in (await scene.bob.call("message.list", room=scene.lobby.id))["messages"]] == [
        "later"
    ]


async def told(socket: Socket, log: str, kind: str) -> list[Frame]:
    """The things of this kind in the next frame of the log that has any."""
    frame = await socket.first(
        lambda frame: frame["type"] == "changes" and frame["log"] == log and bool(things(frame, kind))
    )
    return things(frame, kind)
