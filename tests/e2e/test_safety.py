from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Dialog, Request, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The theme as there is first anything to be drawn. Only the page itself knows when that is.
NOTE_FIRST_THEME = """new MutationObserver((_, observer) => {
    if (!document.body) return
    window.firstTheme = document.documentElement.dataset.theme
    observer.disconnect()
}).observe(document, { childList: true, subtree: true })"""
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
TEXTS = (
    "Hello **world**",
    "a `code` and https://example.com",
    "```\nblock\n```",
    "> quote\n\n- item",
    '```python\ndef f(x):  # why\n    return {"a": 1, "b": None}\n```',
    "| a | b |\n|---|--:|\n| 1 | 2 |",
    "it was ||the butler||",
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt&colon;alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](https://example.com/pixel.png)",
    '![x"onerror="alert(1)](https://example.com/x.png)',
    "<javascript:alert(1)>",
    "[a](https://example.com/\"onmouseover='alert(1)')",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=https://example.com style=position:fixed;inset:0>cover</a>",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "| <script>alert(1)</script> | b |\n|--|--|\n| <img src=x onerror=alert(1)> | 2 |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[click](java&#x73;cript&#58;alert(1)) ||<img src=x onerror=alert(1)>||",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    '```"><img/src=x/onerror=alert(1)>\nx\n```',
    "| wide |" + " column |" * 60 + "\n|" + "--|" * 61,
    "\u202eevil\u202c reversed",
    "Z" + "\u0351\u0352\u0353" * 60,
    "w" * 7900,
    "```\n" + "wide " * 400 + "\n" + "line\n" * 500 + "```",
]


async def test_nothing_that_is_written_runs_fetches_or_widens_the_page(ada: Person, bob: Person) -> None:
    elsewhere: list[str] = []
    dialogs: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((bob.url, "data:", "blob:")):
            elsewhere.append(request.url)

    async def close(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        await dialog.dismiss()

    bob.page.on("request", note)
    bob.page.on("dialog", close)
    for number, text in enumerate(HOSTILE):
        await ada.say(text)
        mark = f"said number {number}"
        await ada.say(mark)
        await expect(bob.messages.last).to_have_text(mark)
        sizes = await bob.page.evaluate(
            """[document.documentElement.scrollWidth, innerWidth,
                ...[...document.querySelectorAll('[role=log], main')].map(e => e.scrollWidth - e.clientWidth)]"""
        )
        assert sizes[0] <= sizes[1], text[:80]
        assert sizes[2:] == [0, 0], text[:80]
        unsafe = await bob.timeline.evaluate(
            """timeline => [...timeline.querySelectorAll('.text *')].filter(element =>
                element.matches('script, img, iframe, style, svg, math, form, input')
                || element.getAttributeNames().some(name => name.startsWith('on') || name === 'style')
                || (element.href && !/^(https?|mailto):/.test(element.href))
                || (element.href && (element.target !== '_blank' || !element.rel.includes('noopener')))
            ).map(element => element.outerHTML)"""
        )
        assert unsafe == []
    assert dialogs == []
    assert elsewhere == []
    assert ada.complaints + bob.complaints == []


async def test_text_is_aligned_by_its_own_direction(ada: Person) -> None:
    await ada.say("שלום לכולם")
    await ada.say("hello all")
    lines = ada.messages.locator("p")
    directions = await lines.evaluate_all("texts => texts.map(text => getComputedStyle(text).direction)")
    assert directions == ["rtl", "ltr"]


async def test_a_name_stands_where_the_others_do_whatever_its_direction(ada: Person) -> None:
    await ada.create_room("عام general")
    name = ada.rooms.get_by_text("عام general")
    await expect(name).to_have_css("direction", "rtl")
    await expect(name).to_have_css("text-align", "left")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(arrive: Arrive, server: Server, scheme: Literal["light", "dark"]) -> None:
    ada = await arrive("Ada", color_scheme=scheme, reduced_motion="reduce")
    await ada.page.goto(server.setup_link)
    await has_no_violations(ada)
    await ada.set_up(server.setup_link)
    await has_no_violations(ada)
    await ada.create_room("Lobby")
    await has_no_violations(ada)
    for text in TEXTS:
        await ada.say(text)
    await ada.is_connected()
    await has_no_violations(ada)
    await ada.page.get_by_role("button", name="Members").click()
    await expect(ada.page.get_by_role("complementary", name="Members")).to_be_visible()
    await has_no_violations(ada)
    await layers_have_no_violations(ada)
    await pages_have_no_violations(ada)
    await ada.page.goto(f"{ada.url}/r/nowhere")
    await expect(ada.page.get_by_text("no room here for you")).to_be_visible()
    await has_no_violations(ada)

    visitor = await arrive("Bob", color_scheme=scheme, reduced_motion="reduce")
    for path in ("/sign-in", "/register"):
        await visitor.page.goto(visitor.url + path)
        await expect(visitor.page.get_by_role("button").first).to_be_visible()
        await has_no_violations(visitor)


async def layers_have_no_violations(ada: Person) -> None:
    layer = ada.page.locator("dialog, [role=menu]")
    for name in ("Create a room", "Search or jump", ada.account):
        opener = ada.page.get_by_role("button", name=name)
        await opener.click()
        await expect(layer).to_be_visible()
        await has_no_violations(ada)
        await ada.page.keyboard.press("Escape")
        await expect(layer).to_have_count(0)
        await expect(opener).to_be_focused()


async def test_the_theme_is_chosen_without_a_reload_and_kept(ada: Person) -> None:
    canvas = "getComputedStyle(document.body).backgroundColor"
    light = await ada.page.evaluate(canvas)
    await ada.choose(ada.account, "Dark")
    dark = await ada.page.evaluate(canvas)
    assert dark != light
    await ada.page.add_init_script(NOTE_FIRST_THEME)
    await ada.page.reload()
    await expect(ada.composer).to_be_visible()
    assert await ada.page.evaluate("window.firstTheme") == "dark"
    assert await ada.page.evaluate(canvas) == dark
    assert ada.complaints == []


async def pages_have_no_violations(person: Person) -> None:
    for path, heading in (
        ("/browse", "Browse rooms"),
        ("/settings/appearance", "Appearance"),
        ("/settings/account", "Account"),
        ("/settings/keyboard", "Keyboard"),
        ("/nowhere", "There is no page at this address"),
        ("/r/lobby/details", "Lobby"),
        ("/r/lobby/profile/ada", "Lobby"),
    ):
        await person.page.goto(person.url + path)
        await expect(person.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        await expect(person.page.get_by_label("Loading")).to_have_count(0)
        await has_no_violations(person)


# Once nothing moves any more but what always does.
STILL = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished))"""


async def has_no_violations(person: Person, *, but: Sequence[str] = ()) -> None:
    # Until the client knows who is there, it shows nothing that could have any.
    await expect(person.page.locator("main").first).to_be_attached()
    await expect(person.page.locator("h1").first).to_be_attached()
    await person.page.evaluate(AXE.read_text())
    # What is still rising is half transparent.
    await person.page.evaluate(STILL)
    options = {"rules": {rule: {"enabled": False} for rule in but}}
    found = await person.page.evaluate("async (options) => (await axe.run(options)).violations", options)
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
