"""What a browser keeps between visits, as a test finds it on the disk."""

from tests.e2e.person import Person

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
    await person.page.wait_for_function(
        f"async (texts) => {{ const kept = await ({KEPT_STATE})(); return texts.every((one) => kept.includes(one)) }}",
        arg=list(texts),
    )


async def opens_without_network(person: Person) -> None:
    """The service worker has all of the client and answers for this page."""
    await person.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
