// @vitest-environment jsdom
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import { coloured } from './colours'

function drawn(node: ReactNode): HTMLElement {
  const page = document.createElement('code')
  flushSync(() => createRoot(page).render(node))
  return page
}

it('says what the parts of code are, and changes none of its text', () => {
  const code = 'def f(x):  # <b>\n    return "a & b"'
  const page = drawn(coloured(code, 'python'))
  expect(page.textContent).toBe(code)
  expect(page.querySelector('.hljs-keyword')?.textContent).toBe('def')
  expect(page.querySelector('.hljs-comment')?.textContent).toBe('# <b>')
})

it('has parts within parts', () => {
  const code = "x = f'{a + 1} &amp; <i>'"
  const page = drawn(coloured(code, 'python'))
  expect(page.textContent).toBe(code)
  expect(page.querySelector('.hljs-string .hljs-subst')?.textContent).toBe('{a + 1}')
  expect(page.querySelector('i')).toBeNull()
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
