"""Somebody takes along what the server keeps about them: asks for it, waits for it, and downloads it."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.person import PASSWORD, Person
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def section(person: Person) -> Locator:
    return person.page.get_by_role("region", name="Your data", exact=True)


async def test_a_copy_is_asked_for_waited_for_and_downloaded(ada: Person, bob: Person, tmp_path: Path) -> None:
    await bob.say("bob's own words")
    await ada.sees("bob's own words")
    await ada.say("ada's own words")
    await ada.sees("bob's own words", "ada's own words")
    await ada.is_connected()

    await ada.page.goto(f"{ada.url}/settings/account")
    await section(ada).get_by_role("button", name="Prepare a copy").click()
    dialog = ada.page.get_by_role("dialog")
    await has_no_violations(ada)
    await dialog.get_by_label("Password").fill("not her password")
    await dialog.get_by_role("button", name="Prepare the copy").click()
    await expect(dialog.get_by_text("This is not your password.")).to_be_visible()
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Prepare the copy").click()

    # It comes by itself, without loading the page anew, and is there after that as well.
    await expect(section(ada).get_by_role("status")).to_contain_text("Your copy is ready.")
    await ada.page.reload()
    await expect(section(ada).get_by_role("status")).to_contain_text("Your copy is ready.")
    await has_no_violations(ada)
    async with ada.page.expect_download() as downloading:
        await section(ada).get_by_role("button", name="Download").click()
    download = await downloading.value
    assert download.suggested_filename.startswith("parley-")
    path = tmp_path / "mine.zip"
    await download.save_as(path)
    with zipfile.ZipFile(path) as copy:
        said = [message["body"] for message in json.loads(copy.read("messages.json"))]
        everything = b"".join(copy.read(name) for name in copy.namelist())
    assert said == ["ada's own words"]
    assert b"bob's own words" not in everything
    # The password that was refused.
    assert [complaint for complaint in ada.complaints if "403" not in complaint] == []
