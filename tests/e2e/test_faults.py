import json
import re

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.e2e.browser import keeps, kept_state
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

RETRY_NOW = "[...document.querySelectorAll('button')].find(one => one.textContent === 'Retry now')?.click()"


async def test_a_killed_server_loses_nothing_and_repeats_nothing(ada: Person, bob: Person, server: Server) -> None:
    await ada.say("before")
    await bob.sees("before")
    server.kill()
    await ada.say("into the void")
    await bob.say("me too")
    server.start()
    for person in (ada, bob):
        await expect(person.messages).to_have_count(3, timeout=40_000)
        await person.is_connected()
    said = await ada.messages.all_inner_texts()
    assert sorted(said) == ["before", "into the void", "me too"]
    await bob.sees(*said)
    await ada.say("after")
    await bob.sees(*said, "after")


async def test_what_is_written_offline_is_sent_later_once_and_in_order(ada: Person, bob: Person) -> None:
    texts = [f"offline {number}" for number in range(20)]
    await ada.context.set_offline(True)
    for text in texts:
        await ada.say(text)
    await ada.sees(*texts)
    await expect(ada.page.get_by_title("Waiting to be sent")).to_have_count(20)  # and so kept
    await ada.page.close()

    await ada.context.set_offline(False)
    ada.page = await ada.context.new_page()
    await ada.page.goto(f"{ada.url}/r/lobby")
    await bob.sees(*texts)
    await ada.sees(*texts)
    await ada.is_connected()
    await ada.say("back")
    await bob.sees(*texts, "back")


async def test_a_message_that_is_not_kept_yet_does_not_look_as_if_it_were(ada: Person) -> None:
    await ada.context.set_offline(True)
    await ada.page.evaluate("() => { IDBObjectStore.prototype.add = () => new Promise(() => {}) }")
    await ada.say("where to?")
    await expect(ada.page.get_by_title("Being saved on this device")).to_have_count(1)
    await expect(ada.page.get_by_title("Waiting to be sent")).to_have_count(1)  # as safe as this disk lets it be


async def test_a_lost_connection_is_told_after_a_while_and_mended_by_a_click(ada: Person, server: Server) -> None:
    server.kill()
    banner = ada.page.get_by_text("Not connected.")
    await expect(banner).to_be_visible()
    server.start()
    # Clicked in the page, in one step: the client also retries by itself, and may take the button away meanwhile.
    await ada.page.evaluate(RETRY_NOW)
    await expect(banner).to_be_hidden()


async def test_two_tabs_of_one_person_send_each_message_once(ada: Person, bob: Person) -> None:
    second = Person("Ada", await ada.context.new_page(), ada.url)
    await second.page.goto(f"{ada.url}/r/lobby")
    await expect(second.timeline).to_be_visible()
    await ada.say("from the first tab")
    await bob.sees("from the first tab")
    await second.say("from the second tab")
    for person in (ada, second, bob):
        await person.sees("from the first tab", "from the second tab")


async def test_a_refused_message_keeps_its_text_and_can_be_retried_edited_or_deleted(ada: Person) -> None:
    refusing = True

    def refuse(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def answer(frame: str | bytes) -> None:
            command = json.loads(frame)
            if command["type"] == "message.send" and refusing:
                refusal = {"code": "forbidden", "message": "Not today.", "retryable": False}
                socket.send(json.dumps({"type": "error", "ref": command["ref"], **refusal}))
            else:
                server.send(frame)

        socket.on_message(answer)

    await ada.page.route_web_socket("**/ws", refuse)
    await ada.page.reload()
    for text in ("first", "second", "third"):
        await ada.say(text)
    await expect(ada.page.get_by_text("Not sent: Not today.")).to_have_count(3)
    await ada.page.reload()
    rows = ada.timeline.get_by_role("article")
    await expect(rows).to_have_count(3)

    await rows.nth(2).get_by_role("button", name="Delete").click()
    await expect(rows).to_have_count(2)
    await rows.nth(1).get_by_role("button", name="Edit").click()
    await expect(ada.composer).to_have_value("second")
    refusing = False
    await rows.nth(0).get_by_role("button", name="Retry").click()
    await expect(rows).to_have_attribute("data-seq", "1")
    await ada.composer.press("Enter")
    await ada.sees("first", "second")


async def test_a_session_ended_elsewhere_is_told_once_and_keeps_what_was_being_written(ada: Person) -> None:
    await ada.composer.fill("unfinished")
    await keeps(ada, "Lobby")
    await ada.call("POST", "/api/sessions/end")
    await expect(ada.page.get_by_text("Your session has ended")).to_be_visible()
    await expect(ada.page).to_have_url(f"{ada.url}/sign-in?next=%2Fr%2Flobby")
    assert await kept_state(ada) == "[]"
    await ada.sign_in()
    await expect(ada.composer).to_have_value("unfinished")


async def test_an_access_that_has_run_out_is_refreshed_unseen(ada: Person, bob: Person) -> None:
    await ada.context.clear_cookies(name=re.compile("access"))
    await ada.page.reload()
    await ada.say("still here")
    await bob.sees("still here")
