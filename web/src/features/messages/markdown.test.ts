// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './markdown'

const elements = (body: string) => {
  const page = document.createElement('div')
  page.innerHTML = renderMarkdown(body)
  return page
}

describe('Markdown', () => {
  it('shows what people mean by it', () => {
    expect(elements('**b** *i* ~~s~~ `c`').querySelectorAll('strong, em, del, code')).toHaveLength(4)
    expect(elements('one\ntwo').querySelector('br')).not.toBeNull()
    expect(elements('- a\n- b').querySelectorAll('li')).toHaveLength(2)
    expect(elements('# Big').querySelector('.heading')?.textContent).toBe('Big')
    expect(elements('- [x] done').textContent).toContain('☑ done')
  })

  it('opens links elsewhere, without a way back', () => {
    const link = elements('see https://example.org/a').querySelector('a')
    expect(link?.href).toBe('https://example.org/a')
    expect(link?.target).toBe('_blank')
    expect(link?.rel).toContain('noopener')
  })

  it('makes a link of an image: nothing is fetched', () => {
    const page = elements('![a cat](https://example.org/cat.png)')
    expect(page.querySelector('img')).toBeNull()
    expect(page.querySelector('a')?.textContent).toBe('a cat')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT&#58;alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '<a href="javascript:alert(1)">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<div style="position:fixed">x</div>',
    '![x](javascript:alert(1))',
    '<https://example.org" onmouseover="alert(1)>',
  ])('takes the sting out of %s', (body) => {
    const page = elements(body)
    expect(page.querySelector('script, img, svg, style, iframe, [style]')).toBeNull()
    for (const element of page.querySelectorAll('*')) {
      expect(element.getAttributeNames().filter((name) => name.startsWith('on'))).toEqual([])
    }
    for (const link of page.querySelectorAll('a[href]'))
      expect(link.getAttribute('href')).toMatch(/^(https?|mailto):/)
  })

  it('shows typed tags as text', () => {
    expect(elements('<b>not bold</b>').textContent?.trim()).toBe('<b>not bold</b>')
  })
})
