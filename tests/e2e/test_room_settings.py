"""What a room's owner sets is so for everybody at once; what it does not keep is gone, and nobody is left to wonder."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.async_api import Request, expect

from parley.later.retention import FIND
from parley.settings import Settings
from parley.store.folder import database_file
from parley.store.retention import DAY_MS
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECONNECT_MS = 40_000


async def test_a_room_has_its_new_name_and_topic_everywhere_at_once(ada: Person, bob: Person) -> None:
    asked: list[object] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            asked.append(request.post_data_json)

    ada.page.on("request", note)
    await bob.page.get_by_role("heading", level=1).get_by_role("button", name="Lobby").click()
    details = bob.page.get_by_role("complementary", name="Details")
    await expect(details.get_by_role("button", name="Leave room")).to_be_visible()
    await expect(details.get_by_role("button", name="Room settings")).to_have_count(0)
    for field, text in (("Name", "Hall"), ("Topic", "Where everybody is")):
        settings = await ada.open_settings()
        await settings.get_by_label(field).fill(text)
        await settings.get_by_role("button", name="Save").click()
        await expect(settings).to_be_hidden()
        await expect(ada.page.get_by_role("button", name="Room settings")).to_be_focused()
    for person in (ada, bob):
        await person.is_in("Hall")
        await expect(person.page.get_by_role("link", name="Hall")).to_be_visible()
        await expect(person.page.get_by_role("main")).to_contain_text("Where everybody is")
        await expect(person.page).to_have_title(re.compile("^Hall"))
    assert asked == [{"name": "Hall"}, {"topic": "Where everybody is"}]
    assert ada.complaints + bob.complaints == []


async def test_a_room_that_keeps_less_says_so_before_and_after(
    ada: Person, bob: Person, server: Server, tmp_path: Path
) -> None:
    for text in ("one", "two", "three"):
        await ada.say(text)
    await bob.sees("one", "two", "three")
    settings = await ada.open_settings()
    await settings.get_by_label("Keep messages").select_option(label="30 days")
    await expect(settings).to_contain_text("Messages older than 30 days will be deleted for good, for everybody")
    await settings.get_by_role("button", name="Save and delete older").click()
    await expect(bob.timeline).to_contain_text("where the room begins. Messages are kept here for 30 days.")

    grow_old_and_expire(server, tmp_path / "data", upto=2)
    for person in (ada, bob):
        await expect(person.messages).to_have_text(["three"], timeout=RECONNECT_MS)
        await expect(person.timeline).to_contain_text("Older messages have been deleted. Messages are kept here")

    await bob.page.goto(f"{bob.url}/r/lobby/2")
    note = bob.page.get_by_text("That message is not kept any more.")
    await expect(note).to_be_visible()
    await bob.sees("three")
    await expect(bob.page.get_by_role("heading", name="Lobby", level=2)).to_be_in_viewport()
    await bob.page.get_by_role("button", name="Close note").click()
    await expect(note).to_be_hidden()
    await expect(bob.page).to_have_url(f"{bob.url}/r/lobby")

    grow_old_and_expire(server, tmp_path / "data", upto=3)
    await expect(bob.timeline).to_contain_text("Everything that was said here has been deleted.", timeout=RECONNECT_MS)
    await bob.say("four")
    await bob.sees("four")


async def test_a_room_can_be_made_to_forget(ada: Person) -> None:
    await ada.rooms.get_by_role("button", name="Create a room", exact=True).click()
    await ada.page.get_by_label("Name").fill("Gossip")
    await ada.page.get_by_label("Keep messages").select_option(label="7 days")
    await ada.page.get_by_role("button", name="Create room").click()
    await ada.is_in("Gossip")
    await expect(ada.timeline).to_contain_text("Messages are kept here for 7 days.")


def grow_old_and_expire(server: Server, folder: Path, *, upto: int) -> None:
    """A year passes while the server is away, and when it is back it looks for what is too old."""
    server.stop()
    settings = Settings(data_dir=str(folder))
    with sqlite3.connect(database_file(settings)) as database:
        aged = "UPDATE messages SET created_at = created_at - ? WHERE seq <= ?"
        database.execute(aged, (365 * DAY_MS, upto))
        database.execute("UPDATE jobs SET due_at = 0 WHERE kind = ?", (FIND.name,))
    database.close()
    server.start()
