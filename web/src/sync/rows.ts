import type { Stay } from '../protocol.gen'

/** Rows by one of their fields, the higher `rev` winning. */
export function newest<K extends string, T extends { readonly rev: number } & Readonly<Record<K, string>>>(
  known: Readonly<Record<string, T>>,
  incoming: readonly T[],
  key: K,
): Readonly<Record<string, T>> {
  if (incoming.length === 0) return known
  const rows: Record<string, T> = { ...known }
  for (const row of incoming) {
    const before = rows[row[key]]
    rows[row[key]] = before ? newer(before, row) : row
  }
  return rows
}

export function newer<T extends { readonly rev: number }>(known: T, incoming: T): T {
  return incoming.rev > known.rev ? incoming : known
}

export function byPerson(stays: readonly Stay[]): Record<string, Stay> {
  return newest({}, stays, 'person')
}
