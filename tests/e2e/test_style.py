"""The style page: every component in every state, and pictures of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.pictured import KEPT, compared, kept, pixels_off, seen
from tests.e2e.server import Server
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Inside of the examples' day, and nothing in them depends on where the machine is.
AFTERNOON = "2026-11-20T15:00:00Z"
# Tall enough for the longest section. The pictures' styles are ours and not the page's, so its policy is set aside.
STILL: dict[str, Any] = {
    "viewport": {"width": 900, "height": 2000},
    "timezone_id": "UTC",
    "locale": "en-US",
    "reduced_motion": "reduce",
    "bypass_csp": True,
}
SECTIONS = "main section[id]"


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What a button opens over the page. Then some fields are filled, and some buttons are pressed."""

    opener: str
    what: str = "dialog"
    fields: Mapping[str, str] = field(default_factory=dict)
    buttons: Sequence[str] = ()


LAYERS = {
    "dialog": Layer(opener="Open the dialog"),
    "popover": Layer(opener="Open the popover"),
    "menu": Layer(opener="Open the menu", what="[role=menu]"),
    "room-new": Layer(opener="Open a new room"),
    "room-refused": Layer(
        opener="Open a room that is refused", fields={"Name": "Plants"}, buttons=("Private", "Create room")
    ),
    "forward-long": Layer(opener="Forward a long message"),
    "forward-mirrored": Layer(opener="Forward from right to left", fields={"Note (optional)": "لك"}),
    "forward-nowhere": Layer(opener="Forward a long message", fields={"To": "xyz"}),
    "forward-refused": Layer(opener="Forward what is refused", buttons=("Lobby", "Forward")),
    "report-message": Layer(opener="Report a message"),
    "report-refused": Layer(
        opener="Report what is refused", fields={"Note (optional)": "Again"}, buttons=("Spam", "Report")
    ),
    "palette-found": Layer(opener="Open the palette", fields={"Search or jump": "lob"}),
    "palette-mirrored": Layer(opener="Open the palette", fields={"Search or jump": "حواء"}),
    "palette-nothing": Layer(opener="Open the palette", fields={"Search or jump": "xyzxyz"}),
    "remind-when": Layer(opener="Choose a time"),
    "remind-refused": Layer(opener="Choose a time that is refused", buttons=("Set reminder",)),
    "emoji-nothing": Layer(opener="Choose an emoji", fields={"Search emoji": "xyzxyz"}),
}


@pytest.fixture
def server(tmp_path: Path, migrated_file: Path) -> Iterator[Server]:
    server = Server(tmp_path, DEV="1")
    server.begin_with(migrated_file)
    server.start()
    yield server
    server.stop()


async def open_style_page(person: Person) -> None:
    await person.page.clock.set_fixed_time(AFTERNOON)
    await person.page.goto(f"{person.url}/dev/ui")
    await expect(person.page.locator(SECTIONS).first).to_be_visible()
    # Code gets its colours when it is looked at.
    await person.page.locator("#text pre").last.scroll_into_view_if_needed()
    await expect(person.page.locator("#text .hljs-keyword").first).to_be_visible()
    await has_its_font(person.page)


async def opened(page: Page, layer: Layer) -> Locator:
    await page.locator("main").get_by_role("button", name=layer.opener, exact=True).click()
    shown = page.locator(layer.what)
    for label, text in layer.fields.items():
        await shown.get_by_label(label).fill(text)
    for name in layer.buttons:
        await shown.locator("button, label, [role=option]").filter(has_text=name).last.click()
    # Nothing is under it there.
    await page.mouse.move(0, 0)
    return shown


async def has_its_font(page: Page) -> None:
    await page.wait_for_function(
        """() => document.fonts.ready.then(() => [...document.fonts].some(
            (font) => font.family.includes('Inter Variable') && font.status === 'loaded'))"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_components_look_as_in_their_pictures(arrive: Arrive, scheme: Literal["light", "dark"]) -> None:
    ada = await arrive("Ada", color_scheme=scheme, **STILL)
    await open_style_page(ada)
    with compared(ada.page) as look:
        for section in await ada.page.locator(SECTIONS).all():
            await look(f"{await section.get_attribute('id')}-{scheme}", section)
        for name, layer in LAYERS.items():
            shown = await opened(ada.page, layer)
            await look(f"{name}-{scheme}", shown)
            await ada.page.keyboard.press("Escape")
            await expect(shown).to_have_count(0)
    assert ada.complaints == []


async def test_components_look_as_in_their_pictures_in_high_contrast(arrive: Arrive) -> None:
    ada = await arrive("Ada", contrast="more", **STILL)
    await open_style_page(ada)
    with compared(ada.page) as look:
        for section in ("controls", "messages"):
            await look(f"{section}-contrast", ada.page.locator(f"#{section}"))
        await ada.page.emulate_media(contrast="no-preference", forced_colors="active")
        await look("controls-forced", ada.page.locator("#controls"))


@pytest.mark.parametrize("media", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
async def test_axe_finds_nothing_in_any_component(arrive: Arrive, media: dict[str, Any]) -> None:
    ada = await arrive("Ada", **STILL | media)
    await open_style_page(ada)
    # It shows the same search several times over, which no page of the client does.
    await has_no_violations(ada, but=["landmark-unique"])


@pytest.mark.parametrize(
    "change",
    [
        "button { padding-inline: 1.125rem !important }",  # four pixels more
        "button { padding-block: 0; height: 2.5rem !important }",  # as well
        ":root { --danger: light-dark(#8a2117, #ff9a8d) !important }",
        "h2 { font-weight: 500 !important }",
    ],
)
async def test_a_small_change_is_seen(arrive: Arrive, change: str) -> None:
    ada = await arrive("Ada", color_scheme="light", **STILL)
    await open_style_page(ada)
    await ada.page.add_style_tag(content=change)
    off, allowed = pixels_off(kept("controls-light"), await seen(ada.page.locator("#controls")))
    assert off.histogram()[255] > allowed


async def test_elsewhere_there_is_no_such_page(arrive: Arrive, tmp_path: Path, migrated_file: Path) -> None:
    other = Server(tmp_path / "other")
    other.begin_with(migrated_file)
    other.start()
    try:
        visitor = await arrive("Bob")
        await visitor.page.goto(f"{other.url}/dev/ui")
        await expect(visitor.page.locator("main")).to_be_visible()
        await expect(visitor.page.locator(SECTIONS)).to_have_count(0)
    finally:
        other.stop()


async def test_pictures_are_small() -> None:
    """Everybody who clones Parley gets them all."""
    assert sum(file.stat().st_size for file in KEPT.glob("*.png")) < 2_000_000
