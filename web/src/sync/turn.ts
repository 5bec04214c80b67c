/** Work that every tab may want and only one needs to do: refreshing the session they share. */
export interface Turn {
  /** Where things stand now; to be read before the work is found to be needed. */
  mark(): number
  /** Does the work, unless this or another tab has done it since the mark, or waits for the one that does. */
  take(mark: number, work: () => Promise<void>): Promise<void>
}

export function createTurn(
  name: string,
  deps: { locks: LockManager | undefined; storage: Storage | undefined },
): Turn {
  let under: Promise<void> | null = null
  let done = 0

  // Counted, not timed: a count does not depend on clocks, and the lock orders the tabs that raise it.
  const mark = () => Number(read() ?? done)
  const read = () => {
    try {
      return deps.storage?.getItem(name) ?? null
    } catch {
      return null
    }
  }
  const raise = () => {
    done = mark() + 1
    try {
      deps.storage?.setItem(name, String(done))
    } catch {
      // Without storage each tab counts for itself, and the server's grace for a reused token has to do.
    }
  }

  async function alone(seen: number, work: () => Promise<void>): Promise<void> {
    const once = async () => {
      if (mark() !== seen) return
      await work()
      raise()
    }
    // Locks exist in secure contexts only; on a plain-http address in a local network tabs go without.
    await (deps.locks ? deps.locks.request(name, once) : once())
  }

  return {
    mark,
    take(seen, work) {
      under ??= alone(seen, work).finally(() => {
        under = null
      })
      return under
    },
  }
}
