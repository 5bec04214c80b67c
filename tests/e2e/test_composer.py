"""Writing: a field that grows, keys and lists that help, and what is pasted."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import FROM_END, PLACE, read_further_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIST_CLEARS_FIELD = """() => {
    const list = document.querySelector('[role=listbox]').getBoundingClientRect()
    const field = document.querySelector('textarea[data-composer]').getBoundingClientRect()
    return list.bottom <= field.top || list.top >= field.bottom
}"""
# The key that an input method has taken: some browsers have nothing but the code to say so.
PRESS_COMPOSING = """(field, keyCode) => field.dispatchEvent(new KeyboardEvent('keydown', {
    key: 'Enter', keyCode, bubbles: true, cancelable: true, isComposing: keyCode !== 229
}))"""
COPY = """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
    'text/html': new Blob([html], { type: 'text/html' }),
    'text/plain': new Blob([plain], { type: 'text/plain' }),
})])"""


def suggestions(person: Person) -> Locator:
    return person.page.get_by_role("listbox").get_by_role("option")


async def is_at_end(person: Person) -> None:
    await person.page.wait_for_function(f"() => ({FROM_END})(document.querySelector('[role=log]')) <= 1")


async def copy(person: Person, html: str, plain: str) -> None:
    await person.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await person.page.evaluate(COPY, [html, plain])


async def test_ux_9_the_field_grows_and_never_covers_what_is_read(ada: Person) -> None:
    await ada.fill_room(60)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 60")
    await is_at_end(ada)
    for lines in (2, 3, 5, 12, 60, 1):
        await ada.composer.fill("\n".join(["line"] * lines))
        await is_at_end(ada)
        await expect(ada.messages.last).to_be_in_viewport(ratio=1)
        below = await ada.messages.last.evaluate("last => last.getBoundingClientRect().bottom")
        form = await ada.page.locator("form:has(textarea[data-composer])").bounding_box()
        field = await ada.composer.bounding_box()
        assert form
        assert field
        assert below <= form["y"]
        assert field["height"] <= 0.4 * 800 + 1
    await ada.composer.fill("\n".join(["line"] * 60))
    assert await ada.composer.evaluate("field => field.scrollHeight > field.clientHeight")
    await ada.composer.fill("one")

    seq, place = await read_further_up(ada, 900)
    await ada.composer.fill("\n".join(["line"] * 9))
    await expect(ada.composer).to_have_css("height", "219px")
    assert abs(await ada.timeline.evaluate(PLACE, seq) - place) <= 1
    assert ada.complaints == []


async def test_ux_13_keys_wrap_the_selection_and_ctrl_z_takes_each_back(ada: Person) -> None:
    for keys, text in (
        ("Control+b", "**word**"),
        ("Control+i", "_word_"),
        ("Control+e", "`word`"),
        ("Control+Shift+X", "~~word~~"),
        ("Control+Shift+U", "[word]()"),
        ("Control+Shift+Digit7", "1. word"),
        ("Control+Shift+Digit8", "- word"),
        ("Control+Shift+Digit9", "> word"),
    ):
        await ada.composer.fill("")
        await ada.page.keyboard.type("word")
        await ada.page.keyboard.press("Control+a")
        await ada.page.keyboard.press(keys)
        await expect(ada.composer).to_have_value(text)
        await ada.page.keyboard.press("Control+z")
        await expect(ada.composer).to_have_value("word")


async def test_ux_13_an_address_over_a_selection_is_a_link_and_lists_go_on(ada: Person) -> None:
    await ada.composer.fill("word")
    await ada.page.keyboard.press("Control+a")
    await copy(ada, "https://example.org/a", "https://example.org/a")
    await ada.page.keyboard.press("Control+v")
    await expect(ada.composer).to_have_value("[word](https://example.org/a)")
    await ada.page.keyboard.press("Control+z")
    await expect(ada.composer).to_have_value("word")

    await ada.composer.fill("- one")
    await ada.page.keyboard.press("Shift+Enter")
    await ada.page.keyboard.type("two")
    await expect(ada.composer).to_have_value("- one\n- two")
    await ada.page.keyboard.press("Shift+Enter")
    await ada.page.keyboard.press("Shift+Enter")
    await expect(ada.composer).to_have_value("- one\n- two\n")


async def test_ux_13_the_toolbar_formats_and_is_remembered(ada: Person) -> None:
    await ada.page.get_by_role("button", name="Show formatting").click()
    await ada.page.get_by_role("toolbar").get_by_role("button", name="Bold").click()
    await ada.page.keyboard.type("loud")
    await expect(ada.composer).to_have_value("**loud**")
    await ada.page.reload()
    await expect(ada.page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    await has_no_violations(ada)
    assert ada.complaints == []


async def test_a_handle_that_is_written_to_its_end_is_sent_by_one_enter(ada: Person, bob: Person) -> None:
    await expect(bob.composer).to_be_visible()
    await ada.composer.press_sequentially("hello @Bob")
    await expect(suggestions(ada)).to_have_count(1)
    await ada.page.keyboard.press("Enter")
    await ada.sees("hello @Bob")
    await expect(ada.composer).to_have_value("")


async def test_ux_11_and_12_members_rooms_and_emoji_complete(ada: Person, bob: Person) -> None:
    await expect(bob.composer).to_be_visible()
    await ada.composer.press_sequentially("hello @b")
    await expect(suggestions(ada)).to_have_count(1)
    await expect(suggestions(ada)).to_contain_text("@bob")
    assert await ada.page.evaluate(LIST_CLEARS_FIELD)
    await expect(ada.composer).to_be_focused()
    chosen = await suggestions(ada).first.get_attribute("id")
    await expect(ada.composer).to_have_attribute("aria-activedescendant", str(chosen))
    await has_no_violations(ada)
    await ada.page.keyboard.press("Enter")
    await expect(ada.composer).to_have_value("hello @bob ")
    await ada.page.keyboard.type("and #lo")
    await expect(suggestions(ada)).to_have_text(["Lobby#lobby"])
    await ada.page.keyboard.press("Tab")
    await expect(ada.composer).to_have_value("hello @bob and #lobby ")
    await ada.page.keyboard.type(":tad")
    await expect(suggestions(ada).first).to_contain_text("tada")
    await ada.page.keyboard.press("ArrowDown")
    await ada.page.keyboard.press("ArrowUp")
    await suggestions(ada).first.click()
    await expect(ada.composer).to_have_value("hello @bob and #lobby 🎉 ")
    await expect(ada.composer).to_be_focused()


async def test_ux_12_escape_closes_the_list_and_nothing_else(ada: Person, bob: Person) -> None:
    await expect(bob.composer).to_be_visible()
    await ada.page.get_by_role("button", name="Members", exact=True).click()
    await ada.composer.press_sequentially("@b")
    await expect(suggestions(ada)).to_have_count(1)
    await ada.page.keyboard.press("Escape")
    await expect(suggestions(ada)).to_have_count(0)
    await expect(ada.page.get_by_role("complementary", name="Members")).to_be_visible()
    # Nor does the list come back for the next letter.
    await ada.page.keyboard.type("o")
    await expect(suggestions(ada)).to_have_count(0)

    await ada.composer.fill("")
    await copy(ada, "at 12:30 @b", "at 12:30 @b")
    await ada.page.keyboard.press("Control+v")
    await expect(ada.composer).to_have_value("at 12:30 @b")
    await expect(suggestions(ada)).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_ux_14_what_is_pasted_keeps_its_form(ada: Person) -> None:
    html = "<h2>Plan</h2><ul><li>a <b>big</b> one</li></ul><table><tr><td>x</td><td>y</td></tr></table>"
    markdown = "## Plan\n\n- a **big** one\n\n| x | y |\n| --- | --- |"
    await copy(ada, html, "Plan a big one x y")
    await ada.composer.focus()
    await ada.page.keyboard.press("Control+v")
    await expect(ada.composer).to_have_value(markdown)
    await ada.page.keyboard.press("Control+z")
    await expect(ada.composer).to_have_value("")
    await ada.page.keyboard.press("Control+Shift+v")
    await expect(ada.composer).to_have_value("Plan a big one x y")
    await ada.composer.fill("")
    await copy(ada, "<p>```</p><p>a <b>b</b></p><p>```</p>", "```\na b\n```")
    await ada.page.keyboard.press("Control+v")
    await expect(ada.composer).to_have_value("```\na b\n```")
    assert ada.complaints == []


async def test_ux_8_enter_sends_unless_somebody_composes_or_wants_it_otherwise(ada: Person) -> None:
    await ada.composer.fill("日本")
    for code in (229, 13):
        await ada.composer.evaluate(PRESS_COMPOSING, code)
    await expect(ada.composer).to_have_value("日本")
    await ada.composer.press("Enter")
    await ada.sees("日本")
    await ada.page.evaluate("""localStorage.setItem('parley.composer', '{"sendKey":"ctrl-enter"}')""")
    await ada.page.reload()
    await ada.composer.fill("one")
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.type("two")
    await expect(ada.composer).to_have_value("one\ntwo")
    await ada.page.keyboard.press("Control+Enter")
    await expect(ada.messages.last).to_have_text("one\ntwo", use_inner_text=True)
    await expect(ada.composer).to_have_value("")
    await ada.is_connected()

    # The field of a message that is edited has the same keys.
    await ada.page.keyboard.press("ArrowUp")
    editor = ada.page.get_by_role("textbox", name="Edit message")
    await expect(editor).to_be_focused()
    await ada.page.keyboard.press("Control+a")
    await ada.page.keyboard.press("Control+b")
    await expect(editor).to_have_value("**one\ntwo**")
    await ada.page.keyboard.press("Control+Enter")
    await expect(ada.messages.last.locator("strong")).to_be_visible()
    assert ada.complaints == []


async def test_a_dropped_file_does_not_make_the_browser_leave(ada: Person, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    file.write_text("<title>gone</title>")
    await ada.composer.fill("half a thought")
    box = await ada.timeline.bounding_box()
    assert box
    form = ada.page.locator("form:has(textarea[data-composer])")
    before = await form.bounding_box()
    cdp = await ada.context.new_cdp_session(ada.page)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        await cdp.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 50, "y": box["y"] + 50, "data": data})
    await expect(ada.page.get_by_text("Files cannot be sent yet.")).to_be_visible()
    await expect(ada.page).to_have_url(f"{ada.url}/r/lobby")
    await expect(ada.composer).to_have_value("half a thought")
    assert await form.bounding_box() == before


async def test_the_line_above_the_field_says_what_waits_and_moves_nothing(ada: Person, server: Server) -> None:
    await ada.say("one")
    await ada.is_connected()
    field = await ada.composer.bounding_box()
    server.kill()
    for text in ("two", "three"):
        await ada.say(text)
    await expect(ada.page.get_by_text("2 messages are waiting.")).to_be_visible()
    assert await ada.composer.bounding_box() == field
    server.start()
    await expect(ada.page.get_by_text("messages are waiting")).to_have_count(0)
    assert await ada.composer.bounding_box() == field


async def test_on_a_phone_the_toolbar_scrolls_and_fingers_find_everything(arrive: Arrive, server: Server) -> None:
    ada = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    await ada.page.get_by_role("button", name="Show formatting").tap()
    bar = ada.page.get_by_role("toolbar", name="Formatting")
    assert await bar.evaluate("bar => bar.scrollWidth > bar.clientWidth")
    await fits(ada)
    await ada.composer.tap()
    await ada.page.keyboard.type("one :tad")
    await expect(suggestions(ada).first).to_contain_text("tada")
    await suggestions(ada).first.tap()
    await expect(ada.composer).to_have_value("one 🎉 ")
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.press("Enter")
    await expect(ada.composer).to_have_value("one 🎉 \n")
    assert ada.complaints == []
