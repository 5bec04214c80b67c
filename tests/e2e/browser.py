"""What a browser keeps between visits, as a test finds it on the disk."""

import asyncio
from collections.abc import Iterable

from tests.e2e.person import Person

PATIENCE_SECONDS = 20

KEPT_STATE = """async () => {
  const bases = await indexedDB.databases()
  const { name } = bases.find(({ name }) => name.startsWith('parley-cache-')) ?? {}
  if (!name) return ''
  const db = await new Promise((done, fail) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => done(opening.result)
    opening.onerror = () => fail(opening.error)
  })
  try {
    const logs = await new Promise((done, fail) => {
      const reading = db.transaction('logs').objectStore('logs').getAll()
      reading.onsuccess = () => done(reading.result)
      reading.onerror = () => fail(reading.error)
    })
    return JSON.stringify(logs)
  } finally {
    db.close()
  }
}"""


async def kept_state(person: Person) -> str:
    """The logs that the browser has kept for its person, as JSON."""
    return str(await person.page.evaluate(KEPT_STATE))


async def keeps(person: Person, *texts: str) -> None:
    """The disk has all of this: it is written a moment after it was seen."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not contains(await kept_state(person), texts):
            await asyncio.sleep(0.05)


def contains(state: str, texts: Iterable[str]) -> bool:
    return all(text in state for text in texts)


async def opens_without_network(person: Person) -> None:
    """The service worker has all of the client and answers for this page."""
    await person.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
