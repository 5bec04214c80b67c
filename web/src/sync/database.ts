/** IndexedDB with promises: as much of it as is kept here. */

export interface Opening {
  /** Makes the stores that version `before` did not have. */
  upgrade(db: IDBDatabase, before: number): void
  /** Another tab removes the database: it waits until this one has let go of it. */
  onRemoved?(): void
}

export async function openDatabase(name: string, version: number, opening: Opening): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.onupgradeneeded = ({ oldVersion }) => opening.upgrade(request.result, oldVersion)
  const db = await answered(request)
  db.onversionchange = () => {
    opening.onRemoved?.()
    db.close()
  }
  return db
}

export async function removeDatabase(name: string): Promise<void> {
  await answered(indexedDB.deleteDatabase(name))
}

export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Once all of it is on the disk. */
export function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error ?? new DOMException('The transaction was aborted.', 'AbortError'))
  })
}
