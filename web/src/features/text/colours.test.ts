// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { coloured } from './colours'

it('says what the parts of code are, and changes none of its text', () => {
  const page = document.createElement('code')
  const code = 'def f(x):  # <b>\n    return "a & b"'
  page.innerHTML = coloured(code, 'python') ?? ''
  expect(page.textContent).toBe(code)
  expect(page.querySelector('.hljs-keyword')?.textContent).toBe('def')
  expect(page.querySelector('.hljs-comment')?.textContent).toBe('# <b>')
})

it.each(['ts', 'js', 'py', 'sh', 'html', 'yml', 'toml', 'c++', 'c#', 'rs'])(
  'knows %s by its short name',
  (name) => {
    expect(coloured('x', name)).not.toBeNull()
  },
)

it('leaves languages alone that it does not know', () => {
  expect(coloured('x', 'nope')).toBeNull()
})
