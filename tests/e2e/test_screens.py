"""Pictures of the main screens, with a server behind them."""

import re
from typing import Any, Literal

import pytest
from playwright.async_api import ViewportSize, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.pictured import Look, compared
from tests.e2e.server import Server
from tests.e2e.test_style import AFTERNOON, STILL, has_its_font

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESKTOP = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
MORNING = 1_795_168_800_000
"""The examples' day at ten, in milliseconds."""
# A person's colour comes from their id, which chance gives them.
ONE_HUE = """new MutationObserver(() => document.querySelectorAll('.avatar').forEach((one) =>
    one.style.getPropertyValue('--hue') === '200' || one.style.setProperty('--hue', '200'))
).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] })"""
TALK = (
    ("Bob", "The report is nearly done."),
    ("Bob", "It comes before noon."),
    ("Ada", "Thank you! I **read it soon**."),
    ("Eve", "Has anybody seen the key of the archive?\n\n- It is not in the drawer.\n- It is not on the hook."),
    ("Bob", "It is with the porter, see https://example.com/keys."),
    ("Ada", "> It is not on the hook.\n\nThen it is time for a second one."),
)
REPLIES = (("Bob", "I ask him."), ("Ada", "Thank you."), ("Bob", "He has it, and brings it along."))


async def fill(server: Server, arrive: Arrive) -> Person:
    """The lobby with a conversation and a thread in it, all of it in the morning of the examples' day."""
    people, lobby = dict[str, Person](), ""
    for name in ("Ada", "Bob", "Eve"):
        person = people[name] = await arrive(name)
        if name == "Ada":
            await person.be_owner(server.setup_link)
            await person.call("POST", "/api/rooms", name="Lobby", slug="lobby", client_id="lobby")
            lobby = await person.room_id()
            await person.call("PATCH", f"/api/rooms/{lobby}", topic="What everybody should know")
            await person.call("POST", "/api/rooms", name="Archive", slug="archive", client_id="archive")
        else:
            await person.be_member()
            await person.call("POST", "/api/rooms/lobby/join")
    messages = f"/api/rooms/{lobby}/messages"
    for seq, (name, body) in enumerate(TALK):
        await people[name].call("POST", messages, client_id=f"talk-{seq}", body=body)
    for seq, (name, body) in enumerate(REPLIES):
        await people[name].call("POST", messages, client_id=f"reply-{seq}", body=body, thread=4)
    # A picture is not of the moment in which something is read.
    await people["Ada"].call("POST", f"/api/rooms/{lobby}/read", generation=0, seq=len(TALK))
    await people["Ada"].call("POST", f"/api/rooms/{lobby}/threads/4/read", read=len(REPLIES))
    server.let_it_have_been_at(MORNING)
    return people["Ada"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_main_screens_look_as_in_their_pictures(
    arrive: Arrive, server: Server, scheme: Literal["light", "dark"]
) -> None:
    filled = await fill(server, arrive)
    looks: dict[str, Any] = STILL | {"viewport": DESKTOP, "color_scheme": scheme}
    visitor = await arrive("Bob", **looks)
    await visitor.page.goto(f"{server.url}/sign-in")
    await expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    await has_its_font(visitor.page)
    with compared(visitor.page) as look:
        await look(f"screen-sign-in-{scheme}", visitor.page)

    ada = await arrive("Ada", **looks, storage_state=await filled.context.storage_state())
    await ada.page.add_init_script(ONE_HUE)
    await ada.page.clock.set_fixed_time(AFTERNOON)
    await ada.open_room("lobby")
    await has_its_font(ada.page)
    with compared(ada.page) as look:
        await look_at_a_room(ada, look, scheme)
        await look_at_settings(ada, look, scheme)
        await ada.page.set_viewport_size(PHONE)
        await look_at_a_phone(ada, look, scheme)
    assert ada.complaints == []


async def look_at_a_room(ada: Person, look: Look, scheme: str) -> None:
    await has_all(ada)
    await look(f"screen-room-{scheme}", ada.page)
    await ada.timeline.get_by_role("button", name="3 replies").click()
    thread = ada.page.get_by_role("complementary", name="Thread")
    await expect(thread.locator("article .text")).to_have_count(len(REPLIES) + 1)
    await ada.page.mouse.move(0, 0)
    await look(f"screen-thread-{scheme}", ada.page)


async def look_at_settings(ada: Person, look: Look, scheme: str) -> None:
    await ada.page.goto(f"{ada.url}/settings/appearance")
    await expect(ada.page.get_by_role("heading", level=1, name="Appearance")).to_be_visible()
    await look(f"screen-settings-{scheme}", ada.page)
    await ada.page.goto(f"{ada.url}/settings/people")
    await expect(ada.page.get_by_text("@eve")).to_be_visible()
    await look(f"screen-administration-{scheme}", ada.page)


async def look_at_a_phone(ada: Person, look: Look, scheme: str) -> None:
    await ada.page.goto(ada.url)
    await expect(ada.rooms.get_by_role("link", name=re.compile("^Lobby"))).to_be_visible()
    await look(f"screen-phone-list-{scheme}", ada.page)
    await ada.open_room("lobby")
    await has_all(ada)
    await look(f"screen-phone-room-{scheme}", ada.page)


async def has_all(ada: Person) -> None:
    await expect(ada.messages).to_have_count(len(TALK))
    await expect(ada.timeline.get_by_role("button", name="3 replies")).to_be_visible()
