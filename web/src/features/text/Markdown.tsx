import type { MarkedToken, Token, Tokens } from 'marked'
import type { ReactNode } from 'react'
import { t } from '../../language/t'
import { CustomEmoji } from '../custom-emoji/CustomEmoji'
import { CodeBlock } from './CodeBlock'
import { tokensOf, type Hidden } from './dialect'
import { unescaped } from './entities'
import { Link } from './Link'
import { withPictures, withShortcodes, type Pictures, type Shortcodes } from './shortcodes'
import { withSigns } from './Signs'
import { Spoiler } from './Spoiler'

interface Props {
  body: string
  /** Without the list they stay as they were typed. */
  shortcodes: Shortcodes | null
  /** Those of this server. */
  pictures?: Pictures | null
}

/**
 * A text after Markdown. Its elements are made one by one, of the kinds that stand here: no text of anybody is ever read
 * as HTML.
 */
export function Markdown({ body, shortcodes, pictures = null }: Props) {
  return blocks(tokensOf(body), { shortcodes, pictures, dir: 'auto' })
}

interface Context {
  readonly shortcodes: Shortcodes | null
  readonly pictures: Pictures | null
  /**
   * The outermost block has a direction of its own and what is inside follows it, except for items of lists: `dir=auto`
   * overlooks text that has a `dir` nearer to it, so an outer block would otherwise always be left to right.
   */
  readonly dir: 'auto' | undefined
  readonly isLink?: boolean
}

/** An address is shown letter by letter. */
const PLAIN = { shortcodes: null, pictures: null }

function blocks(tokens: readonly Token[], context: Context): ReactNode {
  return tokens.map((token, at) => block(token as MarkedToken, at, context))
}

function block(token: MarkedToken, key: number, context: Context): ReactNode {
  const { dir } = context
  const inside = { ...context, dir: undefined }
  switch (token.type) {
    case 'paragraph':
      return (
        <p key={key} dir={dir}>
          {spans(token.tokens, context)}
        </p>
      )
    // A message has no outline of its own: its headings are no headings of the page.
    case 'heading':
      return (
        <p key={key} className="heading" dir={dir}>
          {spans(token.tokens, context)}
        </p>
      )
    case 'blockquote':
      return (
        <blockquote key={key} dir={dir}>
          {blocks(token.tokens, inside)}
        </blockquote>
      )
    case 'list':
      return <List key={key} list={token} context={inside} />
    case 'table':
      return <Table key={key} table={token} context={inside} />
    case 'code':
      return <CodeBlock key={key} code={token.text} language={languageOf(token.lang)} />
    case 'hr':
      return <hr key={key} />
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'text':
      return token.tokens ? spans(token.tokens, context) : words(token.text, context)
    default:
      return null
  }
}

function spans(tokens: readonly Token[], context: Context): ReactNode {
  return tokens.map((token, at) => span(token as MarkedToken | Hidden, at, context))
}

function span(token: MarkedToken | Hidden, key: number, context: Context): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? spans(token.tokens, context) : words(token.text, context)
    case 'escape':
      return words(token.text, context)
    case 'strong':
      return <strong key={key}>{spans(token.tokens, context)}</strong>
    case 'em':
      return <em key={key}>{spans(token.tokens, context)}</em>
    case 'del':
      return <del key={key}>{spans(token.tokens, context)}</del>
    case 'codespan':
      return <code key={key}>{token.text}</code>
    case 'br':
      return <br key={key} />
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'link':
      return (
        <Link key={key} href={token.href} words={token.text}>
          {spans(token.tokens, { ...context, ...(token.raw.startsWith('[') ? {} : PLAIN), isLink: true })}
        </Link>
      )
    // Nothing is fetched from elsewhere by looking at a message.
    case 'image':
      return (
        <Link key={key} href={token.href} words={token.text || token.href}>
          {token.text || token.href}
        </Link>
      )
    case 'hidden':
      return <Spoiler key={key}>{spans(token.tokens, context)}</Spoiler>
    default:
      return null
  }
}

function words(text: string, { shortcodes, pictures, isLink }: Context): ReactNode {
  const shown = (part: string) =>
    withPictures(withShortcodes(unescaped(part), shortcodes), pictures, pictured)
  // No link stands inside another.
  return isLink ? shown(text) : withSigns(text, shown)
}

const pictured = (name: string, picture: string, at: number) => (
  <CustomEmoji key={at} name={name} picture={picture} inText />
)

function List({ list: { ordered, start, items }, context }: { list: Tokens.List; context: Context }) {
  const all = items.map((item, at) => (
    <li key={at} dir="auto" className={item.task ? 'task' : undefined}>
      {blocks(item.tokens, context)}
    </li>
  ))
  if (!ordered) return <ul>{all}</ul>
  return <ol start={start === 1 || start === '' ? undefined : start}>{all}</ol>
}

function Table({ table: { header, rows }, context }: { table: Tokens.Table; context: Context }) {
  return (
    <div className="wide" role="group" aria-label={t('Table')} tabIndex={0}>
      <table dir="auto">
        <thead>
          <Row cells={header} context={context} />
        </thead>
        {rows.length > 0 && (
          <tbody>
            {rows.map((cells, at) => (
              <Row key={at} cells={cells} context={context} />
            ))}
          </tbody>
        )}
      </table>
    </div>
  )
}

function Row({ cells, context }: { cells: readonly Tokens.TableCell[]; context: Context }) {
  return (
    <tr>
      {cells.map(({ header, align, tokens }, at) => {
        const Cell = header ? 'th' : 'td'
        return (
          <Cell key={at} align={align ?? undefined}>
            {spans(tokens, context)}
          </Cell>
        )
      })}
    </tr>
  )
}

function languageOf(info: string | undefined): string {
  return /^[\w+#.-]{1,20}/.exec(info ?? '')?.[0].toLowerCase() ?? ''
}
