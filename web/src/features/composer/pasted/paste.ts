import { inserted, isInCode, type Edit, type Writing } from '../edits'
import { fenceFor, isAddress, linkedTo } from '../formatting'
import type { Pasted } from './clipboard'
import { markdownFrom } from './markdown'

/** What pasting does to the text. Null where the browser's own way, the plain text, is right. */
export function pasteEdit(writing: Writing, pasted: Pasted): Edit | null {
  const { text, start, end } = writing
  const { plain, html, editor } = pasted
  if (isInCode(text, start)) return null
  const words = text.slice(start, end)
  if (isAddress(plain) && words.trim() !== '' && !words.includes('\n') && !isAddress(words)) {
    return linkedTo(writing, plain)
  }
  // People who copy Markdown mean Markdown.
  if (html === '' || plain.includes('```')) return null
  if (editor !== '' || isFromEditor(html)) return codeEdit(writing, plain, languageIn(editor))
  const markdown = markdownFrom(html)
  return markdown === '' || bare(markdown) === bare(plain)
    ? null
    : inserted(writing, atLineStart(writing, markdown))
}

const bare = (text: string) => text.replace(/[\s\u200b]+/g, ' ').trim()

/** Editors copy colours: a single block with a font for code, which keeps every space. */
function isFromEditor(html: string): boolean {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const [only, ...others] = [...body.children].filter(({ tagName }) => !/^(?:META|STYLE)$/.test(tagName))
  if (!(only instanceof HTMLElement) || others.length > 0) return false
  const { whiteSpace, fontFamily } = only.style
  return (
    /mono|consolas|menlo|courier/i.test(fontFamily) &&
    (whiteSpace.startsWith('pre') || only.tagName === 'PRE')
  )
}

/** One line of code is a part of a sentence more often than not. */
function codeEdit(writing: Writing, plain: string, language: string): Edit | null {
  const code = plain.replace(/^\n+|\s+$/g, '')
  if (!code.includes('\n')) return null
  const fence = fenceFor(code)
  return inserted(writing, atLineStart(writing, `${fence}${language}\n${code}\n${fence}\n`))
}

function languageIn(editor: string): string {
  try {
    const { mode } = JSON.parse(editor) as { mode?: unknown }
    return typeof mode === 'string' && mode !== 'plaintext' && /^[\w+#-]{1,20}$/.test(mode) ? mode : ''
  } catch {
    return ''
  }
}

/** Blocks begin on a line of their own. */
function atLineStart({ text, start }: Writing, markdown: string): string {
  const isBlock = markdown.includes('\n') || /^(?:#|>|[-*] |\d+\. |\||```)/.test(markdown)
  return isBlock && start > 0 && text[start - 1] !== '\n' ? `\n${markdown}` : markdown
}
