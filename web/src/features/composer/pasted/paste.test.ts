// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { edited } from '../edits'
import { drawn, writing } from '../testing/drawn'
import { markdownFrom } from './markdown'
import type { Pasted } from './clipboard'
import { pasteEdit } from './paste'

const paste = (before: string, pasted: Partial<Pasted>) => {
  const begun = writing(before)
  const edit = pasteEdit(begun, { plain: '', html: '', editor: '', ...pasted })
  return edit && drawn(edited(begun, edit))
}

describe('HTML as Markdown', () => {
  it.each([
    [
      'marks',
      '<p>a <b>bold</b>, <i>italic</i>, <s>struck</s> <code>x*y</code></p>',
      'a **bold**, _italic_, ~~struck~~ `x*y`',
    ],
    ['marks with their spaces', '<p>a<b> bold </b>b</p>', 'a **bold** b'],
    ['neighbours of one mark', '<b>a</b><b>b</b>', '**ab**'],
    ['marks in marks', '<b>a <i>b</i></b>', '**a _b_**'],
    [
      'styles',
      '<span style="font-weight:700">a</span> <span style="font-style:italic">b</span>',
      '**a** _b_',
    ],
    [
      'a document that says it is not bold',
      '<b style="font-weight:normal" id="docs-internal-guid-1"><p>one</p><p>two</p></b>',
      'one\n\ntwo',
    ],
    ['a link', '<a href="https://example.org/a">here</a>', '[here](https://example.org/a)'],
    ['a bare address', '<a href="https://example.org/">https://example.org</a>', 'https://example.org'],
    ['a link that would run', '<a href="javascript:alert(1)">here</a>', 'here'],
    [
      'brackets in an address',
      '<a href="https://example.org/a_(b)">x</a>',
      '[x](https://example.org/a_%28b%29)',
    ],
    ['a list', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>', '- a\n- b\n  - c'],
    ['a list as documents nest it', '<ul><li>a</li><ul><li>b</li></ul></ul>', '- a\n  - b'],
    ['numbers', '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>', '3. a\n4. b'],
    [
      'boxes',
      '<ul><li role="checkbox" aria-checked="true">a</li><li><input type="checkbox">b</li></ul>',
      '- [x] a\n- [ ] b',
    ],
    ['a heading', '<h2><b>Title</b></h2><p>text</p>', '## Title\n\ntext'],
    ['a quote', '<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
    ['a fence', '<pre><code class="language-py">if x:\n    y</code></pre>', '```py\nif x:\n    y\n```'],
    [
      'a sheet',
      '<table><tr><td>Name</td><td style="text-align:right">Sum</td></tr><tr><td>a|b</td><td style="text-align:right">2</td></tr></table>',
      '| Name | Sum |\n| --- | --: |\n| a\\|b | 2 |',
    ],
    ['a single cell', '<table><tr><td>alone</td></tr></table>', 'alone'],
    ['lines', '<div>one</div><div>two<br>three</div>', 'one\ntwo\nthree'],
    [
      'signs that mean nothing',
      '<p>2 * 3, snake_case, *a* and `b`</p>',
      '2 * 3, snake_case, \\*a\\* and \\`b\\`',
    ],
    ['what nobody sees', '<style>p{}</style><script>x</script><p>a<img src="x" onerror="alert(1)"></p>', 'a'],
  ])('%s', (_, html, markdown) => {
    expect(markdownFrom(html)).toBe(markdown)
  })
})

describe('pasting', () => {
  it('makes a link of an address over words, and of nothing else', () => {
    expect(paste('see |this| now', { plain: 'https://example.org' })).toBe(
      'see [this](https://example.org)| now',
    )
    expect(paste('see | now', { plain: 'https://example.org' })).toBeNull()
    expect(paste('|https://example.com|', { plain: 'https://example.org' })).toBeNull()
    expect(paste('`|this|', { plain: 'https://example.org' })).toBeNull()
  })

  it('puts blocks on lines of their own, and words where the caret is', () => {
    expect(paste('a |b', { plain: 'c', html: '<b>c</b>' })).toBe('a **c**|b')
    expect(paste('a|', { plain: 'b', html: '<ul><li>b</li></ul>' })).toBe('a\n- b|')
  })

  it('leaves to the browser what has no form, what is code, and what is Markdown', () => {
    expect(paste('|', { plain: 'one two', html: '<span style="color:red">one</span> two' })).toBeNull()
    expect(paste('```\n|', { plain: 'b', html: '<b>b</b>' })).toBeNull()
    expect(paste('|', { plain: '```\nx\n```', html: '<p>```</p><p>x</p><p>```</p>' })).toBeNull()
  })

  it('fences what comes from an editor, with its language', () => {
    const html =
      '<div style="font-family: Menlo, monospace; white-space: pre;"><div>if x:</div><div>  y</div></div>'
    const fenced = '```\nif x:\n  y\n```\n|'
    expect(paste('|', { plain: 'if x:\n  y', html })).toBe(fenced)
    const named = paste('see|', { plain: 'if x:\n  y', html, editor: '{"mode":"python"}' })
    expect(named).toBe('see\n```python\nif x:\n  y\n```\n|')
    expect(paste('|', { plain: 'const x = 1', html, editor: '{"mode":"typescript"}' })).toBeNull()
  })
})
