"""Notices between browsers: a room's timeline tells what people do there, if its owner wants that."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def notices(person: Person) -> Locator:
    return person.timeline.locator("article .notice")


async def id_of(person: Person) -> str:
    return str((await person.call("GET", "/api/me"))["id"])


async def turn_on(person: Person) -> None:
    settings = await person.open_settings()
    switch = settings.get_by_role("checkbox", name="Show notices in the conversation")
    await expect(switch).not_to_be_checked()
    await expect(switch).to_have_accessible_description(re.compile("when people come and go"))
    await switch.check()
    await has_no_violations(person)
    await settings.get_by_role("button", name="Save").click()
    await expect(settings).to_be_hidden()


async def test_the_owner_turns_them_on_and_both_see_what_happens(arrive: Arrive, ada: Person, bob: Person) -> None:
    eve = await arrive("Eve", color_scheme="dark")
    await eve.be_member()
    await eve.call("POST", "/api/rooms/lobby/join")
    await ada.say("Hello")
    await turn_on(ada)
    room = await ada.room_id()
    await eve.call("POST", f"/api/rooms/{room}/leave")
    await eve.call("POST", "/api/rooms/lobby/join")
    await ada.call("PATCH", f"/api/rooms/{room}", name="Hall", topic="What is new")
    await ada.say("So much for that")
    told = ["Eve left", "Eve joined", "Ada renamed the room to Hall", "Ada changed the topic to What is new"]
    await eve.open_room("lobby")
    for person in (ada, bob, eve):
        await expect(notices(person)).to_have_text(told)
        await person.sees("Hello", "So much for that")
        await has_no_violations(person)
    # The timeline names an author again after a notice.
    await expect(bob.message(6)).to_contain_text("Ada")

    await notices(bob).nth(1).get_by_role("link", name="Eve").click()
    await expect(bob.page).to_have_url(re.compile("/profile/eve$"))
    assert ada.complaints + bob.complaints + eve.complaints == []


async def test_a_private_room_of_the_dialog_begins_with_them(ada: Person, bob: Person) -> None:
    await ada.rooms.get_by_role("button", name="Create a room", exact=True).click()
    await ada.page.get_by_label("Name").fill("Den")
    await ada.page.get_by_text("Private").click()
    await ada.page.get_by_role("button", name="Create room").click()
    await ada.is_in("Den")
    room = ada.page.url.rpartition("/")[2]
    await ada.call("POST", f"/api/rooms/{room}/members", person=await id_of(bob))
    await expect(notices(ada)).to_have_text(["Ada added Bob"])
    await bob.rooms.get_by_role("link", name="Den").click()
    await expect(notices(bob)).to_have_text(["Ada added Bob"])

    await bob.message(1).hover()
    await expect(bob.message(1).get_by_role("button", name="Mark unread from here")).to_be_visible()
    await expect(bob.message(1).get_by_role("button", name=re.compile("React|Reply|Delete"))).to_have_count(0)

    await ada.message(1).hover()
    await ada.message(1).get_by_role("button", name="Delete message").click()
    for person in (ada, bob):
        await expect(notices(person)).to_have_count(0)
    await ada.message(1).get_by_role("button", name="Undo").click()
    await expect(notices(bob)).to_have_text(["Ada added Bob"])


async def test_many_who_come_are_one_line_also_on_a_phone(arrive: Arrive, ada: Person, bob: Person) -> None:
    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}", notices=True)
    phone = await arrive("Eve", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await phone.be_member()
    await phone.call("POST", "/api/rooms/lobby/join")
    for name in ("Dan", "Fay", "Gus", "Hal"):
        guest = await arrive(name)
        await guest.be_member()
        await guest.call("POST", "/api/rooms/lobby/join")
    await expect(notices(bob)).to_have_text(["Eve, Dan and 3 others joined"])
    await phone.open_room("lobby")
    await expect(notices(phone)).to_have_text(["Eve, Dan and 3 others joined"])
    await fits(phone)
    await has_no_violations(phone)
    # The address of each leads to the line.
    await bob.page.goto(f"{bob.url}/r/lobby/2")
    await expect(bob.message(5)).to_be_in_viewport()
    assert phone.complaints == []


async def test_what_is_copied_has_them_among_the_messages(ada: Person, bob: Person) -> None:
    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}", notices=True)
    await bob.say("before")
    await ada.sees("before")
    await ada.call("PATCH", f"/api/rooms/{room}", topic="Tea")
    await bob.say("after")
    await ada.sees("before", "after")
    await expect(notices(ada)).to_have_text(["Ada changed the topic to Tea"])
    copied = await ada.page.evaluate("""() => {
        const log = document.querySelector('[role=log]')
        document.getSelection().selectAllChildren(log)
        const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true })
        log.dispatchEvent(event)
        return event.clipboardData.getData('text/plain')
    }""")
    assert copied == "Bob: before\nAda changed the topic to Tea\nBob: after"


async def test_from_right_to_left(arrive: Arrive, ada: Person) -> None:
    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}", notices=True)
    eve = await arrive("Eve", locale="ar")
    await eve.be_member()
    await eve.call("POST", "/api/rooms/lobby/join")
    await eve.page.goto(f"{eve.url}/r/lobby")
    await expect(notices(eve)).to_have_text(["انضم Eve"])
    await has_no_violations(eve)
