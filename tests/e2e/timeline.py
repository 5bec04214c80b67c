"""How a timeline is moved and looked at, to the pixel."""

from tests.e2e.person import Person

# The first row whose top is in sight, and how far below the timeline's top it is. Just after a jump there is none: the
# rendered rows are out of sight, and the next frame renders the others.
ANCHOR = """() => {
    const timeline = document.querySelector('[role=log]')
    const { top, bottom } = timeline.getBoundingClientRect()
    const topOf = (row) => row.getBoundingClientRect().top
    const row = [...timeline.querySelectorAll('article')].find((row) => topOf(row) >= top && topOf(row) < bottom)
    return row && [row.dataset.seq, topOf(row) - top]
}"""
PLACE = """(timeline, seq) => {
    const row = timeline.querySelector(`article[data-seq="${seq}"]`)
    return row && row.getBoundingClientRect().top - timeline.getBoundingClientRect().top
}"""
FRAMES = "count => new Promise(done => (function next() { count-- ? requestAnimationFrame(next) : done() })())"
# Longer than the timeline takes to believe that nobody scrolls any more.
RESTS = """() => {
    const timeline = document.querySelector('[role=log]')
    const rests = timeline.scrollTop === window.restedAt
    window.restedAt = timeline.scrollTop
    return rests
}"""
FROM_END = "timeline => timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight"


async def anchor(person: Person) -> tuple[str, float]:
    found = await person.page.wait_for_function(ANCHOR)
    seq, place = await found.json_value()
    return seq, place


async def scroll_up(person: Person, pixels: int) -> None:
    """By the wheel, as people do, until the timeline rests."""
    before = await person.timeline.evaluate("timeline => timeline.scrollTop")
    box = await person.timeline.bounding_box()
    assert box
    await person.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await person.page.mouse.wheel(0, -pixels)
    await person.page.wait_for_function(
        """before => {
            const timeline = document.querySelector('[role=log]')
            const rests = timeline.scrollTop === window.lastTop
            window.lastTop = timeline.scrollTop
            return rests && timeline.scrollTop !== before
        }""",
        arg=before,
        polling=100,
    )


async def read_further_up(person: Person, pixels: int) -> tuple[str, float]:
    """Scroll up and wait until the timeline is at rest. Returns the first row in sight, and where it is."""
    await scroll_up(person, pixels)
    await person.page.wait_for_function(RESTS, polling=500)
    return await anchor(person)
