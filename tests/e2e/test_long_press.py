"""What a finger that rests on a message opens."""

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def rest_on(person: Person, seq: int, *, moving: int = 0) -> None:
    """A finger goes down on a message, and up when the menu is there; one that moves scrolls and opens none."""
    box = await person.message(seq).bounding_box()
    assert box
    x, y = box["x"] + 120, box["y"] + box["height"] / 2
    touches = await person.context.new_cdp_session(person.page)
    await touches.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    if moving:
        points = [{"x": x, "y": y - moving}]
        await touches.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        await person.page.wait_for_timeout(700)  # longer than a long press: nothing may come of it
    else:
        await expect(person.page.get_by_role("menu", name="Message actions")).to_be_visible()
    await touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


async def test_ux_34_a_finger_that_rests_on_a_message_opens_its_menu(arrive: Arrive, ada: Person) -> None:
    await ada.say("first")
    await ada.say("second")
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    await bob.sees("first", "second")
    menu = bob.page.get_by_role("menu", name="Message actions")

    await rest_on(bob, 2, moving=60)
    await expect(menu).to_have_count(0)

    await rest_on(bob, 2)
    await fits(bob)
    await has_no_violations(bob)
    box = await menu.bounding_box()
    assert box
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    await bob.page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await expect(bob.message(2)).to_be_focused()

    await rest_on(bob, 2)
    await menu.get_by_role("menuitem", name="Copy text").tap()
    await expect(bob.page.get_by_text("Text copied")).to_be_visible()
    assert await bob.page.evaluate("navigator.clipboard.readText()") == "second"

    await rest_on(bob, 1)
    await menu.get_by_role("menuitem", name="Copy link").tap()
    await expect(bob.page.get_by_text("Link copied")).to_be_visible()
    assert await bob.page.evaluate("navigator.clipboard.readText()") == f"{bob.url}/r/lobby/1"

    await rest_on(bob, 1)
    await menu.get_by_role("menuitem", name="Reply", exact=True).tap()
    await bob.composer.fill("to the first")
    await bob.page.get_by_role("button", name="Send").tap()
    await expect(ada.message(3)).to_contain_text("first")
    assert bob.complaints == []
