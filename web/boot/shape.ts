import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What a kept state is made of: the things of the wire, and how the client holds and keeps them. */
const SOURCES = [
  'protocol.gen',
  'sync/about',
  'sync/cache',
  'sync/kept',
  'sync/log',
  'sync/quotes',
  'sync/range',
  'sync/rows',
  'sync/state',
]

/** Another shape than the one with which a state was kept: the client begins anew. Nobody has to count versions. */
export function shapeOfState(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) hash.update(readFileSync(`src/${source}.ts`))
  return hash.digest('base64url').slice(0, 12)
}
