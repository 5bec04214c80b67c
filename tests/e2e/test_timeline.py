import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.timeline import FRAMES, FROM_END, PLACE, anchor, read_further_up, scroll_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Again until it stays: in the frame in which a room opens, the timeline goes to its end whatever else moves it.
AT_TOP = """() => {
    const timeline = document.querySelector('[role=log]')
    const stays = timeline.scrollTop === 30 && window.wasAtTop
    window.wasAtTop = timeline.scrollTop === 30
    timeline.scrollTop = 30
    return stays
}"""
FIRST_SEQ = "timeline => Math.min(...[...timeline.querySelectorAll('article[data-seq]')].map(row => row.dataset.seq))"


async def test_a_room_opens_at_its_newest_message(ada: Person) -> None:
    await ada.fill_room(120)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 120")
    assert await ada.timeline.evaluate(FROM_END) <= 1


async def test_a_room_that_opens_at_its_end_asks_for_no_older_page(ada: Person, arrive: Arrive) -> None:
    await ada.fill_room(100)
    await ada.has_read(100)
    # Signed in, in a browser that has kept nothing of the room.
    elsewhere = await arrive("Ada", storage_state=await ada.page.context.storage_state())
    asked: list[str] = []
    elsewhere.page.on("request", lambda request: asked.append(request.url) if "before=" in request.url else None)
    await elsewhere.page.goto(f"{ada.url}/r/lobby")
    await expect(elsewhere.message(100)).to_be_in_viewport()
    await elsewhere.page.evaluate(FRAMES, 10)
    assert asked == []
    await scroll_up(elsewhere, 10_000)
    await expect(elsewhere.message(51)).to_be_attached()
    assert len(asked) == 1


async def test_who_has_scrolled_up_does_not_move_a_pixel(ada: Person, bob: Person) -> None:
    await ada.fill_room(80)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 80")
    await scroll_up(ada, 700)
    seq, place = await anchor(ada)

    for number in range(3):
        await bob.say(f"news {number}\n\nin two paragraphs")
    pill = ada.page.get_by_role("button", name="3 new")
    await expect(pill).to_be_visible()
    assert await ada.timeline.evaluate(PLACE, seq) == place

    await pill.click()
    await expect(ada.messages.filter(has_text="news 0")).to_be_in_viewport()
    if await pill.is_visible():
        await pill.click()
    await expect(ada.messages.filter(has_text="news 2")).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_older_pages_come_without_moving_what_is_read(ada: Person, arrive: Arrive) -> None:
    await ada.fill_room(320)
    await ada.has_read(320)
    # Signed in, in a browser that has kept nothing of the room.
    ada = await arrive("Ada", storage_state=await ada.page.context.storage_state())
    # One at a time: the client may ask for a page before the last one has been looked at here.
    held: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def hold(route: Route) -> None:
        release = asyncio.Event()
        held.put_nowait(release)
        await release.wait()
        await route.continue_()

    await ada.page.route(re.compile("before="), hold)
    await ada.page.goto(f"{ada.url}/r/lobby")
    await expect(ada.messages.last).to_contain_text("message 320")
    for load in range(6):
        await ada.page.wait_for_function(AT_TOP)
        release = await asyncio.wait_for(held.get(), 10)
        seq, place = await anchor(ada)
        first = await ada.timeline.evaluate(FIRST_SEQ)
        release.set()
        await ada.page.wait_for_function(
            f"first => ({FIRST_SEQ})(document.querySelector('[role=log]')) < first", arg=first
        )
        after = await ada.timeline.evaluate(PLACE, seq)
        assert after is not None
        assert abs(after - place) <= 1, f"load {load}: message {seq} moved by {after - place} px"
        assert await ada.messages.count() < 100
    await ada.timeline.press("Home")
    await expect(ada.page.get_by_text("This is where the room begins")).to_be_in_viewport()


async def test_ux_31_a_permalink_opens_in_context_and_is_left_behind_both_ways(ada: Person) -> None:
    await ada.fill_room(300)
    await ada.page.goto(f"{ada.url}/r/lobby/120")
    target = ada.timeline.locator("article[data-seq='120']")
    await expect(target).to_be_in_viewport()
    for step, seq in ((-400, 40), (400, 200)):
        await ada.page.wait_for_function(
            """([seq, step]) => {
                const timeline = document.querySelector('[role=log]')
                timeline.scrollBy(0, step)
                return timeline.querySelector(`article[data-seq='${seq}']`)
            }""",
            arg=[seq, step],
            polling=30,
        )
        await expect(ada.page).to_have_url(f"{ada.url}/r/lobby")
    await ada.page.get_by_role("button", name="Newest messages").click()
    await expect(ada.messages.last).to_contain_text("message 300")
    await expect(ada.messages.last).to_be_in_viewport()


async def test_a_permalink_holds_while_older_pages_overtake_it(ada: Person) -> None:
    """Where frames are slow, older messages are there before the timeline rests at the one in the address."""
    await ada.fill_room(300)
    await ada.page.add_init_script("requestAnimationFrame = frame => setTimeout(() => frame(performance.now()), 300)")
    async with ada.page.expect_response(re.compile("before=")):
        await ada.page.goto(f"{ada.url}/r/lobby/120")
    await ada.page.evaluate(FRAMES, 6)
    await expect(ada.timeline.locator("article[data-seq='120']")).to_be_in_viewport()


async def test_saying_something_leads_to_the_end(ada: Person) -> None:
    await ada.fill_room(80)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 80")
    await scroll_up(ada, 900)
    await ada.say("here I am")
    await expect(ada.messages.last).to_have_text("here I am")
    await expect(ada.messages.last).to_be_in_viewport()


async def test_ux_30_a_room_is_found_again_where_it_was_left_also_after_a_reload(ada: Person) -> None:
    await ada.fill_room(80)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 80")
    await ada.create_room("Den")
    await ada.page.get_by_role("link", name="Lobby").click()
    await expect(ada.messages.last).to_contain_text("message 80")
    seq, place = await read_further_up(ada, 800)
    await ada.page.get_by_role("link", name="Den").click()
    await expect(ada.page.get_by_text("Nobody has said anything here yet")).to_be_visible()
    await ada.page.get_by_role("link", name="Lobby").click()
    await expect(ada.message(int(seq))).to_be_in_viewport()
    assert abs(await ada.timeline.evaluate(PLACE, seq) - place) <= 1
    await ada.page.reload()
    await expect(ada.message(int(seq))).to_be_in_viewport()
    await ada.page.evaluate(FRAMES, 5)
    assert abs(await ada.timeline.evaluate(PLACE, seq) - place) <= 1


async def test_the_last_message_stays_in_sight_while_the_composer_grows(ada: Person) -> None:
    await ada.fill_room(60)
    await ada.page.reload()
    await expect(ada.messages.last).to_contain_text("message 60")
    await ada.composer.fill("\n".join(["line"] * 40))
    await expect(ada.messages.last).to_be_in_viewport()
    await ada.page.wait_for_function(
        """() => {
            const timeline = document.querySelector('[role=log]')
            return timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight <= 1
        }"""
    )
    box = await ada.composer.bounding_box()
    assert box
    assert 250 < box["height"] <= 0.4 * 800 + 1
