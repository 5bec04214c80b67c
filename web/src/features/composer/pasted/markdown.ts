import { fenceFor } from '../formatting'
import { inlineMarkdown, type Marks, type Run } from './inline'
import { tableMarkdown } from './table'

/** HTML from a document, a sheet or a page as the Markdown of `docs/text.md`. What has no meaning there is its text. */
export function markdownFrom(html: string): string {
  // A parsed document runs nothing and fetches nothing.
  return joined(blocksOf(new DOMParser().parseFromString(html, 'text/html').body))
}

interface Block {
  readonly text: string
  /** Lines of one text, with no space between them. */
  readonly isLine: boolean
}

const UNSEEN = /^(?:STYLE|SCRIPT|META|TITLE|TEMPLATE|NOSCRIPT|HEAD|BUTTON|IMG|SVG|INPUT|OBJECT|IFRAME)$/i
const LINES = /^(?:DIV|LI|DT|DD|TR|TBODY|THEAD|CAPTION|FIGCAPTION|ADDRESS)$/
const PARTS = /^(?:P|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|FIGURE|UL|OL|DL|TABLE|FORM|DETAILS)$/

function blocksOf(parent: Element): Block[] {
  const blocks: Block[] = []
  let runs: Run[] = []
  const flush = (isLine: boolean) => {
    const text = inlineMarkdown(runs)
    if (text !== '') blocks.push({ text, isLine })
    runs = []
  }
  const visit = (node: Node, marks: Marks, isLine: boolean): void => {
    if (node.nodeType === Node.TEXT_NODE) return void runs.push({ text: node.nodeValue ?? '', marks })
    if (!(node instanceof Element) || UNSEEN.test(node.tagName)) return
    if (node.tagName === 'BR') return void runs.push({ text: '\n', marks })
    const whole = wholeBlock(node)
    if (whole !== null) {
      flush(isLine)
      if (whole !== '') blocks.push({ text: whole, isLine: false })
      return
    }
    const opensLine = LINES.test(node.tagName)
    const opens = opensLine || PARTS.test(node.tagName)
    if (opens) flush(isLine)
    for (const child of node.childNodes) visit(child, marksOf(node, marks), opens ? opensLine : isLine)
    if (opens) flush(opensLine)
  }
  for (const child of parent.childNodes) visit(child, {}, false)
  flush(false)
  return blocks
}

function joined(blocks: readonly Block[]): string {
  return blocks
    .map(({ text, isLine }, at) => {
      const gap = at === 0 ? '' : isLine && blocks[at - 1]?.isLine ? '\n' : '\n\n'
      return gap + text
    })
    .join('')
}

/** A block that has a form of its own in Markdown; null for others. */
function wholeBlock(node: Element): string | null {
  switch (node.tagName) {
    case 'PRE':
      return fenced(node)
    case 'UL':
    case 'OL':
      return listMarkdown(node)
    case 'TABLE':
      return tableMarkdown(node as HTMLTableElement, (cell) => joined(blocksOf(cell)))
    case 'BLOCKQUOTE':
      return joined(blocksOf(node))
        .replace(/^(?=.)/gm, '> ')
        .replace(/^$/gm, '>')
    case 'HR':
      return '---'
    default:
      return /^H[1-6]$/.test(node.tagName) ? headed(node) : null
  }
}

function headed(node: Element): string {
  const text = joined(blocksOf(node)).replace(/\s+/g, ' ')
  // A heading is bold anyway.
  return text && `${'#'.repeat(Number(node.tagName[1]))} ${text.replace(/^\*\*(.*)\*\*$/, '$1')}`
}

function fenced(node: Element): string {
  for (const end of node.querySelectorAll('br')) end.replaceWith('\n')
  const code = (node.textContent ?? '').replace(/^\n|\n$/g, '')
  const named = `${node.className} ${node.querySelector('code')?.className ?? ''}`
  const language =
    node.closest('[data-language]')?.getAttribute('data-language') ??
    /\b(?:language|lang|highlight-source)-([\w+#-]+)/.exec(named)?.[1] ??
    ''
  const fence = fenceFor(code)
  return code.trim() && `${fence}${language}\n${code}\n${fence}`
}

function listMarkdown(list: Element): string {
  let number = list.tagName === 'OL' ? Number(list.getAttribute('start') ?? 1) : null
  let indent = ''
  const lines: string[] = []
  for (const child of list.children) {
    if (/^[UO]L$/.test(child.tagName)) {
      // Documents put a deeper list beside the item that it belongs to.
      lines.push(listMarkdown(child).replace(/^(?=.)/gm, indent || '  '))
    } else if (child.tagName === 'LI') {
      const marker = number === null ? '- ' : `${number++}. `
      indent = ' '.repeat(marker.length)
      const text = itemText(child)
      if (text) lines.push(marker + boxOf(child) + text.replace(/\n(?=.)/g, `\n${indent}`))
    }
  }
  return lines.join('\n')
}

/** An item's own text, and the lists in it right below. */
function itemText(item: Element): string {
  return blocksOf(item)
    .map(({ text }) => text)
    .join('\n')
}

function boxOf(item: Element): string {
  const box = item.querySelector<HTMLInputElement>(
    ':scope > input[type=checkbox], :scope > label > input[type=checkbox]',
  )
  const checked = box ? box.hasAttribute('checked') : item.getAttribute('aria-checked')
  return checked === null ? '' : checked === true || checked === 'true' ? '[x] ' : '[ ] '
}

function marksOf(node: Element, marks: Marks): Marks {
  const { tagName } = node
  const {
    fontWeight = '',
    fontStyle = '',
    textDecoration = '',
  } = node instanceof HTMLElement ? node.style : {}
  const own: { -readonly [K in keyof Marks]: Marks[K] } = { ...marks }
  if (/^(?:B|STRONG)$/.test(tagName)) own.bold = true
  // Documents wrap all that is copied into a <b> that says it is none.
  if (fontWeight) own.bold = fontWeight === 'bold' || Number(fontWeight) >= 600
  if (/^(?:I|EM)$/.test(tagName)) own.italic = true
  if (fontStyle) own.italic = fontStyle === 'italic'
  if (/^(?:S|DEL|STRIKE)$/.test(tagName) || textDecoration.includes('line-through')) own.strike = true
  if (/^(?:CODE|TT|KBD|SAMP)$/.test(tagName)) own.code = true
  const address = tagName === 'A' ? (node.getAttribute('href') ?? '') : ''
  if (/^(?:https?|mailto):/i.test(address)) own.link = address
  return own
}
