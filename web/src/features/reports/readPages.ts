import type { Card } from '../../protocol.gen'

/** The server gives no more at a time. */
const MOST = 100

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly people: Readonly<Record<string, Card>>
  readonly more: boolean
}

export interface PageAsked {
  readonly limit: number
  readonly before?: string
}

/** So many of what moderators are asked to look at, in as many pages as that takes. */
export async function readPages<Item extends { readonly id: string }>(
  ask: (page: PageAsked) => Promise<Page<Item>>,
  wanted: number,
): Promise<Page<Item>> {
  let all = await ask({ limit: Math.min(MOST, wanted) })
  while (all.more && all.items.length < wanted) {
    const before = all.items.at(-1)!.id
    const page = await ask({ before, limit: Math.min(MOST, wanted - all.items.length) })
    all = {
      items: [...all.items, ...page.items],
      more: page.more,
      people: { ...all.people, ...page.people },
    }
  }
  return all
}
