"""Compares what a page looks like with the pictures that are kept. docs/ux.md says how to accept a change."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageOps
from playwright.async_api import Locator, Page

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "pictures"
SEEN = ROOT / ".dev" / "pictures"
"""What was seen instead, and where it differs. It outlives the run, unlike a test's own folder."""
ACCEPTING = os.environ.get("ACCEPT_PICTURES") == "1"
HOW_TO_ACCEPT = "ACCEPT_PICTURES=1 make test ONLY=e2e ARGS='tests/e2e/test_style.py tests/e2e/test_screens.py'"
# A page that is not as it should be may only be late.
PATIENCE_S = 15.0
BETWEEN_S = 0.2
STILL_S = 1.0

TOLERANCE = 10
"""Of 255, for each of red, green and blue. Where it is no surface, what is kept is up to half a step off already."""
STEP = 12
SHARE = 0.0001
"""So many of all pixels may be off."""
COARSE = 8
COARSE_TOLERANCE = 24
COARSE_SHARE = 0.01
"""For a Chromium of another version, which draws letters and controls in its own way: eight pixels become one."""
PINNED = json.loads((ROOT / "requirements/chromium/package.json").read_text())["dependencies"]["@sparticuz/chromium"]

# Fonts of the system differ from machine to machine, so code is in the page's own here. Whether the browser shows where
# the focus is depends on what came before: only fields do so always.
STYLE = """
pre, pre *, code, kbd, .font-mono { font-family: 'Inter Variable' !important }
:focus-visible:not(input, textarea) { outline: none !important; text-decoration: none !important }
"""

Look = Callable[[str, Page | Locator], Awaitable[None]]


@contextmanager
def compared(page: Page) -> Iterator[Look]:
    """Each look is compared with the picture of its name. In the end all that differ are named at once."""
    version = page.context.browser.version if page.context.browser else ""
    is_pinned = version.partition(".")[0] == PINNED.partition(".")[0]
    wrong: list[str] = []

    async def look(name: str, what: Page | Locator) -> None:
        said = await (_accept if ACCEPTING else _compare)(name, what, is_pinned)
        if said:
            wrong.append(said)

    yield look
    assert not wrong, "\n".join([*wrong, f"If it should look like this, accept it: {HOW_TO_ACCEPT}"])


async def _compare(name: str, what: Page | Locator, is_pinned: bool) -> str:
    """Empty if it looks as in its picture before patience is over."""
    file = KEPT / f"{name}.png"
    if not file.is_file():
        return f"{name}: there is no {file.relative_to(ROOT)}."
    until = time.monotonic() + PATIENCE_S
    while True:
        now = await seen(what)
        off, allowed = pixels_off(kept(name), now, is_pinned)
        if _count(off) <= allowed:
            return ""
        if time.monotonic() > until:
            return f"{name}: {_keep_difference(name, now, off)}"
        await asyncio.sleep(BETWEEN_S)


def kept(name: str) -> Image.Image:
    return Image.open(KEPT / f"{name}.png").convert("RGB")


async def seen(what: Page | Locator) -> Image.Image:
    taken = await what.screenshot(animations="disabled", scale="css", style=STYLE)
    return Image.open(BytesIO(taken)).convert("RGB")


def pixels_off(before: Image.Image, now: Image.Image, is_pinned: bool = True) -> tuple[Image.Image, int]:
    """Which pixels differ, in white, and how many may. All do if the sizes are different.

    A pixel may have any colour between those of its neighbours in the other picture: where a letter begins inside of
    a pixel is not the same on every machine. What appears, goes, moves by two pixels or changes its colour is off.
    """
    tolerance, share = TOLERANCE, SHARE
    if not is_pinned:
        before, now = (one.reduce(COARSE) for one in (before, now))
        tolerance, share = COARSE_TOLERANCE, COARSE_SHARE
    if before.size != now.size:
        return Image.new("L", now.size, 255), 0
    outside = ImageChops.lighter(_outside(now, before), _outside(before, now))
    return outside.point([255 if by > tolerance else 0 for by in range(256)]), int(share * now.width * now.height)


def _outside(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far each pixel is outside of what is around it in the other picture, in the colour where it is most so."""
    darkest, lightest = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    by = ImageChops.lighter(ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest))
    red, green, blue = by.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _count(off: Image.Image) -> int:
    return off.histogram()[255]


def _keep_difference(name: str, now: Image.Image, off: Image.Image) -> str:
    SEEN.mkdir(parents=True, exist_ok=True)
    now.save(SEEN / f"{name}.png")
    faded = Image.blend(ImageOps.grayscale(now).convert("RGB"), Image.new("RGB", now.size, "white"), 0.7)
    red = Image.new("RGB", now.size, (220, 0, 0))
    difference = SEEN / f"{name}.difference.png"
    Image.composite(red, faded, off.resize(now.size, Image.Resampling.NEAREST)).save(difference)
    was = kept(name)
    if was.size != now.size:
        return f"it has {now.width} x {now.height} pixels instead of {was.width} x {was.height}; see {difference}"
    return f"{_count(off)} pixels differ; they are red in {difference}"


async def _accept(name: str, what: Page | Locator, is_pinned: bool) -> str:
    """Keeps what is seen once it stands still, if its picture is of something else."""
    if not is_pinned:
        return f"{name}: pictures are made with Chromium {PINNED}, which `make test` brings where there is no other."
    until = time.monotonic() + PATIENCE_S
    still, since = await seen(what), time.monotonic()
    while time.monotonic() < since + STILL_S:
        if time.monotonic() > until:
            return f"{name}: it does not stand still."
        await asyncio.sleep(BETWEEN_S)
        if (now := await seen(what)).tobytes() != still.tobytes():
            still, since = now, time.monotonic()
    file = KEPT / f"{name}.png"
    if file.is_file() and _differ_little(kept(name), still):
        return ""
    KEPT.mkdir(exist_ok=True)
    small = _in_palette(still)
    is_true = _count(pixels_off(small.convert("RGB"), still)[0]) == 0
    (small if is_true else still).save(file, optimize=True)
    return ""


def _differ_little(before: Image.Image, now: Image.Image) -> bool:
    off, allowed = pixels_off(before, now)
    return _count(off) <= allowed


def _in_palette(image: Image.Image) -> Image.Image:
    """In 256 colours, a third of the bytes: those that it has most of, which are its surfaces, and others in steps."""
    surfaces = _by_frequency(image)[:32]
    rounded = image.point([min(255, round(value / STEP) * STEP) for value in range(256)] * 3)
    others = [colour for colour in _by_frequency(rounded) if colour not in surfaces]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in [*surfaces, *others][:256] for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _by_frequency(image: Image.Image) -> list[tuple[int, ...]]:
    counted = image.getcolors(image.width * image.height) or []
    # The types allow for images with one number a pixel.
    return [colour for _, colour in sorted(counted, reverse=True) if isinstance(colour, tuple)]
