"""What people write, as it is shown."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Dialog, Request, expect

from tests.e2e.person import Person
from tests.pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

CORPUS = json.loads((Path(__file__).parents[2] / "web/src/features/text/corpus.json").read_text())
# But for the stops for Tab: a timeline is one stop, and takes those of what is in it.
DIFFERS = """(text, html) => {
    const wanted = document.createElement('div')
    wanted.innerHTML = html
    const shown = document.createElement('div')
    shown.innerHTML = text.innerHTML
    for (const one of [wanted, shown])
        for (const stop of one.querySelectorAll('[tabindex]')) stop.removeAttribute('tabindex')
    return shown.isEqualNode(wanted) ? null : shown.innerHTML
}"""
SIDES = """text => [...text.querySelectorAll('p')].map(line => {
    const range = document.createRange()
    range.selectNodeContents(line)
    const [words, box] = [range.getBoundingClientRect(), line.getBoundingClientRect()]
    return words.left - box.left > box.right - words.right ? 'right' : 'left'
})"""


async def post(person: Person, body: str) -> int:
    """Says it straight to the API, and returns its place once it is shown."""
    room = await person.room_id()
    said = await person.call("POST", f"/api/rooms/{room}/messages", client_id=f"text-{hash(body)}", body=body)
    seq = int(said["seq"])
    await expect(person.message(seq)).to_be_visible()
    return seq


async def test_ux_36_every_case_of_the_dialect_is_shown_as_written_down(ada: Person) -> None:
    dialogs: list[str] = []

    async def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        await dialog.dismiss()

    ada.page.on("dialog", close)
    added = await ada.context.request.post(
        f"{ada.url}/api/emoji/party_parrot", data=picture(), headers={"Origin": ada.url}
    )
    parrot = (await added.json())["picture"]
    wrong: dict[str, str] = {}
    for case in CORPUS:
        seq = await post(ada, case["markdown"])
        shown = await ada.message(seq).locator(".text").evaluate(DIFFERS, case["html"].replace("PICTURE", parrot))
        if shown is not None:
            wrong[case["name"]] = shown
    assert wrong == {}
    assert dialogs == []
    assert ada.complaints == []


async def test_ux_37_every_line_is_on_the_side_where_it_begins(ada: Person) -> None:
    seq = await post(ada, "in English\n\nثم بالعربية\n\n1. one\n2. اثنان\n\n> שלום")
    text = ada.message(seq).locator(".text")
    assert await text.evaluate(SIDES) == ["left", "right", "right"]
    await expect(text.locator("li").last).to_have_css("direction", "rtl")


async def test_ux_33_code_has_colours_a_language_and_a_button_that_copies_it_alone(ada: Person) -> None:
    chunks: list[str] = []

    def note(request: Request) -> None:
        if "colours" in request.url:
            chunks.append(request.url)

    ada.page.on("request", note)
    seq = await post(ada, "```\nno language\n```")
    await expect(ada.message(seq).get_by_role("button", name="Copy code")).to_be_attached()
    assert chunks == []
    code = "def f():\n    return '" + "x" * 300 + "'"
    seq = await post(ada, f"```python\n{code}\n```")
    message = ada.message(seq)
    await expect(message.locator(".hljs-keyword").first).to_have_text("def")
    assert len(chunks) == 1
    await expect(message.locator("code")).to_have_text(code)

    await ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await message.get_by_role("button", name="Copy code").focus()
    await ada.page.keyboard.press("Enter")
    await expect(message.get_by_role("button", name="Copied")).to_be_visible()
    assert await ada.page.evaluate("navigator.clipboard.readText()") == code

    wide = message.get_by_role("group", name="Code in python")
    await wide.focus()
    await ada.page.keyboard.press("ArrowRight")
    await ada.page.wait_for_function("code => code.scrollLeft > 0", arg=await wide.element_handle())
    assert ada.complaints == []


async def test_ux_35_emoji_names_large_emoji_and_hidden_text(ada: Person) -> None:
    seq = await post(ada, ":tada: 👩‍👩‍👧‍👦")
    text = ada.message(seq).locator(".text")
    await expect(text).to_have_text("🎉 👩‍👩‍👧‍👦")
    await expect(text).to_have_css("font-size", "36px")

    seq = await post(ada, "it was ||the [butler](https://example.org)||")
    text = ada.message(seq).locator(".text")
    link = text.locator("a")
    await expect(link).to_be_attached()
    assert not await link.evaluate("link => { link.focus(); return document.activeElement === link }")
    await text.get_by_role("button", name="Show hidden text").focus()
    await ada.page.keyboard.press("Enter")
    await expect(text.get_by_role("link", name="butler")).to_be_visible()
    await expect(text.locator(".spoiler-text")).to_have_css("opacity", "1")
    await expect(text.locator(".spoiler-text")).to_be_focused()
    assert ada.complaints == []
