"""What the client knows of the rooms that its person muted."""

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.client import Parley
from tests.cast import Person
from tests.client.test_parley import until


async def test_mutes_of_other_devices_are_in_the_state_until_they_end(chat: Parley, bob: Person, room: str) -> None:
    await bob.call("room.mute", room=room, level="mentions")
    await until(lambda: (own := chat.state.mute(room)) is not None and own.level == "mentions")
    end = now_ms() + HOUR
    own = await chat.room_mute(room=room, level="nothing", ends_at=rfc3339(end))
    assert chat.state.mute(room) == own
    assert (await chat.mute_list()).mutes == [own]
    assert chat.state.mute(room, now=end - 1) == own
    assert chat.state.mute(room, now=end) is None
    await chat.room_unmute(room=room)
    assert chat.state.mute(room) is None
