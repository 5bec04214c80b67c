"""Draws the icons of the installed app from the logo: `.venv/bin/python scripts/icons.py CHROMIUM`.

What it draws is committed, because a build must not need a browser. Run it again when the logo has changed.
"""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import async_playwright

WEB = Path(__file__).resolve().parent.parent / "web"
LOGO = WEB / "src/ui/logo.svg"
FOLDER = WEB / "public/icons"
GROUND = "#f4f7f3"


@dataclass(frozen=True)
class Icon:
    name: str
    size: int
    share: float
    """How much of the width the logo takes. What masks an icon may cut off all but the middle 80 %."""
    ground: str = "transparent"


ICONS = [
    Icon("192.png", 192, 1),
    Icon("512.png", 512, 1),
    Icon("maskable.png", 512, 0.6, GROUND),
    Icon("apple.png", 180, 0.72, GROUND),
]


async def draw(chromium: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "any.svg").write_bytes(LOGO.read_bytes())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox"])
        for icon in ICONS:
            page = await browser.new_page(viewport={"width": icon.size, "height": icon.size})
            await page.set_content(
                f"<body style='margin:0;display:grid;place-items:center;height:100vh;background:{icon.ground}'>"
                f"<div style='width:{icon.share * 100}%'>{LOGO.read_text()}</div>"
            )
            await page.screenshot(path=FOLDER / icon.name, omit_background=True)
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw(sys.argv[1]))
