"""The client lists, adds and removes the server's emoji."""

import io

import pytest

from parley.client import Parley
from parley.errors import Forbidden, Invalid
from tests.cast import PASSWORD, Person
from tests.pictures import opened, picture
from tests.proxy import Proxy


async def test_an_administrator_adds_one_and_everybody_reacts_with_it(
    network: Proxy, chat: Parley, ada: Person, room: str
) -> None:
    with pytest.raises(Forbidden):
        await chat.add_emoji("ship-it", picture())
    async with Parley(network.url) as owner:
        await owner.sign_in(ada.handle, PASSWORD)
        added = await owner.add_emoji("ship-it", picture())
        assert [one.picture for one in (await chat.emoji_list()).emoji] == [added.picture]
        file = io.BytesIO()
        await chat.save_emoji(added, file)
        assert opened(file.getvalue()).format == "WEBP"
        said = await chat.message_send(room=room, body="ready :ship-it:")
        assert (await chat.message_react(room=room, seq=said.seq, emoji=":ship-it:")).emoji == ":ship-it:"
        await owner.emoji_remove(name="ship-it")
    with pytest.raises(Invalid, match="no emoji called :ship-it:"):
        await chat.message_react(room=room, seq=said.seq, emoji=":ship-it:")
