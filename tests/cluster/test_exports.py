"""A copy of one's data that one process wrote is downloaded from another, which shares no disk with it."""

from tests.actions.exporting import Copy, ask, downloaded, prepared
from tests.cluster.conftest import Node, Scene


async def test_either_process_serves_it(nodes: tuple[Node, Node], scene: Scene) -> None:
    await scene.ada.say(scene.lobby, "said at the first")
    await scene.bob.say(scene.lobby, "bob's")
    await ask(scene.ada)
    await prepared(nodes[1].running, scene.ada)
    for node in nodes:
        async with node.at(scene.ada) as ada:
            copy = Copy((await downloaded(ada)).content)
        assert [message["body"] for message in copy["messages"]] == ["said at the first"]
    refused = await downloaded(scene.bob)
    assert refused.status_code == 404
