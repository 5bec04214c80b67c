import { Lexer, Tokenizer, type MarkedOptions, type Token } from 'marked'
import { HIDDEN } from './hidden'

/** A text that was hidden with `||`. */
export interface Hidden {
  readonly type: 'hidden'
  readonly raw: string
  readonly tokens: Token[]
}

const REMEMBERED = 500
const read = new Map<string, readonly Token[]>()

/** What a text is made of. What was read lately is remembered: rows come and go with every scroll. */
export function tokensOf(body: string): readonly Token[] {
  const known = read.get(body)
  if (known) return known
  const tokens = new Lexer(DIALECT).lex(body)
  if (read.size >= REMEMBERED) read.clear()
  read.set(body, tokens)
  return tokens
}

/** Tags that people type are text, and Markdown between them is still Markdown. */
class WithoutTags extends Tokenizer {
  override html(): undefined {
    return undefined
  }

  override tag(): undefined {
    return undefined
  }
}

const HERE = new RegExp(`^${HIDDEN.source}`)

const DIALECT: MarkedOptions = {
  gfm: true,
  breaks: true,
  tokenizer: new WithoutTags(),
  extensions: {
    startInline: [(source: string) => source.indexOf('||')],
    inline: [
      function hidden(source): Hidden | undefined {
        const [raw, inside] = HERE.exec(source) ?? []
        return raw && inside ? { type: 'hidden', raw, tokens: this.lexer.inlineTokens(inside) } : undefined
      },
    ],
    renderers: {},
    childTokens: {},
  },
}
