import type { Token } from 'marked'
import type { Message } from '../../protocol.gen'
import { tokensOf } from '../text/dialect'
import { signsIn } from '../text/named'

/** The handles in a text, in small letters and each once, and whether it calls everybody. */
export interface Mentions {
  readonly handles: readonly string[]
  readonly wide: Message['wide']
}

const WIDE = ['room', 'here'] as const
/** The server reads no more. */
const MOST = 50

/** What a text mentions before the server has said so. */
export function mentionsIn(body: string): Mentions {
  const found = new Set<string>()
  if (body.includes('@')) tokensOf(body).forEach((token) => look(token, found))
  const handles = [...found].filter((handle) => !WIDE.some((word) => word === handle))
  return { handles: handles.slice(0, MOST), wide: WIDE.find((word) => found.has(word)) ?? null }
}

function look(token: Token, found: Set<string>): void {
  if (token.type === 'code' || token.type === 'codespan' || token.type === 'image') return
  // An address is no text, although it is shown.
  if (token.type === 'link' && !token.raw.startsWith('[')) return
  const inside = [...('tokens' in token ? (token.tokens ?? []) : []), ...partsOf(token)]
  for (const part of inside) look(part, found)
  if (inside.length === 0 && token.type === 'text') {
    for (const { handle } of signsIn(String(token.text))) if (handle) found.add(handle)
  }
}

/** Lists and tables keep theirs elsewhere. */
function partsOf(token: Token): Token[] {
  if (token.type === 'list') return token.items as Token[]
  if (token.type !== 'table') return []
  const cells = [token.header, ...(token.rows as unknown[])].flat() as { readonly tokens: Token[] }[]
  return cells.flatMap(({ tokens }) => tokens)
}
