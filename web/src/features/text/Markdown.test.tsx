// @vitest-environment jsdom
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import corpus from './corpus.json'
import { Markdown } from './Markdown'
import type { Pictures, Shortcodes } from './shortcodes'

const PICTURES = new Map([['party_parrot', 'PICTURE']])

function drawn(
  body: string,
  shortcodes: Shortcodes | null = null,
  pictures: Pictures | null = null,
): HTMLElement {
  const page = document.createElement('div')
  flushSync(() =>
    createRoot(page).render(<Markdown body={body} shortcodes={shortcodes} pictures={pictures} />),
  )
  // Browsers know this property and write it as an empty attribute.
  for (const one of page.querySelectorAll('[inert]')) one.setAttribute('inert', '')
  return page
}

function parsed(html: string): HTMLElement {
  const page = document.createElement('div')
  page.innerHTML = html
  return page
}

beforeEach(() => {
  // Nothing is ever on the screen here, and code stays without colours.
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
})

describe('Markdown', () => {
  it.each(corpus)('$name', ({ markdown, html }) => {
    const page = drawn(markdown, null, PICTURES)
    page.normalize()
    // The order of attributes says nothing. Where something differs, the text shows what.
    if (!page.isEqualNode(parsed(html))) expect(page.innerHTML).toBe(html)
  })

  it('knows shortcodes once there is a list of them, but not in code, words and addresses', () => {
    const known = new Map([
      ['smile', '😄'],
      ['thumbs_up', '👍'],
      ['100', '💯'],
    ])
    const text = (body: string) => drawn(body, known).textContent
    expect(text('a :smile: (:thumbs_up:) :nope:')).toBe('a 😄 (👍) :nope:')
    for (const body of ['`:smile:`', 'a:smile:b', '1:100:2', 'https://example.org/:smile:']) {
      expect(text(body)).toBe(body.replaceAll('`', ''))
    }
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT&#58;alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](\u0001javascript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](//example.org/a)',
    '<a href="javascript:alert(1)">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<div style="position:fixed">x</div>',
    '![x](javascript:alert(1))',
    '<https://example.org" onmouseover="alert(1)>',
    '[x](https://example.org/"onmouseover="alert(1))',
    '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
    '```"><img/src=x/onerror=alert(1)>\nx\n```',
    '||<img src=x onerror=alert(1)>||',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '| a |\n|---|\n| <svg onload=alert(1)> |',
  ])('takes the sting out of %s', (body) => {
    const page = drawn(body)
    expect(page.querySelector('script, img, svg, math, style, iframe, noscript, [style]')).toBeNull()
    for (const element of page.querySelectorAll('*')) {
      expect(element.getAttributeNames().filter((name) => name.startsWith('on'))).toEqual([])
    }
    for (const link of page.querySelectorAll('a[href]'))
      expect(link.getAttribute('href')).toMatch(/^(https?|mailto):/)
  })
})
