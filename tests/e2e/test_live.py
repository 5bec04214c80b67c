import asyncio

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_browsers_see_each_other_at_once(ada: Person, bob: Person) -> None:
    await ada.say("Hello Bob")
    await bob.sees("Hello Bob")
    await bob.say("Hello Ada")
    await ada.sees("Hello Bob", "Hello Ada")
    assert ada.complaints + bob.complaints == []


async def test_pending_and_real_are_one_row(ada: Person) -> None:
    release = asyncio.Event()

    async def hold_sends(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        async def pass_on(frame: str | bytes) -> None:
            if isinstance(frame, str) and '"message.send"' in frame:
                await release.wait()
            server.send(frame)

        socket.on_message(lambda frame: asyncio.ensure_future(pass_on(frame)))

    await ada.page.route_web_socket("**/ws", hold_sends)
    await ada.page.reload()
    await ada.say("the only one")
    row = ada.timeline.get_by_role("article")
    await expect(row).to_have_count(1)
    await expect(ada.page.get_by_title("Waiting to be sent")).to_have_count(1)
    place = await row.bounding_box()
    await row.evaluate("row => { row.marked = true }")

    release.set()
    await ada.is_connected()
    await expect(row).to_have_attribute("data-seq", "1")
    assert await row.evaluate("row => row.marked === true")
    assert await row.bounding_box() == place
    await ada.sees("the only one")


async def test_a_double_enter_sends_once(ada: Person, bob: Person) -> None:
    await ada.composer.fill("once")
    await ada.page.evaluate(
        """() => {
            const composer = document.querySelector('textarea')
            for (let i = 0; i < 2; i++) {
                composer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
            }
        }"""
    )
    await ada.say("then this")
    await bob.sees("once", "then this")


async def test_messages_sent_as_fast_as_one_can_arrive_once_and_in_order(ada: Person, bob: Person) -> None:
    texts = [f"fast {number}" for number in range(20)]
    for text in texts:
        await ada.say(text)
    await bob.sees(*texts)
    await ada.sees(*texts)


async def test_enter_belongs_to_an_input_method_while_it_composes(ada: Person) -> None:
    await ada.composer.fill("かな")
    await ada.composer.evaluate(
        """composer => composer.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"""
    )
    await expect(ada.composer).to_have_value("かな")
    await ada.composer.press("Shift+Enter")
    await ada.page.keyboard.type("two")
    await ada.composer.press("Enter")
    await expect(ada.messages).to_have_text(["かな\ntwo"], use_inner_text=True)


async def test_typing_anywhere_writes_the_first_character_too(ada: Person) -> None:
    await ada.timeline.focus()
    await ada.page.keyboard.type("hello")
    await expect(ada.composer).to_have_value("hello")


async def test_a_draft_stays_with_its_room(ada: Person) -> None:
    await ada.composer.fill("not yet")
    await ada.create_room("Den")
    await expect(ada.composer).to_have_value("")
    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.type("lob")
    await ada.page.keyboard.press("Enter")
    await expect(ada.composer).to_have_value("not yet")
    await expect(ada.composer).to_be_focused()
    await ada.page.reload()
    await expect(ada.composer).to_have_value("not yet")


async def test_ux_18_what_is_typed_through_the_palette_lands_where_it_leads(ada: Person) -> None:
    await ada.composer.fill("half a ")
    await ada.create_room("Den")
    await ada.is_in("Den")
    # It has come by now, so that what follows an Enter is not lost.
    await ada.page.keyboard.press("Control+k")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await ada.page.keyboard.press("Escape")
    for turn in range(3):
        for room in ("lob", "den"):
            # No pause between the keys: they come while the page still changes.
            await ada.page.keyboard.press("Control+k")
            await ada.page.keyboard.type(room)
            await ada.page.keyboard.press("Enter")
            await ada.page.keyboard.type(f"{room} {turn}")
            await ada.page.keyboard.press("Enter")
    await ada.is_connected()
    await ada.sees("den 0", "den 1", "den 2")
    await ada.page.get_by_role("link", name="Lobby").click()
    await ada.is_in("Lobby")
    await ada.sees("half a lob 0", "lob 1", "lob 2")


async def test_a_room_with_news_is_marked_until_it_is_looked_at(ada: Person, bob: Person) -> None:
    await ada.create_room("Den")
    await bob.say("anybody here?")
    lobby = ada.page.get_by_role("link", name="Lobby")
    await expect(lobby).to_contain_text("unread")
    await lobby.click()
    await ada.sees("anybody here?")
    await ada.page.get_by_role("link", name="Den").click()
    await expect(lobby).not_to_contain_text("unread")


async def test_a_text_that_is_too_long_says_so_and_is_not_cut(ada: Person) -> None:
    send = ada.page.get_by_role("button", name="Send")
    await ada.composer.fill("é" * 7_990)
    await expect(ada.page.get_by_text("10 of 8000 characters left")).to_be_visible()
    await ada.composer.fill("👍" * 8_001)
    await expect(ada.page.get_by_text("1 over the limit of 8000 characters")).to_be_visible()
    await ada.composer.press("Enter")
    await expect(send).to_be_disabled()
    await ada.composer.fill("👍" * 8_000)
    await send.click()
    await expect(ada.timeline.get_by_role("article")).to_have_attribute("data-seq", "1")


async def test_escape_closes_the_top_layer_only(ada: Person) -> None:
    members = ada.page.get_by_role("button", name="Members", exact=False).first
    panel = ada.page.get_by_role("complementary", name="Members")
    await members.click()
    await ada.page.keyboard.press("Control+k")
    palette = ada.page.get_by_role("dialog", name="Search or jump")
    await expect(palette).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(palette).to_be_hidden()
    await expect(panel).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(members).to_be_focused()
