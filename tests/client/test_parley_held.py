"""What the client knows of the messages that filters hold of what its person wrote."""

from pathlib import Path

import pytest

from parley.client import Parley
from parley.errors import HeldBack
from parley.settings import Settings
from tests.cast import Person
from tests.client.waiting import until
from tests.conftest import with_changes


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    words = tmp_path / "words.txt"
    words.write_text("? frob\n")
    return with_changes(settings, filter_words=str(words), filter_ms=60_000)


async def test_what_waits_is_in_the_state_until_it_is_sent_dropped_or_withdrawn(
    chat: Parley, ada: Person, room: str
) -> None:
    for body in ("a frob", "two frob", "three frob"):
        with pytest.raises(HeldBack, match="This waits for a moderator"):
            await chat.message_send(room=room, body=body)
    await until(lambda: [one.body for one in chat.state.held] == ["a frob", "two frob", "three frob"])
    first, second, third = chat.state.held
    await chat.held_withdraw(held=third.id)
    assert [one.id for one in chat.state.held] == [first.id, second.id]
    await ada.call("held.drop", held=second.id)
    await until(lambda: [one.dropped for one in chat.state.held] == [False, True])
    await ada.call("held.let_through", held=first.id)
    await until(lambda: [one.id for one in chat.state.held] == [second.id])
    said = (await ada.call("message.list", room=room))["messages"]
    assert [message["body"] for message in said] == ["a frob"]
