"""How soon a signed-in person sees the room that they were in last.

    CHROMIUM_PATH=.dev/chromium/chromium .venv/bin/python -m bench.paint

- cold: a browser that has nothing but its cookies and local storage
- warm: one that has kept the client and the room
- slow: the same, and everything that the server says takes 2.5 s

Timed in the page, from the beginning of the navigation to the frame after the last message is in it. A machine that
does anything else makes these figures worse.
"""

import argparse
import asyncio
import json
import re
import tempfile
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright

from bench.figures import Figures, at_most, medians, table
from tests.e2e.browser import keeps, opens_without_network
from tests.e2e.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.proxy import Proxy
from tests.services.ports import free_port

ROOMS, MESSAGES = 10, 120
LAST = "the very last message"
SLOW_SECONDS = 2.5 / 2
"""Each way."""
COLD_MS, WARM_MS, HEAP_MB, SHIFT = 500, 200, 60, 0.02

WATCH = """(() => {
  window.shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  const look = () => {
    const shown = [...document.querySelectorAll("[role='log'] article")].some((one) => one.innerText.includes(LAST))
    if (shown) requestAnimationFrame(() => { window.painted = performance.now() })
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()""".replace("LAST", json.dumps(LAST))


async def main(times: int) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with tempfile.TemporaryDirectory() as folder:
            figures = await measured(browser, Path(folder), times)
        await browser.close()
    rows = [
        at_most("cold, last room painted", figures["cold_ms"], COLD_MS, "ms"),
        at_most("warm, last room painted", figures["warm_ms"], WARM_MS, "ms"),
        at_most("warm, with a server that takes 2.5 s", figures["slow_ms"], WARM_MS, "ms"),
        at_most("layout shift after a warm start", figures["shift"], SHIFT, ""),
        at_most("heap after ten rooms", figures["heap_mb"], HEAP_MB, "MB"),
    ]
    print(table(rows))
    print(json.dumps(figures))


async def measured(browser: Browser, folder: Path, times: int) -> Figures:
    port = free_port()
    async with Proxy(port) as network:
        address = f"http://localhost:{network.port}"
        server = Server(folder, port, PUBLIC_URL=address)
        server.start()
        try:
            context = await browser.new_context(viewport={"width": 1280, "height": 800})
            await fill(Person("Ada", await context.new_page(), address), server.setup_link)
            runs = [await run(browser, context, network, address) for _ in range(times)]
            heap = await heap_after_rooms(context, address)
            await context.close()
            return {**medians(runs), "heap_mb": heap}
        finally:
            server.stop()


async def fill(ada: Person, link: str) -> None:
    await ada.set_up(link)
    for number in range(ROOMS):
        slug = f"room-{number}"
        room = {"client_id": slug, "slug": slug, "name": f"Room {number}", "kind": "public"}
        answer = await ada.call("POST", "/api/rooms", **room)
        for message in range(MESSAGES):
            body = LAST if message == MESSAGES - 1 else f"Message {message} of a room, as long as messages usually are."
            path = f"/api/rooms/{answer['room']['id']}/messages"
            await ada.call("POST", path, client_id=f"fill-{message}", body=body)
    await ada.page.goto(f"{ada.url}/r/room-0")
    await opens_without_network(ada)
    await keeps(ada, LAST)
    await ada.page.close()


async def run(browser: Browser, context: BrowserContext, network: Proxy, address: str) -> Figures:
    cold = await browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=await context.storage_state()
    )
    cold_ms, _ = await painted(cold, address)
    await cold.close()
    warm_ms, shift = await painted(context, address)
    network.delay = SLOW_SECONDS
    slow_ms, _ = await painted(context, address)
    network.delay = 0.0
    return {"cold_ms": cold_ms, "warm_ms": warm_ms, "slow_ms": slow_ms, "shift": shift}


async def painted(context: BrowserContext, address: str) -> tuple[float, float]:
    """When the last message was there, in ms, and by how much things moved in the second after it."""
    page = await context.new_page()
    await page.add_init_script(WATCH)
    await page.goto(f"{address}/", wait_until="commit")
    await page.wait_for_function("() => window.painted !== undefined")
    await asyncio.sleep(1)
    at, shift = await page.evaluate("() => [window.painted, window.shift]")
    await page.close()
    return round(float(at), 1), round(float(shift), 4)


async def heap_after_rooms(context: BrowserContext, address: str) -> float:
    page = await context.new_page()
    await page.goto(f"{address}/r/room-0")
    for number in range(ROOMS):
        await page.get_by_role("link", name=re.compile(rf"^Room {number}\b")).click()
        await page.wait_for_url(f"{address}/r/room-{number}")
        await page.get_by_role("log").get_by_text(LAST).wait_for()
    devtools = await context.new_cdp_session(page)
    await devtools.send("HeapProfiler.collectGarbage")
    usage = await devtools.send("Runtime.getHeapUsage")
    await page.close()
    return round(float(usage["usedSize"]) / 1_000_000, 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="how often each is taken")
    asyncio.run(main(parser.parse_args().times))
