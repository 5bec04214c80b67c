"""What the client knows of the messages that its person scheduled, and of their reminders."""

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.client import Parley
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_what_one_ordered_for_later_is_in_the_state(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await ada.say(lobby, "one")
    for hours, body in ((2, "second"), (1, "first")):
        await chat.scheduled_create(room=room, body=body, at=rfc3339(now_ms() + hours * HOUR))
    assert [one.body for one in chat.state.scheduled] == ["first", "second"]
    await chat.scheduled_cancel(scheduled=chat.state.scheduled[1].id)
    assert [one.body for one in chat.state.scheduled] == ["first"]

    await chat.reminder_create(room=room, seq=1, at=rfc3339(now_ms() + HOUR))
    await chat.reminder_create(text="milk", at=rfc3339(now_ms() + 2 * HOUR))
    assert [(one.seq, one.text) for one in chat.state.reminders] == [(1, ""), (None, "milk")]
    await chat.reminder_complete(reminder=chat.state.reminders[0].id)
    assert [one.text for one in chat.state.reminders] == ["milk"]

    await chat.scheduled_send_now(scheduled=chat.state.scheduled[0].id)
    await until(lambda: not chat.state.scheduled)
    said = (await ada.call("message.list", room=lobby.id))["messages"]
    assert [message["body"] for message in said] == ["one", "first"]
