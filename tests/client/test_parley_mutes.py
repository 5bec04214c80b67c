"""What the client knows of the rooms that its person muted."""

from datetime import UTC, datetime, timedelta

from parley.basics.times import rfc3339
from parley.client import Parley
from tests.cast import Person
from tests.client.waiting import until


async def test_mutes_of_other_devices_are_in_the_state_until_they_end(chat: Parley, bob: Person, room: str) -> None:
    await bob.call("room.mute", room=room, level="mentions")
    await until(lambda: (own := chat.state.mute(room)) is not None and own.level == "mentions")
    end = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
    own = await chat.room_mute(room=room, level="nothing", ends_at=rfc3339(int(end.timestamp() * 1000)))
    assert chat.state.mute(room) == own
    assert (await chat.mute_list()).mutes == [own]
    assert chat.state.mute(room, now=end - timedelta(milliseconds=1)) == own
    assert chat.state.mute(room, now=end) is None
    await chat.room_unmute(room=room)
    assert chat.state.mute(room) is None
