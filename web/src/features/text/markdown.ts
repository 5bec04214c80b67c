import { Marked, type RendererObject, type TokenizerAndRendererExtension, type Tokens } from 'marked'
import { escapeHtml, escapeText } from './escape'
import { HIDDEN } from './hidden'
import { linkHtml } from './links'
import { sanitised } from './sanitiser'
import { withShortcodes, type Shortcodes } from './shortcodes'

/** Markdown as HTML that may be put into the page. Without the list of shortcodes they stay as they were typed. */
export function renderMarkdown(body: string, shortcodes: Shortcodes | null = null): string {
  return sanitised(dialectWith(shortcodes).parse(body, { async: false }))
}

const REMEMBERED = 500
const rendered = new Map<string, string>()

/** The same, remembering what was rendered lately: rows come and go with every scroll. */
export function renderedMarkdown(body: string, shortcodes: Shortcodes | null = null): string {
  const key = `${shortcodes ? 1 : 0}${body}`
  const known = rendered.get(key)
  if (known !== undefined) return known
  const html = renderMarkdown(body, shortcodes)
  if (rendered.size >= REMEMBERED) rendered.clear()
  rendered.set(key, html)
  return html
}

const dialects = new Map<Shortcodes | null, Marked>()

function dialectWith(shortcodes: Shortcodes | null): Marked {
  const known = dialects.get(shortcodes)
  if (known) return known
  const dialect = new Marked({
    gfm: true,
    breaks: true,
    // Tags that people type are text, and Markdown between them is still Markdown.
    tokenizer: { html: () => undefined, tag: () => undefined },
    hooks: { processAllTokens: (tokens) => tokens.map((token) => ({ ...token, isOutermost: true })) },
    extensions: [spoiler],
    renderer: rendererWith(shortcodes),
  })
  dialects.set(shortcodes, dialect)
  return dialect
}

/**
 * The outermost block has a direction of its own and what is inside follows it, except for items of lists: `dir=auto`
 * overlooks text that has a `dir` nearer to it, so an outer block would otherwise always be left to right.
 */
const own = (token: object) => ('isOutermost' in token ? ' dir="auto"' : '')

function rendererWith(shortcodes: Shortcodes | null): RendererObject {
  return {
    paragraph(token) {
      return `<p${own(token)}>${this.parser.parseInline(token.tokens)}</p>`
    },
    // A message has no outline of its own: its headings are no headings of the page.
    heading(token) {
      return `<p class="heading"${own(token)}>${this.parser.parseInline(token.tokens)}</p>`
    },
    blockquote(token) {
      return `<blockquote${own(token)}>${this.parser.parse(token.tokens)}</blockquote>`
    },
    list({ ordered, start, items }) {
      const all = items.map((item) => this.listitem(item)).join('')
      if (!ordered) return `<ul>${all}</ul>`
      return start === 1 ? `<ol>${all}</ol>` : `<ol start="${start}">${all}</ol>`
    },
    listitem(item) {
      return `<li dir="auto"${item.task ? ' class="task"' : ''}>${this.parser.parse(item.tokens)}</li>`
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    table(token) {
      const cells = (row: Tokens.TableCell[]) =>
        `<tr>${row.map((cell) => this.tablecell(cell)).join('')}</tr>`
      const head = `<thead>${cells(token.header)}</thead>`
      const rows = token.rows.map(cells).join('')
      const table = `<table dir="auto">${head}${rows && `<tbody>${rows}</tbody>`}</table>`
      return `<div class="wide" role="group" aria-label="Table" tabindex="0">${table}</div>`
    },
    tablecell({ tokens, header, align }) {
      const tag = header ? 'th' : 'td'
      return `<${tag}${align ? ` align="${align}"` : ''}>${this.parser.parseInline(tokens)}</${tag}>`
    },
    hr: () => '<hr>',
    code: ({ text, lang }) => codeHtml(text, languageOf(lang)),
    link({ href, text, tokens }) {
      return linkHtml(href, text, this.parser.parseInline(tokens))
    },
    // Nothing is fetched from elsewhere by looking at a message.
    image: ({ href, text }) => linkHtml(href, text || href, escapeHtml(text || href)),
    text(token) {
      if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens)
      return withShortcodes(escapeText(token.text), shortcodes)
    },
  }
}

const HERE = new RegExp(`^${HIDDEN.source}`)

/** `||hidden||`, until somebody wants to see it. */
const spoiler: TokenizerAndRendererExtension = {
  name: 'spoiler',
  level: 'inline',
  start: (source) => source.indexOf('||'),
  tokenizer(source) {
    const [raw, hidden] = HERE.exec(source) ?? []
    return raw && hidden ? { type: 'spoiler', raw, tokens: this.lexer.inlineTokens(hidden) } : undefined
  },
  renderer({ tokens = [] }) {
    const button =
      '<span class="spoiler-button" role="button" tabindex="0" aria-label="Show hidden text"></span>'
    const hidden = `<span class="spoiler-text" tabindex="-1" inert="">${this.parser.parseInline(tokens)}</span>`
    return `<span class="spoiler">${button}${hidden}</span>`
  },
}

function languageOf(info: string | undefined): string {
  return /^[\w+#.-]{1,20}/.exec(info ?? '')?.[0].toLowerCase() ?? ''
}

/** The words of the button and the label are no text of the message: copying it copies the code alone. */
function codeHtml(code: string, language: string): string {
  const named = language && ` data-language="${escapeHtml(language)}"`
  const label = language ? `Code in ${escapeHtml(language)}` : 'Code'
  return (
    `<div class="code"${named}>` +
    '<button type="button" class="code-copy" aria-label="Copy code" data-words="Copy"></button>' +
    `<pre dir="ltr" tabindex="0" role="group" aria-label="${label}"><code>${escapeHtml(code)}</code></pre></div>`
  )
}
