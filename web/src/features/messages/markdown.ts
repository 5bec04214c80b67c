import DOMPurify from 'dompurify'
import { Marked, type Tokens } from 'marked'

const TAGS = 'p br strong em del code pre blockquote ul ol li a table thead tbody tr th td hr span'.split(' ')

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // Tags that people type are text. What gets past this is DOMPurify's to take out.
    html: ({ text }) => escape(text),
    // Nothing is fetched from elsewhere by looking at a message.
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || href)}</a>`,
    heading(token: Tokens.Heading) {
      return `<p class="heading" dir="auto">${this.parser.parseInline(token.tokens)}</p>`
    },
    paragraph(token: Tokens.Paragraph) {
      return `<p dir="auto">${this.parser.parseInline(token.tokens)}</p>`
    },
    code: ({ text }) => `<pre dir="ltr" tabindex="0"><code>${escape(text)}</code></pre>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
})

const purifier = DOMPurify()
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A') return
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

/** Markdown as HTML that may be put into the page. */
export function renderMarkdown(body: string): string {
  return purifier.sanitize(marked.parse(body, { async: false }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'dir', 'class', 'tabindex', 'align', 'start', 'target', 'rel'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  })
}

const REMEMBERED = 500
const rendered = new Map<string, string>()

/** The same, remembering what was rendered lately: rows come and go with every scroll. */
export function renderedMarkdown(body: string): string {
  const known = rendered.get(body)
  if (known !== undefined) return known
  const html = renderMarkdown(body)
  if (rendered.size >= REMEMBERED) rendered.clear()
  rendered.set(body, html)
  return html
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
